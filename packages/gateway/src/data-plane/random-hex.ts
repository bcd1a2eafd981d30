import { randomFillSync } from 'node:crypto'

const batch = Buffer.allocUnsafeSlow(4_092)
let used = batch.length

/** Random lower-case hexadecimal digits, two for each byte; drawn from the system in batches, as request ids are. */
export function randomHex(bytes: number): string {
  if (used + bytes > batch.length) {
    randomFillSync(batch)
    used = 0
  }
  const start = used
  used += bytes
  return batch.toString('hex', start, used)
}
