import { randomInt } from 'node:crypto'
import type { ApiDraft } from '../store/api-draft.ts'
import { childKey } from './child-key.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Characters of each kind's ids, as recorded on AWS (spec control-plane.md 1.5). */
const lengths = {
  apimappings: 6,
  apis: 10,
  authorizers: 6,
  deployments: 6,
  integrationresponses: 7,
  integrations: 7,
  models: 6,
  routeresponses: 6,
  routes: 7,
  vpclinks: 6,
} as const

type Kind = keyof typeof lengths

/** A new id that `isTaken` does not know. */
export function newId(kind: Kind, isTaken: (id: string) => boolean): string {
  for (;;) {
    let id = ''
    while (id.length < lengths[kind]) id += alphabet.charAt(randomInt(alphabet.length))
    if (!isTaken(id)) return id
  }
}

/** A new id for a resource of an API; `parentId` is that of the integration or route whose child it is. */
export function draftId(
  draft: ApiDraft,
  kind: Exclude<Kind, 'apimappings' | 'apis' | 'vpclinks'>,
  parentId?: string,
): string {
  return newId(kind, (id) => draft.get(kind, childKey(id, parentId)) !== undefined)
}
