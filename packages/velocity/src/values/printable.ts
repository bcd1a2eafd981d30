import type { JsonLimits } from '../json/json-limits.ts'

export interface Printing extends JsonLimits {
  /** Lists that come of JSON text print as JSON: what API Gateway does with what `$input.path` found. */
  readonly isJsonPrintedAsJson: boolean
}

/** Values of this package that know how to print themselves: the scope of a loop, a block of `#define`. */
export abstract class Printable {
  abstract printWith(printing: Printing): string
}
