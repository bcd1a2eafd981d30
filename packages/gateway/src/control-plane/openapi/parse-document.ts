import { isDeeperThan } from '../../aws-protocol/json-depth.ts'
import { isObject, type OpenApiObject, type OpenApiValue, textAt } from './document.ts'
import { DEEPEST, invalidDocument } from './invalid-document.ts'
import { readYaml } from './read-yaml.ts'

/** Reads an OpenAPI 3.0 document, JSON or YAML. HTTP APIs take no other version (spec http-api.md 10). */
export async function parseDocument(text: string): Promise<OpenApiObject> {
  const value = parseJson(text) ?? (await readYaml(text))
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

/** Undefined where the text is no JSON: it may be YAML still. */
function parseJson(text: string): OpenApiValue | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  if (isDeeperThan(text, DEEPEST)) throw invalidDocument(`It is nested deeper than ${DEEPEST} levels`)
  try {
    return JSON.parse(text, revive) as OpenApiValue
  } catch {
    return undefined
  }
}

/** Called from the leaves upwards. */
function revive(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value === 'number') return source
  const isPlainObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map)
  return isPlainObject ? new Map(Object.entries(value)) : value
}
