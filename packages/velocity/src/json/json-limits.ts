import type { Spending } from '../values/meter.ts'

/**
 * What a text that is made of a value may cost: a few lists within each other can print as more than a memory holds. It is
 * paid while it is made: a step for each list and map, and for each 16 characters.
 */
export interface JsonLimits extends Spending {
  /** The longest text that may come of it; a longer one throws `tooLong`. */
  readonly mostCharacters: number
  readonly tooLong: () => Error
}
