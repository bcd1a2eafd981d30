import { channel } from 'node:diagnostics_channel'
import type { Decoded, Documented } from '../model/documented.ts'
import type { ServiceModel } from '../model/service-model.ts'
import type { HeaderList, HttpResponse } from '../transport/http-message.ts'
import { OperationRouter } from './operation-router.ts'
import { decodeInput, encodeOutput } from './rest-json.ts'
import { apiGatewayDialect } from './rest-json-dialect.ts'
import { ServiceError } from './service-error.ts'

/** A control-plane call whose body has arrived. */
export interface ServiceRequest {
  readonly method: string
  /** Raw request target: path and query. */
  readonly target: string
  readonly headers: HeaderList
  readonly body: Uint8Array
  readonly requestId: string
}

/** One function per operation; operations that are not built yet are absent. */
export type Handlers<Operations> = {
  readonly [Name in keyof Operations]?: Operations[Name] extends { input: infer Input; output: infer Output }
    ? (input: Decoded<Documented<Input>>, request: ServiceRequest) => Promise<Documented<Output>>
    : never
}

type AnyHandler = (input: object, request: ServiceRequest) => Promise<object>

/** Errors that are no ServiceError: bugs and broken stores. The log shows them under the request's id. */
export interface ServiceFailure {
  readonly requestId: string
  readonly operation: string
  readonly error: unknown
}
const failures = channel('postern:service:error')

/** Serves a REST-JSON service: finds the operation, decodes, calls its handler, encodes. Never rejects. */
export function createRestJsonService<Operations>(
  model: ServiceModel,
  handlers: Handlers<Operations>,
  limits: { readonly jsonDepth: number },
  dialect = apiGatewayDialect,
): (request: ServiceRequest) => Promise<HttpResponse> {
  const router = new OperationRouter(model)
  const table = new Map(Object.entries(handlers as Record<string, AnyHandler>))
  return async (request) => {
    const { method, target, headers, body, requestId } = request
    let operation = 'unknown'
    try {
      const question = target.indexOf('?')
      const path = question === -1 ? target : target.slice(0, question)
      const query = new URLSearchParams(question === -1 ? '' : target.slice(question + 1))
      const match = router.match(method, path, query)
      if (match === undefined) {
        throw new ServiceError('UnknownOperationException', 404, `No operation is at ${method} ${path.slice(0, 256)}`)
      }
      operation = match.name
      const handler = table.get(operation)
      if (handler === undefined) {
        throw new ServiceError('NotImplementedException', 501, `Postern does not implement ${operation} yet`)
      }
      const input = decodeInput(model, dialect, match, { query, headers, body }, limits.jsonDepth)
      return encodeOutput(model, dialect, match, await handler(input, request), requestId)
    } catch (error) {
      if (error instanceof ServiceError) return dialect.encodeError(error, requestId)
      failures.publish({ requestId, operation, error } satisfies ServiceFailure)
      return dialect.encodeError(dialect.refusals.internal(), requestId)
    }
  }
}
