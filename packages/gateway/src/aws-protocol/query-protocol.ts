import { channel } from 'node:diagnostics_channel'
import type { HttpResponse } from '../transport/http-message.ts'
import type { Caller } from './authenticate.ts'
import { encodeQueryError, xmlResponse } from './query-protocol-error.ts'
import { parseQueryParameters, type QueryLimits, type QueryParameters } from './query-protocol-parameters.ts'
import { type QueryValue, xmlElement, xmlText } from './query-protocol-xml.ts'
import type { ServiceFailure } from './rest-json-service.ts'
import { ServiceError } from './service-error.ts'

/** A call whose body has arrived and whose caller is known. */
export interface QueryRequest {
  readonly method: string
  /** Raw request target: a GET has its parameters here. */
  readonly target: string
  readonly body: Uint8Array
  readonly requestId: string
  readonly caller: Caller
}

export interface QueryAction {
  /** Answers the members of the action's Result, or undefined where it has none. Throws ServiceError. */
  readonly run: (
    parameters: QueryParameters,
    caller: Caller,
  ) => QueryResult | undefined | Promise<QueryResult | undefined>
  /** It changes nothing, so it may be called by GET, which a web page can cause without being seen as its origin. */
  readonly safe?: boolean
}

export type QueryResult = Readonly<Record<string, QueryValue | undefined>>

/** A service that speaks the AWS query protocol: a table of actions. */
export interface QueryService {
  /** How texts name it, such as `STS`. */
  readonly name: string
  readonly xmlns: string
  /** The API version that calls name, such as `2011-06-15`. */
  readonly version: string
  readonly actions: ReadonlyMap<string, QueryAction>
  /** Actions of AWS's service that are not built; undefined: all others. */
  readonly unbuilt: ReadonlySet<string> | undefined
}

const failures = channel('postern:service:error')

/**
 * Serves the AWS query protocol: parameters as a form, answers in XML. `select` picks the service, by the caller's
 * scope or the Version. Never rejects: what is no ServiceError is published on `postern:service:error`.
 */
export function createQueryService(
  select: (parameters: QueryParameters) => QueryService,
  limits: QueryLimits,
): (request: QueryRequest) => Promise<HttpResponse> {
  const nothing: QueryParameters = new Map()
  return async (request) => {
    const { requestId, caller } = request
    let service = select(nothing)
    let operation = 'unknown'
    try {
      const parameters = parametersOf(request, limits)
      service = select(parameters)
      operation = parameters.get('Action') ?? operation
      const action = actionOf(service, parameters)
      if (request.method === 'GET' && action.safe !== true) {
        throw new ServiceError('InvalidAction', 400, `${operation} must be called with the method POST`)
      }
      const result = await action.run(parameters, caller)
      return xmlResponse(200, document(service, operation, result, requestId), requestId)
    } catch (error) {
      if (error instanceof ServiceError) return encodeQueryError(error, requestId, service.xmlns)
      failures.publish({ requestId, operation: `${service.name} ${operation}`, error } satisfies ServiceFailure)
      const generic = new ServiceError('InternalFailure', 500, 'The request processing has failed.')
      return encodeQueryError(generic, requestId, service.xmlns)
    }
  }
}

/** Parameters stand in the body of a POST, or else in the query (presigned GETs, curl): never in both at once. */
function parametersOf({ method, target, body }: QueryRequest, limits: QueryLimits): QueryParameters {
  if (method !== 'POST' && method !== 'GET') {
    throw new ServiceError('InvalidAction', 400, 'The query protocol knows the methods GET and POST')
  }
  if (method === 'POST' && body.length > 0) return parseQueryParameters(body, limits)
  const question = target.indexOf('?')
  return parseQueryParameters(question === -1 ? '' : target.slice(question + 1), limits)
}

function actionOf(service: QueryService, parameters: QueryParameters): QueryAction {
  const name = parameters.get('Action')
  const version = parameters.get('Version') ?? service.version
  if (!name) throw new ServiceError('MissingAction', 400, 'The request is missing an action or a required parameter.')
  const action = version === service.version ? service.actions.get(name) : undefined
  if (action !== undefined) return action
  if (version === service.version && (service.unbuilt?.has(name) ?? true)) {
    throw new ServiceError('NotImplemented', 501, `Postern does not implement ${service.name} ${shown(name)} yet`)
  }
  const message = `Could not find operation ${shown(name)} for version ${shown(version)}`
  throw new ServiceError('InvalidAction', 400, message)
}

/** `action` is a key of the service's table by now, no caller's text. */
function document(service: QueryService, action: string, result: QueryResult | undefined, requestId: string): string {
  const content =
    (result === undefined ? '' : xmlElement(`${action}Result`, result)) +
    xmlElement('ResponseMetadata', { RequestId: requestId })
  return `<${action}Response xmlns="${xmlText(service.xmlns)}">${content}</${action}Response>`
}

function shown(value: string): string {
  return value.length > 128 ? `${value.slice(0, 128)}…` : value
}
