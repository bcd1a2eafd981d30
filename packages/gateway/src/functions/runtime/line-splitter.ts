/** What CloudWatch Logs took as one event for most of its life. */
const MOST_LINE_BYTES = 262_144
/** A line that comes letter by letter must not be kept as so many objects. */
const MOST_PARTS = 64

/** In a line that a runtime logged, a carriage return stands for a line feed: so Lambda's pipes carry records of many lines. */
function asLambdaShows(line: string): string {
  return line.includes('\r') ? line.replace(/\r+$/, '').replaceAll('\r', '\n') : line
}

/** Splits what a process prints into lines. A line beyond 256 KB is cut, and says how much is missing. */
export class LineSplitter {
  readonly #line: (line: string, bytes: number) => void
  #parts: Uint8Array[] = []
  #kept = 0
  #cut = 0

  constructor(line: (line: string, bytes: number) => void) {
    this.#line = line
  }

  write(chunk: Uint8Array): void {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#keep(chunk.subarray(start, end))
      this.flush()
      start = end + 1
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start))
  }

  /** Takes what is there for a line, though its end is missing. */
  flush(): void {
    const bytes = this.#kept + this.#cut
    if (this.#parts.length === 0) return
    const text = asLambdaShows(Buffer.concat(this.#parts, this.#kept).toString('utf8'))
    const line = this.#cut === 0 ? text : `${text}… (${this.#cut} bytes more)`
    this.#parts = []
    this.#kept = 0
    this.#cut = 0
    this.#line(line, bytes)
  }

  #keep(bytes: Uint8Array): void {
    const room = MOST_LINE_BYTES - this.#kept
    const part = bytes.length > room ? bytes.subarray(0, room) : bytes
    this.#cut += bytes.length - part.length
    this.#kept += part.length
    // An empty line is one, too; but the rest of a cut line need not be kept piece by piece.
    if (part.length > 0 || this.#parts.length === 0) this.#parts.push(part)
    if (this.#parts.length > MOST_PARTS) this.#parts = [Buffer.concat(this.#parts, this.#kept)]
  }
}
