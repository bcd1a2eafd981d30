/** Where a token stands in its path. */
export interface StepContext {
  /** The place before the token, as error texts tell it; it counts only where a single value can be there. */
  readonly place: string
  /** The token and those after it, as error texts tell them. */
  readonly rest: string
  /** Whether the token ends the path. */
  readonly isLeaf: boolean
  /** Whether the tokens before it lead to one value at most: then it is an error if that has not what is sought. */
  readonly followsOne: boolean
  /** For the last token of a path, if a scan is the second before it. */
  readonly scan: ScanState | undefined
}

/**
 * Jayway does `..[2].name` by trying `.name` on every item of every list, and leaving out what it finds at other
 * indexes than 2: the index is noted at the last token, and stays there. So `..[*].name`, too, leaves out everything,
 * once a list has been seen.
 */
export class ScanState {
  /** The index of the item last tried. */
  index = -1
  readonly #sought: number

  /** `sought` is the index before the last token, -1 if there is none. */
  constructor(sought: number) {
    this.#sought = sought
  }

  reset(): void {
    this.index = -1
  }

  get isSought(): boolean {
    return this.index === -1 || this.index === this.#sought
  }
}
