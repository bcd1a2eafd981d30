import { heldValue, isMap, itemsOf, MapEntry, MapView, mapKeys } from './collections.ts'
import { JavaCharacter } from './java-character.ts'
import { JavaException } from './java-exception.ts'
import type { JavaDecimal } from './java-number.ts'
import type { Meter } from './meter.ts'
import { isNumber, NumberKind, numberKindOf, toDouble, toInt, toLong } from './number-kind.ts'
import { bounded, spendOnNumber } from './number-size.ts'

const MOST_DEPTH = 200

/** Object.hashCode, as Java's classes define it. Collections cost what they hold. */
export function hashCode(value: unknown, meter: Meter, depth = 0): number {
  if (depth > MOST_DEPTH) throw new JavaException('StackOverflowError', 'collections nested too deeply')
  meter.spend(1)
  if (value === undefined || value === null) return 0
  if (typeof value === 'string') {
    // One by one, which takes longer than other looks at a text.
    meter.spend(value.length >> 3)
    return hashText(value)
  }
  if (typeof value === 'boolean') return value ? 1231 : 1237
  if (isNumber(value)) {
    spendOnNumber(meter, value)
    return hashNumber(value)
  }
  if (value instanceof JavaCharacter) return value.code
  if (value instanceof MapEntry) return hashCode(value.key, meter, depth + 1) ^ hashCode(value.value, meter, depth + 1)
  const items = itemsOf(value, meter)
  if (items !== undefined) return hashItems(value, items, meter, depth)
  if (!isMap(value)) return 0
  let hash = 0
  for (const key of mapKeys(value, meter)) {
    hash = (hash + (hashCode(key, meter, depth + 1) ^ hashCode(heldValue(value, key), meter, depth + 1))) | 0
  }
  return hash
}

function hashItems(value: unknown, items: readonly unknown[], meter: Meter, depth: number): number {
  const isSet = value instanceof MapView && value.shows !== 'values'
  let hash = isSet ? 0 : 1
  for (const item of items) {
    const own = hashCode(item, meter, depth + 1)
    hash = ((isSet ? hash : Math.imul(31, hash)) + own) | 0
  }
  return hash
}

function hashText(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(31, hash) + text.charCodeAt(i)) | 0
  return hash
}

function hashNumber(value: Parameters<typeof toInt>[0]): number {
  switch (numberKindOf(value)) {
    case NumberKind.INTEGER:
      return toInt(value)
    case NumberKind.LONG:
      return hashBits(toLong(value))
    case NumberKind.BIG_INTEGER:
      return hashMagnitude(value as bigint)
    case NumberKind.BIG_DECIMAL: {
      const { unscaled, scale } = value as JavaDecimal
      return (Math.imul(31, hashMagnitude(unscaled)) + scale) | 0
    }
    case NumberKind.FLOAT:
      return new DataView(new Float32Array([toDouble(value)]).buffer).getInt32(0, true)
    default:
      return hashBits(new BigInt64Array(new Float64Array([toDouble(value)]).buffer)[0] ?? 0n)
  }
}

function hashBits(bits: bigint): number {
  return Number(BigInt.asIntN(32, bits)) ^ Number(BigInt.asIntN(32, bits >> 32n))
}

/** BigInteger.hashCode: over the words of its magnitude, highest first. */
function hashMagnitude(value: bigint): number {
  const size = bounded(value < 0n ? -value : value).toString(16)
  let hash = 0
  for (let end = size.length % 8 || 8; end <= size.length; end += 8) {
    hash = (Math.imul(31, hash) + Number.parseInt(size.slice(Math.max(0, end - 8), end), 16)) | 0
  }
  return value < 0n ? -hash | 0 : hash
}
