import { toJson } from '../json/to-json.ts'
import { printNumber } from '../values/print-number.ts'
import { isList, isNumber, isObject, KeySet, keysOf, memberOf } from './document.ts'
import { LimitExceeded } from './json-path-error.ts'
import { MAX_SCAN_DEPTH } from './limits.ts'

/**
 * A value as its toString gives it in Jayway with json-smart: objects in Java's way (`{a=1}`), arrays as JSON. Deep
 * values are left to toJson's bound.
 */
export function javaText(value: unknown): string {
  return textOf(value, 0)
}

function textOf(value: unknown, depth: number): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return value
  if (isNumber(value)) return printNumber(value)
  if (isList(value)) return toJson(value)
  if (value instanceof KeySet) return `[${value.join(', ')}]`
  if (typeof value === 'boolean') return String(value)
  if (!isObject(value)) return typeof value
  if (depth > MAX_SCAN_DEPTH) throw new LimitExceeded(`The document nests more than ${MAX_SCAN_DEPTH} deep.`)
  const members: string[] = []
  for (const key of keysOf(value)) members.push(`${key}=${textOf(memberOf(value, key), depth + 1)}`)
  return `{${members.join(', ')}}`
}
