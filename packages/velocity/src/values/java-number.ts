/**
 * Java's numbers in JavaScript. Each Java number has exactly one form here, so that equal numbers look equal:
 *
 * | Java | here |
 * |---|---|
 * | Integer | a whole `number` within 32 bits |
 * | Long | a whole, safe `number` outside 32 bits; any other long is a JavaLong |
 * | Double | a `number` that is not whole, NaN and infinities included; any other double is a JavaDouble |
 * | BigInteger | a `bigint` |
 * | Float | a JavaFloat |
 * | BigDecimal | a JavaDecimal |
 *
 * So what `JSON.parse` yields is taken as it is, and most arithmetic allocates nothing.
 */
export type JavaNumber = number | bigint | JavaLong | JavaDouble | JavaFloat | JavaDecimal

/** A long that fits 32 bits (a plain number would be an int), or that a double cannot hold. Made by `longOf`. */
export class JavaLong {
  readonly value: bigint

  constructor(value: bigint) {
    this.value = value
  }
}

/** A double that is whole, such as 1.0 or -0.0 (a plain number would be an int). Made by `doubleOf`. */
export class JavaDouble {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

export class JavaFloat {
  /** A double that a float holds exactly. */
  readonly value: number

  constructor(value: number) {
    this.value = Math.fround(value)
  }
}

/** BigDecimal: `unscaled` times ten to the power of `-scale`. */
export class JavaDecimal {
  readonly unscaled: bigint
  readonly scale: number

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled
    this.scale = scale
  }
}

/** A double as the one form that it has here. */
export function doubleOf(value: number): number | JavaDouble {
  return Number.isInteger(value) ? new JavaDouble(value) : value
}

/** A long as the one form that it has here; bits beyond 64 are cut off, as Java does. */
export function longOf(value: bigint): number | JavaLong {
  const long = BigInt.asIntN(64, value)
  const asNumber = Number(long)
  if (Number.isSafeInteger(asNumber) && (asNumber | 0) !== asNumber) return asNumber
  return new JavaLong(long)
}
