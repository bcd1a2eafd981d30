import { randomFillSync } from 'node:crypto'

/** 11 bytes are 15 characters of base64url and one `=`: the shape of AWS's ids (spec/http-api.md section 5.4). */
const ID_BYTES = 11
const IDS_PER_BATCH = 372

const batch = Buffer.allocUnsafeSlow(ID_BYTES * IDS_PER_BATCH)
let used = batch.length

/**
 * A new request id of 16 characters, such as `JCJXri3_PHcEP_Q=`. 88 random bits, drawn in batches: asking the system
 * for each id would cost more than the rest of a call's bookkeeping.
 */
export function newRequestId(): string {
  if (used === batch.length) {
    randomFillSync(batch)
    used = 0
  }
  const start = used
  used += ID_BYTES
  return `${batch.toString('base64url', start, used)}=`
}
