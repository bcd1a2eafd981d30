import type { Dialect } from './options.ts'
import { printValue } from './values/print-value.ts'
import { VelocityError } from './velocity-error.ts'

/** Longer texts are refused: a few lists within each other can print as more than a memory holds. */
const MOST_CHARACTERS = 16_777_216

export interface PrintOptions {
  /** In `api-gateway`, lists that `parseJson` made print as JSON. `velocity` where it is not given. */
  readonly dialect?: Dialect
}

/**
 * A value as a reference to it prints, which is as Java's toString prints it: `1.0`, `[a, 1]`, `{a=1, b=null}`; null and
 * undefined are `null`. Throws a TypeError for what a template cannot use, and a VelocityError of kind `budget` for
 * what is longer than 16 MiB.
 */
export function print(value: unknown, { dialect = 'velocity' }: PrintOptions = {}): string {
  return printValue(value, {
    isJsonPrintedAsJson: dialect === 'api-gateway',
    mostCharacters: MOST_CHARACTERS,
    spend: () => undefined,
    tooLong: () =>
      new VelocityError('budget', `the value prints as more than ${MOST_CHARACTERS} characters`, {
        budget: 'output bytes',
      }),
  })
}
