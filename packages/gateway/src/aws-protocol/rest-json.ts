import { isJsonObject } from '../model/json-object.ts'
import type { ServiceModel, TypeModel } from '../model/service-model.ts'
import { type HeaderList, type HttpResponse, headerOf } from '../transport/http-message.ts'
import { isDeeperThan } from './json-depth.ts'
import type { OperationMatch } from './operation-router.ts'
import type { RestJsonDialect } from './rest-json-dialect.ts'
import { checkScalar, missingMember } from './validation.ts'

/** The AWS REST-JSON protocol, driven by a service model: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What of a request carries an operation's input. */
export interface EncodedInput {
  readonly query: URLSearchParams
  readonly headers: HeaderList
  readonly body: Uint8Array
}

/**
 * Decodes a request into the operation's input, with the SDK's member names. Unknown members are ignored, `null` is
 * absent. Throws ServiceError for what does not fit the model or its constraints. `jsonDepth` bounds nesting.
 */
export function decodeInput(
  model: ServiceModel,
  dialect: RestJsonDialect,
  match: OperationMatch,
  encoded: EncodedInput,
  jsonDepth: number,
): Record<string, unknown> {
  const shapeName = match.operation.input
  const shape = model.shapes[shapeName] ?? {}
  const decoder = new Decoder(model, dialect)
  const hasDocument = Object.values(shape).some((member) => member.in === 'body')
  const document = hasDocument ? parseBody(encoded.body, jsonDepth, dialect) : {}
  const input: [string, unknown][] = []
  for (const [name, member] of Object.entries(shape)) {
    const { wire } = member
    if (member.in === 'payload') {
      if (encoded.body.length > 0) input.push([name, encoded.body])
      continue
    }
    const type = dialect.typeOf(name, member.type)
    let value: unknown
    if (member.in === 'path') value = match.labels.get(wire)
    else if (member.in === 'query') value = fromQuery(encoded.query, wire, type)
    else if (member.in === 'header') value = headerOf(encoded.headers, wire.toLowerCase())
    else value = Object.hasOwn(document, wire) ? document[wire] : undefined
    if (value === undefined || value === null) {
      if (member.required === true) throw missingMember(wire, dialect.constraintOf(shapeName, name), dialect.refusals)
      continue
    }
    input.push([name, decoder.value(shapeName, name, type, value, wire)])
  }
  return Object.fromEntries(input)
}

/**
 * Checks a structure that came by another way than a request's body, such as in an OpenAPI document, against the model
 * and its constraints, as an operation's input would be. `given` has wire names; path labels may be among them.
 */
export function decodeStructure(
  model: ServiceModel,
  dialect: RestJsonDialect,
  shape: string,
  given: Readonly<Record<string, unknown>>,
): unknown {
  return new Decoder(model, dialect).structure(shape, given, '')
}

function parseBody(body: Uint8Array, jsonDepth: number, { refusals }: RestJsonDialect): Record<string, unknown> {
  if (body.length === 0) return {}
  let document: unknown
  let isDeep = false
  try {
    const text = utf8.decode(body)
    isDeep = isDeeperThan(text, jsonDepth)
    document = isDeep ? undefined : JSON.parse(text)
  } catch {
    throw refusals.unreadable('not valid JSON')
  }
  if (isDeep) throw refusals.unreadable(`nested deeper than ${jsonDepth} levels`)
  if (!isJsonObject(document)) throw refusals.unreadable('must be a JSON object')
  return document
}

function fromQuery(query: URLSearchParams, name: string, type: TypeModel): unknown {
  if (typeof type === 'object') return query.has(name) ? query.getAll(name) : undefined
  const text = query.get(name)
  if (text === null) return undefined
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return type === 'integer' ? Number(text) : text
}

class Decoder {
  readonly #model: ServiceModel
  readonly #dialect: RestJsonDialect

  constructor(model: ServiceModel, dialect: RestJsonDialect) {
    this.#model = model
    this.#dialect = dialect
  }

  value(shape: string, member: string, type: TypeModel, value: unknown, path: string): unknown {
    const { constraintOf, refusals } = this.#dialect
    if (typeof type === 'object') {
      if ('list' in type) {
        if (!Array.isArray(value)) throw refusals.wrongType(path, 'a list', value)
        const present = (value as unknown[]).filter((element) => element !== null)
        return present.map((element) => this.value(shape, member, type.list, element, path))
      }
      if (!isJsonObject(value)) throw refusals.wrongType(path, 'an object', value)
      if ('map' in type) {
        const entries = Object.entries(value).filter(([, element]) => element !== null)
        return Object.fromEntries(
          entries.map(([key, element]) => [key, this.value(shape, member, type.map, element, `${path}.${key}`)]),
        )
      }
      return this.structure(type.shape, value, path)
    }
    const scalar = this.#scalar(type, value, path)
    const constraint = constraintOf(shape, member)
    if (constraint !== undefined && !(scalar instanceof Uint8Array)) checkScalar(scalar, path, constraint, refusals)
    return scalar
  }

  /** `path` is empty for a structure that is no member of another. */
  structure(name: string, value: Readonly<Record<string, unknown>>, path: string): unknown {
    const { constraintOf, typeOf, refusals } = this.#dialect
    const entries: [string, unknown][] = []
    for (const [member, { wire, type, required }] of Object.entries(this.#model.shapes[name] ?? {})) {
      const given = Object.hasOwn(value, wire) ? value[wire] : undefined
      const at = path === '' ? wire : `${path}.${wire}`
      if (given !== undefined && given !== null) {
        entries.push([member, this.value(name, member, typeOf(member, type), given, at)])
      } else if (required === true) {
        throw missingMember(at, constraintOf(name, member), refusals)
      }
    }
    return Object.fromEntries(entries)
  }

  #scalar(type: string, value: unknown, path: string): string | number | boolean | Uint8Array {
    const wrongType = (expected: string) => this.#dialect.refusals.wrongType(path, expected, value)
    switch (type) {
      case 'integer':
        if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType('an integer')
        return value
      case 'double':
        if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType('a number')
        return value
      case 'boolean':
        if (typeof value !== 'boolean') throw wrongType('true or false')
        return value
      case 'timestamp': {
        const time = timestampOf(value)
        if (time === undefined) throw wrongType('an ISO-8601 date and time')
        return time
      }
      case 'blob': {
        const bytes = typeof value === 'string' ? bytesOf(value) : undefined
        if (bytes === undefined) throw wrongType('a Base64 string')
        return bytes
      }
      default:
        if (typeof value !== 'string') throw wrongType('a string')
        return value
    }
  }
}

/** The bytes of base64 text, padded or not; undefined where it is none, which the decoder itself would pass over. */
function bytesOf(base64: string): Uint8Array | undefined {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length === Math.floor(((base64.length - padding) * 3) / 4) ? bytes : undefined
}

/** A date-time of RFC 3339, with fractions and offset or without. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

/** A timestamp as it is stored and answered: text with whole seconds and `Z`. Undefined where it is none. */
function timestampOf(value: unknown): string | undefined {
  const time = typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : `${new Date(time).toISOString().slice(0, 19)}Z`
}

/** Encodes an operation's answer. Dates are already ISO-8601 texts; members that the shape lacks stay inside. */
export function encodeOutput(
  model: ServiceModel,
  dialect: RestJsonDialect,
  match: OperationMatch,
  output: object,
  requestId: string,
): HttpResponse {
  const shapeName = match.operation.output
  const given = output as Readonly<Record<string, unknown>>
  const headers = ['x-amzn-RequestId', requestId]
  let { status } = match.operation
  let payload: string | undefined
  for (const [name, member] of Object.entries(model.shapes[shapeName] ?? {})) {
    const value = given[name]
    if (member.in === 'payload') payload = name
    else if (member.in === 'header' && typeof value === 'string') headers.push(member.wire, value)
    else if (member.in === 'status' && value !== undefined) status = Number(value)
  }
  if (payload !== undefined) {
    const bytes = given[payload] as Uint8Array | undefined
    if (bytes === undefined) return { status, headers, body: undefined }
    return { status, headers: ['content-type', dialect.payloadType, ...headers], body: bytes }
  }
  if (status === 204) return { status, headers, body: undefined }
  const body = JSON.stringify(encodeStructure(model, shapeName, given))
  return { status, headers: ['content-type', 'application/json', ...headers], body }
}

function encodeStructure(model: ServiceModel, name: string, value: Readonly<Record<string, unknown>>): object {
  const entries: [string, unknown][] = []
  for (const [member, { wire, type, in: place }] of Object.entries(model.shapes[name] ?? {})) {
    const given = value[member]
    if (given !== undefined && place === 'body') entries.push([wire, encodeValue(model, type, given)])
  }
  return Object.fromEntries(entries)
}

function encodeValue(model: ServiceModel, type: TypeModel, value: unknown): unknown {
  if (type === 'epoch') return Date.parse(String(value)) / 1000
  if (type === 'blob') return Buffer.from(value as Uint8Array).toString('base64')
  if (typeof type !== 'object') return value
  if ('list' in type) return (value as unknown[]).map((element) => encodeValue(model, type.list, element))
  if ('shape' in type) return encodeStructure(model, type.shape, value as Record<string, unknown>)
  const entries = Object.entries(value as Record<string, unknown>)
  return Object.fromEntries(entries.map(([key, element]) => [key, encodeValue(model, type.map, element)]))
}
