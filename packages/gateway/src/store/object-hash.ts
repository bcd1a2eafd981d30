import { hash } from 'node:crypto'
import type { Hash } from './store.ts'

/** The name of an object: the SHA-256 of its bytes. */
export function objectHash(bytes: Uint8Array): Hash {
  return hash('sha256', bytes, 'hex')
}
