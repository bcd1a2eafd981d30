import type { CtyType } from '../conversion/cty-type.ts'
import { digitsOf } from '../conversion/number.ts'
import { ExactNumber, isRecord, member, type Value } from '../conversion/value.ts'

/** Whether two values of a type are the same: sets without regard to order. */
export function isEqual(type: CtyType, one: Value, other: Value): boolean {
  return keyOf(type, one) === keyOf(type, other)
}

/** A text that two values share exactly if they are equal. */
function keyOf(type: CtyType, value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'symbol') return 'unknown'
  if (value instanceof ExactNumber || typeof value === 'number' || typeof value === 'bigint') return digitsOf(value)
  if (typeof type === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) {
    const keys = value.map((inner: Value) => keyOf(type[1] as CtyType, inner))
    return `[${(type[0] === 'set' ? keys.sort() : keys).join()}]`
  }
  if (!isRecord(value)) return JSON.stringify(value)
  const names = Object.keys(value).sort()
  const typeAt = (name: string) => (type[0] === 'object' ? (type[1][name] ?? 'string') : type[1])
  return `{${names.map((name) => `${JSON.stringify(name)}:${keyOf(typeAt(name), member(value, name))}`).join()}}`
}

/** What hashicorp/aws stores for an attribute that is not set may be null or the zero value of its type. */
export function isZero(value: Value): boolean {
  if (value === null || value === '' || value === false || value === 0) return true
  if (Array.isArray(value)) return value.length === 0
  return isRecord(value) && Object.keys(value).length === 0
}
