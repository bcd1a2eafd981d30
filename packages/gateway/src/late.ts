/** What can be let go of. */
interface Closable {
  close(): void | Promise<void>
}

/**
 * A part of the server that is opened for the first call that needs it: loading it takes longer than a start should, and
 * many servers never need it. A failure is not kept: the next call tries again.
 */
export class Late<Part extends Closable> {
  readonly #open: () => Promise<Part>
  #part: Part | undefined
  #opening: Promise<Part> | undefined
  #isClosed = false

  constructor(open: () => Promise<Part>) {
    this.#open = open
  }

  /** The part, if it is open: for calls that must not wait a turn. */
  get now(): Part | undefined {
    return this.#part
  }

  get(): Promise<Part> {
    if (this.#isClosed) return Promise.reject(new Error('The server is stopping'))
    this.#opening ??= this.#open().then(
      (part) => {
        this.#part = part
        return part
      },
      (error: unknown) => {
        this.#opening = undefined
        throw error
      },
    )
    return this.#opening
  }

  /** Closes the part if it was opened, or is being opened. */
  async close(): Promise<void> {
    this.#isClosed = true
    const part = await this.#opening?.catch(() => undefined)
    await part?.close()
  }
}
