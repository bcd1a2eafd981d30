import { createHash, randomBytes } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What IAM's unique ids begin with (IAM user guide, "IAM identifiers"). */
type IdPrefix = 'AIDA' | 'AROA' | 'ANPA' | 'ASIA'

/** A new unique id: prefix and 17 of A-Z and 2-7 (16 for keys). */
export function newUniqueId(prefix: IdPrefix): string {
  return idOf(prefix, randomBytes(17))
}

/** The same id for the same text in every run. */
export function derivedUniqueId(prefix: IdPrefix, text: string): string {
  return idOf(prefix, createHash('sha256').update(text).digest())
}

function idOf(prefix: IdPrefix, bytes: Uint8Array): string {
  const length = prefix === 'ASIA' ? 16 : 17
  return prefix + [...bytes.subarray(0, length)].map((byte) => BASE32[byte & 31]).join('')
}
