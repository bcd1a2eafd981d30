import { constraintOf, typeOf } from '../model/constraints.ts'
import type { ServiceModel, TypeModel } from '../model/service-model.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import { isDeeperThan } from './json-depth.ts'
import type { OperationMatch } from './operation-router.ts'
import { badRequest, ServiceError } from './service-error.ts'
import { checkScalar, missingMember, wrongType } from './validation.ts'

/** The AWS REST-JSON protocol, driven by a service model: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Decodes a request into the operation's input, with the SDK's member names. Unknown members are ignored, `null` is
 * absent. Throws ServiceError for what does not fit the model or its constraints.
 */
export function decodeInput(
  model: ServiceModel,
  match: OperationMatch,
  query: URLSearchParams,
  body: Uint8Array,
  jsonDepth: number,
): Record<string, unknown> {
  const shapeName = match.operation.input
  const shape = model.shapes[shapeName] ?? {}
  const document = Object.values(shape).some((member) => member.in === 'body') ? parseBody(body, jsonDepth) : {}
  const input: [string, unknown][] = []
  for (const [name, member] of Object.entries(shape)) {
    const type = typeOf(name, member.type)
    let value: unknown
    if (member.in === 'path') value = match.labels.get(member.wire)
    else if (member.in === 'query') value = fromQuery(query, member.wire, type)
    else value = Object.hasOwn(document, member.wire) ? document[member.wire] : undefined
    if (value === undefined || value === null) {
      if (member.required === true) throw missingMember(member.wire, constraintOf(shapeName, name))
      continue
    }
    input.push([name, decodeValue(model, shapeName, name, type, value, member.wire)])
  }
  return Object.fromEntries(input)
}

function parseBody(body: Uint8Array, jsonDepth: number): Record<string, unknown> {
  if (body.length === 0) return {}
  let document: unknown
  try {
    const text = utf8.decode(body)
    if (isDeeperThan(text, jsonDepth)) throw badRequest(`Invalid request body: nested deeper than ${jsonDepth} levels`)
    document = JSON.parse(text)
  } catch (error) {
    throw error instanceof ServiceError ? error : badRequest('Invalid request body: not valid JSON')
  }
  if (!isObject(document)) throw badRequest('Invalid request body: must be a JSON object')
  return document
}

function fromQuery(query: URLSearchParams, name: string, type: TypeModel): unknown {
  if (typeof type === 'object') return query.has(name) ? query.getAll(name) : undefined
  const text = query.get(name)
  if (text === null) return undefined
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return type === 'integer' ? Number(text) : text
}

function decodeValue(
  model: ServiceModel,
  shape: string,
  member: string,
  type: TypeModel,
  value: unknown,
  path: string,
): unknown {
  if (typeof type === 'object') {
    if ('list' in type) {
      if (!Array.isArray(value)) throw wrongType(path, 'a list')
      const present = (value as unknown[]).filter((element) => element !== null)
      return present.map((element) => decodeValue(model, shape, member, type.list, element, path))
    }
    if (!isObject(value)) throw wrongType(path, 'an object')
    if ('map' in type) {
      const entries = Object.entries(value).filter(([, element]) => element !== null)
      return Object.fromEntries(
        entries.map(([key, element]) => [key, decodeValue(model, shape, member, type.map, element, `${path}.${key}`)]),
      )
    }
    return decodeStructure(model, type.shape, value, path)
  }
  const scalar = decodeScalar(type, value, path)
  const constraint = constraintOf(shape, member)
  if (constraint !== undefined) checkScalar(scalar, path, constraint)
  return scalar
}

function decodeStructure(model: ServiceModel, name: string, value: Record<string, unknown>, path: string): unknown {
  const entries: [string, unknown][] = []
  for (const [member, { wire, type, required }] of Object.entries(model.shapes[name] ?? {})) {
    const given = Object.hasOwn(value, wire) ? value[wire] : undefined
    const at = `${path}.${wire}`
    if (given !== undefined && given !== null) {
      entries.push([member, decodeValue(model, name, member, typeOf(member, type), given, at)])
    } else if (required === true) {
      throw missingMember(at, constraintOf(name, member))
    }
  }
  return Object.fromEntries(entries)
}

function decodeScalar(type: string, value: unknown, path: string): string | number | boolean {
  switch (type) {
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(path, 'an integer')
      return value
    case 'double':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(path, 'a number')
      return value
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(path, 'true or false')
      return value
    case 'timestamp':
      return decodeTimestamp(value, path)
    default:
      if (typeof value !== 'string') throw wrongType(path, 'a string')
      return value
  }
}

/** A date-time of RFC 3339, with fractions and offset or without. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/

/** A timestamp as it is stored and answered: text with whole seconds and `Z`. */
function decodeTimestamp(value: unknown, path: string): string {
  const time = typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) throw wrongType(path, 'an ISO-8601 date and time')
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

/** Encodes an operation's answer. Dates are already ISO-8601 texts; members that the shape lacks stay inside. */
export function encodeOutput(
  model: ServiceModel,
  match: OperationMatch,
  output: object,
  requestId: string,
): HttpResponse {
  const { status, output: shapeName } = match.operation
  const shape = model.shapes[shapeName] ?? {}
  const payload = Object.entries(shape).find(([, member]) => member.in === 'payload')
  if (payload !== undefined) {
    const bytes = (output as Record<string, Uint8Array>)[payload[0]]
    return { status, headers: ['content-type', 'application/octet-stream', ...idHeaders(requestId)], body: bytes }
  }
  if (status === 204) return { status, headers: idHeaders(requestId), body: undefined }
  const body = JSON.stringify(encodeStructure(model, shapeName, output as Record<string, unknown>))
  return { status, headers: ['content-type', 'application/json', ...idHeaders(requestId)], body }
}

function encodeStructure(model: ServiceModel, name: string, value: Record<string, unknown>): object {
  const entries: [string, unknown][] = []
  for (const [member, { wire, type }] of Object.entries(model.shapes[name] ?? {})) {
    const given = value[member]
    if (given !== undefined) entries.push([wire, encodeValue(model, type, given)])
  }
  return Object.fromEntries(entries)
}

function encodeValue(model: ServiceModel, type: TypeModel, value: unknown): unknown {
  if (typeof type !== 'object') return value
  if ('list' in type) return (value as unknown[]).map((element) => encodeValue(model, type.list, element))
  if ('shape' in type) return encodeStructure(model, type.shape, value as Record<string, unknown>)
  const entries = Object.entries(value as Record<string, unknown>)
  return Object.fromEntries(entries.map(([key, element]) => [key, encodeValue(model, type.map, element)]))
}

/** Characters of an error's message. Texts quote what they refuse, and a hostile value must not make a huge answer. */
const LONGEST_MESSAGE = 4096

/** The one place where a ServiceError becomes REST-JSON. SDKs key on the header (spec control-plane.md 1.3). */
export function encodeError(error: ServiceError, requestId: string): HttpResponse {
  const { message } = error
  const shown = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE).toWellFormed()}…` : message
  return {
    status: error.status,
    headers: ['content-type', 'application/json', 'x-amzn-ErrorType', error.code, ...idHeaders(requestId)],
    body: JSON.stringify({ message: shown, ...error.details }),
  }
}

function idHeaders(requestId: string): string[] {
  return ['x-amzn-RequestId', requestId]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
