/** A value that Terraform does not know yet. One only: what it knows of it (a refinement) is of no use to a provider. */
export const UNKNOWN: unique symbol = Symbol('unknown')
export type Unknown = typeof UNKNOWN

/** A number that neither a double nor a bigint holds, by its decimal digits. */
export class ExactNumber {
  readonly digits: string

  constructor(digits: string) {
    this.digits = digits
  }
}

/** Whole numbers beyond 2⁵³ are bigints; all others that a double holds exactly are numbers. */
export type NumberValue = number | bigint | ExactNumber

/** Objects and maps are records; lists and sets are arrays. */
export type Value = null | Unknown | string | boolean | NumberValue | readonly Value[] | ValueRecord
export interface ValueRecord {
  readonly [name: string]: Value
}

/** Own members only, whatever the key is called. */
export function member(record: ValueRecord, name: string): Value {
  return Object.hasOwn(record, name) ? (record[name] as Value) : null
}

export function isRecord(value: Value): value is ValueRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

/** Whether nothing in it is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value === UNKNOWN) return false
  if (Array.isArray(value)) return value.every(isWhollyKnown)
  return !isRecord(value) || Object.values(value).every(isWhollyKnown)
}
