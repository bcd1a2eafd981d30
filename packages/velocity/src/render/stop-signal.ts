/** #break and #stop: thrown, and caught by what they end. */
export class StopSignal extends Error {
  override readonly name = 'StopSignal'
  /** `nearest`: the first loop, macro or block on the way; `all`: the template; otherwise this one loop. */
  readonly #target: object | 'nearest' | 'all'

  constructor(target: object | 'nearest' | 'all') {
    super('a template was stopped')
    this.#target = target
  }

  /** `owner` is what would catch it: a loop, a macro's call, a block. */
  isFor(owner: object): boolean {
    return this.#target === 'nearest' || this.#target === owner
  }

  /** Whether it ends the template, or the part of it that #evaluate runs. */
  get isForTemplate(): boolean {
    return this.#target === 'nearest' || this.#target === 'all'
  }
}

/** Asks without failing, whatever a host may have thrown: a proxy may throw when it is asked. */
export function isStopSignal(error: unknown): boolean {
  try {
    return error instanceof StopSignal
  } catch {
    return false
  }
}

/** Each is made once: errors are slow to make. */
const signals = new WeakMap<object, StopSignal>()

/** Ends this one loop. */
export function breakOf(loop: object): StopSignal {
  let signal = signals.get(loop)
  if (signal === undefined) {
    signal = new StopSignal(loop)
    signals.set(loop, signal)
  }
  return signal
}

export const breakNearest: StopSignal = new StopSignal('nearest')
export const stopAll: StopSignal = new StopSignal('all')
