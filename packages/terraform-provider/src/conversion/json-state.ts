import { conform } from './conform.ts'
import type { CtyType } from './cty-type.ts'
import type { Value } from './value.ts'

/** A text, which is kept, or a number. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * Reads a stored state. JSON.parse rounds numbers beyond 2⁵³, which would be a change that no plan ever makes good, so
 * numbers go through it as texts; the type says which texts are numbers.
 */
export function decodeJsonState(type: CtyType, bytes: Uint8Array): Value {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  return conform(type, JSON.parse(text.replaceAll(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`))))
}
