import { DefinitionError } from '../../expression/definition-error.ts'
import { isJsonObject } from '../../model/json-object.ts'

/** What a subschema costs whoever checks a value by it, apart from what the value itself does. */
export interface SchemaCost {
  /** Members, names and subschemas that it looks at. */
  readonly entries: number
  /** Whether it goes through all members of an object, however few it names. */
  readonly isOfAllMembers: boolean
}

/** The member that `boundedSchema` gives each subschema. */
export const COST = 'posternCost'

/** Characters: AWS's limit (spec/websocket-api.md section 8). */
const LONGEST = 32_768
const DEEPEST = 64
/** ajv's code nests with each, and takes the square of it to be made: these are half a second. */
const MOST_SUBSCHEMAS = 1000
const MOST_PATTERNS = 200

const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf'])
const DEFINITIONS = new Set(['definitions', '$defs'])
const SCHEMA_MAPS = new Set(['properties', 'patternProperties', 'dependencies', ...DEFINITIONS])
/** One schema; some may also be a boolean, and `items` a list. */
const SCHEMAS = new Set(['not', 'additionalProperties', 'items', 'additionalItems'])
const VALUES = new Set([
  'type',
  'enum',
  'required',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
])
const COUNTED = ['enum', 'required', 'properties', 'patternProperties', 'dependencies', 'items', ...SCHEMA_LISTS]
const OF_ALL_MEMBERS = ['patternProperties', 'additionalProperties', 'minProperties', 'maxProperties']

/**
 * A model's schema as the validator gets it: the keywords of draft 4 and no others, since whoever writes models is a
 * stranger to the validator. `id` and `$schema`, which could lead references elsewhere, and `format`, whose meaning is
 * left to each implementation, are dropped. `modelUrls`: what references to other models begin with. Throws
 * DefinitionError.
 */
export function boundedSchema(text: string, modelUrls: string): object {
  if (text.length > LONGEST) throw new DefinitionError(`its schema is longer than ${LONGEST} characters`)
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    throw new DefinitionError('its schema is no JSON')
  }
  if (!isJsonObject(root)) throw new DefinitionError('its schema is no object')
  return bounded(root, { modelUrls, subschemas: 0, patterns: 0 }, 0) as object
}

interface Walk {
  readonly modelUrls: string
  subschemas: number
  patterns: number
}

/** What is no schema stays as it is, for the schema of schemas to refuse. */
function bounded(schema: unknown, walk: Walk, depth: number): unknown {
  if (!isJsonObject(schema)) return schema
  if (depth > DEEPEST) throw new DefinitionError(`its schema nests deeper than ${DEEPEST}`)
  if (++walk.subschemas > MOST_SUBSCHEMAS) throw new DefinitionError(`it has more than ${MOST_SUBSCHEMAS} schemas`)
  walk.patterns += patternsOf(schema)
  if (walk.patterns > MOST_PATTERNS) throw new DefinitionError(`it has more than ${MOST_PATTERNS} patterns`)
  const inner = (value: unknown) => bounded(value, walk, depth + 1)
  // Draft 4: what stands beside a reference is ignored. What can be referred to stays.
  const isReference = Object.hasOwn(schema, '$ref')
  const members = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (isReference && !DEFINITIONS.has(keyword)) return []
    if (VALUES.has(keyword)) return [[keyword, value]]
    if (SCHEMAS.has(keyword)) return [[keyword, Array.isArray(value) ? value.map(inner) : inner(value)]]
    if (SCHEMA_LISTS.has(keyword)) return [[keyword, Array.isArray(value) ? value.map(inner) : value]]
    return SCHEMA_MAPS.has(keyword) ? [[keyword, mapped(value, inner)]] : []
  })
  const kept = Object.fromEntries(members)
  if (isReference) return { ...kept, $ref: checkedReference(schema['$ref'], walk.modelUrls) }
  return { ...kept, [COST]: costOf(new Map(members)) }
}

function patternsOf(schema: Readonly<Record<string, unknown>>): number {
  const byName = Object.hasOwn(schema, 'patternProperties') ? schema['patternProperties'] : undefined
  const named = isJsonObject(byName) ? Object.keys(byName).length : 0
  return named + (Object.hasOwn(schema, 'pattern') ? 1 : 0)
}

function mapped(value: unknown, inner: (value: unknown) => unknown): unknown {
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inner(member)]))
}

/** Nothing is ever loaded: a reference leads into this model or into another of the same API. */
function checkedReference(reference: unknown, modelUrls: string): string {
  if (typeof reference === 'string') {
    if (/^#(?:\/.*)?$/s.test(reference)) return reference
    const rest = reference.startsWith(modelUrls) ? reference.slice(modelUrls.length) : ''
    if (/^[A-Za-z0-9]+(?:#(?:\/.*)?)?$/s.test(rest)) return reference
  }
  const shown = JSON.stringify(reference).slice(0, 200)
  throw new DefinitionError(
    `its reference ${shown} leads to no model of this API; allowed are #/… and ${modelUrls}{name}`,
  )
}

function costOf(members: ReadonlyMap<string, unknown>): SchemaCost {
  let entries = 0
  for (const keyword of COUNTED) {
    const value = members.get(keyword)
    if (Array.isArray(value)) entries += value.length
    else if (isJsonObject(value)) entries += Object.keys(value).length
  }
  return { entries, isOfAllMembers: OF_ALL_MEMBERS.some((keyword) => members.has(keyword)) }
}
