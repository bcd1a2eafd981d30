/** What Lambda gives of an invocation's log with `X-Amz-Log-Type: Tail`. */
const MOST_BYTES = 4096

/** The last 4 KB of what is written to it. */
export class LogTail {
  #kept = Buffer.alloc(0)

  write(bytes: Uint8Array): void {
    const last = bytes.length > MOST_BYTES ? bytes.subarray(bytes.length - MOST_BYTES) : bytes
    const before = this.#kept.subarray(Math.max(0, this.#kept.length + last.length - MOST_BYTES))
    this.#kept = Buffer.concat([before, last])
  }

  base64(): string {
    return this.#kept.toString('base64')
  }
}
