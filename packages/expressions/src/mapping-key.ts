/**
 * Keys of an HTTP API's parameter mapping: `append|overwrite|remove:header.NAME`, `…:querystring.NAME`,
 * `overwrite:path`, and, for responses, `overwrite:statuscode`. Guide: http-api-parameter-mapping.
 */
interface MappingKey {
  readonly action: 'append' | 'overwrite' | 'remove'
  readonly location: 'header' | 'querystring' | 'path' | 'statuscode'
  /** The header's or query parameter's name; `''` for path and status code. */
  readonly name: string
}

/** A parsed key, or why it is none. */
export type MappingKeyResult = MappingKey | { readonly problem: string }

const KEY = /^(append|overwrite|remove):(?:(header|querystring)\.(.+)|(path|statuscode))$/
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

const reserved = new Set([
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-location',
  'forwarded',
  'keep-alive',
  'origin',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailers',
  'transfer-encoding',
  'upgrade',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'via',
])
const reservedPrefixes = ['access-control-', 'apigw-', 'x-amz-', 'x-amzn-']

/** Headers that no mapping may touch (spec http-api.md 6). */
function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase()
  return reserved.has(lower) || reservedPrefixes.some((prefix) => lower.startsWith(prefix))
}

/** Whether a text is a `token` of RFC 9110 5.6.2, which is what header names are. */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

export function parseMappingKey(key: string, side: 'request' | 'response'): MappingKeyResult {
  const match = KEY.exec(key)
  if (match === null) return { problem: `Invalid mapping key: ${key}` }
  const action = match[1] as MappingKey['action']
  const location = (match[2] ?? match[4]) as MappingKey['location']
  const name = match[3] ?? ''
  const isAllowed =
    location === 'header' ||
    (side === 'request' && location === 'querystring') ||
    (action === 'overwrite' && location === (side === 'request' ? 'path' : 'statuscode'))
  if (!isAllowed) return { problem: `Invalid mapping key: ${key}` }
  if (location === 'header' && !isToken(name)) return { problem: `Invalid header name: ${name}` }
  if (location === 'header' && isReservedHeader(name)) {
    return { problem: `Operations on header ${name} are restricted` }
  }
  return { action, location, name }
}
