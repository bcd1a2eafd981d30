import { randomInt } from 'node:crypto'

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Characters of each kind's ids, as recorded on AWS (spec control-plane.md 1.5). */
export const idLengths = {
  api: 10,
  integration: 7,
  route: 7,
  integrationResponse: 7,
  routeResponse: 6,
  deployment: 6,
  authorizer: 6,
  model: 6,
  vpcLink: 6,
} as const

/** A new id that `isTaken` does not know. */
export function newId(kind: keyof typeof idLengths, isTaken: (id: string) => boolean): string {
  for (;;) {
    let id = ''
    while (id.length < idLengths[kind]) id += alphabet[randomInt(alphabet.length)] ?? ''
    if (!isTaken(id)) return id
  }
}
