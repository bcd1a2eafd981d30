import { isList, isObject, listAt, type OpenApiObject, type OpenApiValue, objectAt } from './document.ts'
import type { ImportMessages } from './import-messages.ts'
import type { Operation } from './read-operations.ts'
import { resolve } from './references.ts'

/** Of the whole document: REST APIs alone have these. */
const REST_ONLY = [
  'x-amazon-apigateway-api-key-source',
  'x-amazon-apigateway-binary-media-types',
  'x-amazon-apigateway-documentation',
  'x-amazon-apigateway-gateway-responses',
  'x-amazon-apigateway-minimum-compression-size',
  'x-amazon-apigateway-policy',
  'x-amazon-apigateway-request-validator',
  'x-amazon-apigateway-request-validators',
]

/** Says what AWS's parser of OpenAPI documents says of one that is not quite right, and what HTTP APIs ignore of it. */
export function checkDocument(document: OpenApiObject, messages: ImportMessages): void {
  const info = document.get('info')
  if (!isObject(info)) messages.issue('info', ' is missing')
  else for (const name of ['title', 'version']) if (!info.has(name)) messages.issue(`info.${name}`, ' is missing')
  for (const server of listAt(document, 'servers')) {
    if (isObject(server) && !server.has('url')) messages.issue('.servers.url', ' is missing')
  }
  for (const name of REST_ONLY) if (document.has(name)) ignore(name, messages)
  if (objectAt(objectAt(document, 'components'), 'schemas').size > 0) ignore('components.schemas', messages)
  const version = document.get('x-amazon-apigateway-importexport-version') ?? '1.0'
  if (version !== '1.0') messages.warn('x-amazon-apigateway-importexport-version must be 1.0')
}

export function checkOperation(
  document: OpenApiObject,
  { definition, location }: Operation,
  messages: ImportMessages,
): void {
  if (!definition.has('responses')) messages.issue(`${location}.responses`, ' is missing')
  for (const [status, response] of objectAt(definition, 'responses')) {
    checkContent(document, response, `${location}.responses.${status}`, messages)
  }
  const body = definition.get('requestBody')
  if (body === undefined) return
  checkContent(document, body, `${location}.requestBody`, messages)
  ignore(`${location}.requestBody`, messages)
}

function checkContent(document: OpenApiObject, value: OpenApiValue, location: string, messages: ImportMessages): void {
  if (!isObject(value)) return
  for (const media of objectAt(value, 'content').values()) {
    const schema = isObject(media) ? media.get('schema') : undefined
    for (const reference of references(schema)) {
      if (reference.startsWith('#/') && resolve(document, reference) === undefined) {
        messages.issue(`${location}.content.schema.${reference}`, ' is missing')
      }
    }
  }
}

/** The references in a schema. Its depth is that of the document, which is bounded. */
function* references(value: OpenApiValue | undefined): Generator<string> {
  if (isList(value)) for (const item of value) yield* references(item)
  if (!isObject(value)) return
  const reference = value.get('$ref')
  if (typeof reference === 'string') yield reference
  else for (const member of value.values()) yield* references(member)
}

function ignore(what: string, messages: ImportMessages): void {
  messages.info(`${what} is not supported for HTTP APIs. Ignoring.`)
}
