import { isMap, itemsOf, MapEntry, MapView, mapGet, mapKeys } from './collections.ts'
import { JavaCharacter } from './java-character.ts'
import { JavaException } from './java-exception.ts'
import type { JavaDecimal } from './java-number.ts'
import type { Meter } from './meter.ts'
import { isNumber, NumberKind, numberKindOf, toDouble, toInt, toLong } from './number-kind.ts'

const MOST_DEPTH = 200

/** Object.hashCode, as Java's classes define it. Collections cost what they hold. */
export function hashCode(value: unknown, meter: Meter, depth = 0): number {
  if (depth > MOST_DEPTH) throw new JavaException('StackOverflowError', 'collections nested too deeply')
  meter.spend(1)
  if (value === undefined || value === null) return 0
  if (typeof value === 'string') return hashText(value)
  if (typeof value === 'boolean') return value ? 1231 : 1237
  if (isNumber(value)) return hashNumber(value)
  if (value instanceof JavaCharacter) return value.code
  if (value instanceof MapEntry) return hashCode(value.key, meter, depth + 1) ^ hashCode(value.value, meter, depth + 1)
  const items = itemsOf(value)
  if (items !== undefined) {
    const hashes = items.map((item) => hashCode(item, meter, depth + 1))
    const isSet = value instanceof MapView && value.shows !== 'values'
    return hashes.reduce((hash, item) => (isSet ? hash + item : Math.imul(31, hash) + item) | 0, isSet ? 0 : 1)
  }
  if (!isMap(value)) return 0
  return mapKeys(value)
    .map((key) => hashCode(key, meter, depth + 1) ^ hashCode(mapGet(value, key), meter, depth + 1))
    .reduce((hash, entry) => (hash + entry) | 0, 0)
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
  const words: number[] = []
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 32n) words.push(Number(BigInt.asIntN(32, rest)))
  const hash = words.reduceRight((sum, word) => (Math.imul(31, sum) + word) | 0, 0)
  return value < 0n ? -hash | 0 : hash
}
