/**
 * An OpenAPI document in memory, whether it came as JSON or as YAML. Objects are maps, so that no name that a document
 * chooses can mean anything to JavaScript. Numbers are the texts that stood there: `version: 1.0` is "1.0" on AWS.
 */
export type OpenApiValue = string | boolean | null | readonly OpenApiValue[] | OpenApiObject
export type OpenApiObject = ReadonlyMap<string, OpenApiValue>

export function isObject(value: OpenApiValue | undefined): value is OpenApiObject {
  return value instanceof Map
}

export function isList(value: OpenApiValue | undefined): value is readonly OpenApiValue[] {
  return Array.isArray(value)
}

const NOTHING: OpenApiObject = new Map()

/** A member that is an object; an empty one where it is none. */
export function objectAt(object: OpenApiObject, name: string): OpenApiObject {
  const value = object.get(name)
  return isObject(value) ? value : NOTHING
}

export function listAt(object: OpenApiObject, name: string): readonly OpenApiValue[] {
  const value = object.get(name)
  return isList(value) ? value : []
}

/** A member that is a text, or undefined. */
export function textAt(object: OpenApiObject, name: string): string | undefined {
  const value = object.get(name)
  return typeof value === 'string' ? value : undefined
}

/** The value as JSON.parse would have made it, but for numbers, which are texts. All members are own ones. */
export function plainOf(value: OpenApiValue): unknown {
  if (isObject(value)) return Object.fromEntries([...value].map(([key, member]) => [key, plainOf(member)]))
  return isList(value) ? value.map(plainOf) : value
}
