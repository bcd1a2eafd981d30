import { isObject, type OpenApiObject, textAt } from './document.ts'
import { invalidDocument } from './invalid-document.ts'
import { parseJson } from './parse-json.ts'
import { readAside } from './read-aside.ts'

/** JSON up to here is read at once: sooner than a thread has started. */
const SHORT = 65_536

/** Reads an OpenAPI 3.0 document, JSON or YAML. HTTP APIs take no other version (spec http-api.md 10). */
export async function parseDocument(text: string): Promise<OpenApiObject> {
  const value = (text.length > SHORT ? undefined : parseJson(text)) ?? (await readAside(text))
  if (!isObject(value)) throw invalidDocument('The definition must be an object')
  const version = textAt(value, 'openapi')
  if (version === undefined || !/^3\.0(\.|$)/.test(version)) {
    const found = version ?? textAt(value, 'swagger')
    throw invalidDocument(
      `HTTP APIs support OpenAPI 3.0 only${found === undefined ? '' : `, not ${found.slice(0, 32)}`}`,
    )
  }
  return value
}
