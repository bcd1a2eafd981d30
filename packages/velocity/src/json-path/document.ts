import { JavaDecimal, JavaDouble, JavaFloat, JavaLong, type JavaNumber } from '../values/java-number.ts'

/** The set of an object's keys, as keys() gives it. Java's Set is no List, so paths do not take it for one. */
export class KeySet extends Array<unknown> {}

type PlainObject = Readonly<Record<string, unknown>>
export type JsonObject = ReadonlyMap<unknown, unknown> | PlainObject

/** What a look-up gives where nothing is there; null and undefined are values. */
export const MISSING: unique symbol = Symbol('missing')

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !(value instanceof KeySet)
}

/** Whether the value is a JSON object: a Map, or a plain object as JSON.parse makes them. */
export function isObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof Map) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** A member by its name, MISSING if there is none. Prototypes are never looked at. */
export function memberOf(object: JsonObject, name: string): unknown {
  if (object instanceof Map) {
    const value: unknown = object.get(name)
    return value === undefined && !object.has(name) ? MISSING : value
  }
  return Object.hasOwn(object, name) ? (object as PlainObject)[name] : MISSING
}

/** The names of an object's members in their order. */
export function keysOf(object: JsonObject): string[] {
  if (!(object instanceof Map)) return Object.keys(object)
  const keys: string[] = []
  for (const key of object.keys()) keys.push(String(key))
  return keys
}

/** The members' values in their order. */
export function membersOf(object: JsonObject): Iterable<unknown> {
  return object instanceof Map ? object.values() : Object.values(object)
}

export function sizeOf(object: JsonObject): number {
  return object instanceof Map ? object.size : Object.keys(object).length
}

export function isNumber(value: unknown): value is JavaNumber {
  if (typeof value === 'number' || typeof value === 'bigint') return true
  return (
    value instanceof JavaDouble ||
    value instanceof JavaLong ||
    value instanceof JavaDecimal ||
    value instanceof JavaFloat
  )
}
