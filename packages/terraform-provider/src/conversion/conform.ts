import type { CtyType } from './cty-type.ts'
import { numberOf } from './number.ts'
import { ExactNumber, isRecord, UNKNOWN, type Value, type ValueRecord } from './value.ts'

/** Thrown where a value is not of its type: another version's state, or a fault of ours. */
class ConversionError extends Error {
  constructor(expected: string, path: string) {
    super(`${path === '' ? 'The value' : path} is not ${expected}`)
  }
}

/**
 * Makes of loose data (MessagePack, JSON) a value of exactly the type: each attribute of an object is there, as null
 * where the data lacks it, and what the type does not name is dropped.
 */
export function conform(type: CtyType, data: unknown, path = ''): Value {
  if (data === null || data === undefined) return null
  if (data === UNKNOWN) return UNKNOWN
  if (type === 'string') return conformText(data, path)
  if (type === 'number') return conformNumber(data, path)
  if (type === 'bool') {
    if (typeof data === 'boolean') return data
    throw new ConversionError('a boolean', path)
  }
  if (type[0] === 'object') return conformObject(type[1], data, path)
  if (type[0] === 'map') {
    const entries = Object.entries(recordOf(data, path))
    return fromEntries(entries.map(([key, value]) => [key, conform(type[1], value, `${path}[${JSON.stringify(key)}]`)]))
  }
  if (!Array.isArray(data)) throw new ConversionError('a list', path)
  return data.map((value: unknown, index) => conform(type[1], value, `${path}[${index}]`))
}

function conformText(data: unknown, path: string): string {
  if (typeof data === 'string') return data
  throw new ConversionError('a text', path)
}

/** cty sends numbers that are not exact in 64 bits as text. */
function conformNumber(data: unknown, path: string): Value {
  if (typeof data === 'number' && Number.isFinite(data)) return numberOf(wholeDigits(data))
  if (typeof data === 'bigint') return numberOf(String(data))
  if (typeof data === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(data)) return numberOf(data)
  if (data instanceof ExactNumber) return data
  throw new ConversionError('a number', path)
}

/** 1e21 as all its digits: a whole number stays one. */
const wholeDigits = (value: number) => (Number.isInteger(value) ? String(BigInt(value)) : String(value))

function conformObject(attributes: Readonly<Record<string, CtyType>>, data: unknown, path: string): ValueRecord {
  const record = recordOf(data, path)
  return fromEntries(
    Object.entries(attributes).map(([name, type]) => [
      name,
      conform(type, Object.hasOwn(record, name) ? record[name] : null, path === '' ? name : `${path}.${name}`),
    ]),
  )
}

function recordOf(data: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isRecord(data as Value)) throw new ConversionError('an object', path)
  return data as Readonly<Record<string, unknown>>
}

/** Object.fromEntries defines its members, so that a key called `__proto__` is one like any other. */
function fromEntries(entries: readonly (readonly [string, Value])[]): ValueRecord {
  return Object.fromEntries(entries)
}
