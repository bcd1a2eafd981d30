import { uriEncoded } from '../../aws-protocol/uri-encoding.ts'

type Query = readonly (readonly [name: string, value: string])[]

/** A query as a signer takes it. */
export function signedQuery(query: Query): Record<string, string[]> {
  const values = new Map<string, string[]>()
  for (const [name, value] of query) {
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else known.push(value)
  }
  return Object.fromEntries(values)
}

/** The same for the wire, in the encoding that was signed, with its `?`; empty where there is none. */
export function wireQuery(query: Query): string {
  const pairs = query.map(([name, value]) => `${uriEncoded(name)}=${uriEncoded(value)}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
