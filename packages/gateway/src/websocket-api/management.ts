import { randomUUID } from 'node:crypto'
import { BodyTooLarge, collectBody } from '../aws-protocol/collect-body.ts'
import { ServiceError } from '../aws-protocol/service-error.ts'
import type { AccountThrottle } from '../data-plane/account-throttle.ts'
import { newRequestId } from '../data-plane/request-id.ts'
import { traceIdOf } from '../data-plane/trace-id.ts'
import type { HttpRequest, HttpResponse } from '../transport/http-message.ts'
import { closings } from './close-codes.ts'
import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'

/** Bytes of one message to a client (spec/websocket-api.md section 10.1). */
const MOST_BYTES = 131_072
/** 15 characters of base64url and `=`: the shape of connection ids (section 11.4). */
const CONNECTION_ID = /^[\w-]{15}=$/

/** Who may call: as of the control plane, since whoever may post to connections speaks for the API. */
export interface ManagementAccess {
  /** Refuses calls that web pages cause (aws-protocol/access-guard.ts). */
  readonly guard: (request: HttpRequest) => HttpResponse | undefined
  /**
   * Who calls, in two steps (aws-protocol/authenticate.ts): both throw ServiceError where credentials are configured and
   * the call is not signed with them.
   */
  readonly authenticate: (request: HttpRequest) => (body: Uint8Array) => unknown
}

export interface ManagementServices {
  readonly connections: Connections
  readonly access: ManagementAccess
  readonly throttle: AccountThrottle
}

/**
 * The `@connections` API: POST, GET and DELETE of one connection of an API's stage (spec/websocket-api.md section 10).
 * `rawId`: as it stands in the path. Rejects only for what nobody foresaw.
 */
export async function manageConnection(
  services: ManagementServices,
  request: HttpRequest,
  place: { readonly apiId: string; readonly stage: string; readonly rawId: string },
): Promise<HttpResponse> {
  const refused = services.access.guard(request)
  if (refused !== undefined) return refused
  try {
    const identify = services.access.authenticate(request)
    const body = await collectBody(request.body, MOST_BYTES).catch(notArrived)
    identify(body)
    const id = decoded(place.rawId)
    if (id === undefined || !CONNECTION_ID.test(id)) {
      throw new ServiceError('BadRequestException', 400, `Invalid connectionId: ${id ?? place.rawId}`)
    }
    if (!services.throttle.admits(undefined)) return limitExceeded()
    const connection = services.connections.find(place.apiId, place.stage, id)
    return act(request.method, connection, body)
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      return refusal('PayloadTooLargeException', 413, `Message too long: the limit is ${MOST_BYTES} bytes`)
    }
    if (error instanceof ServiceError) return refusal(error.code, error.status, error.message)
    throw error
  }
}

/** The caller left, or what it sent is no body. */
function notArrived(error: unknown): never {
  if (error instanceof BodyTooLarge) throw error
  throw new ServiceError('BadRequestException', 400, 'The body of the call did not arrive')
}

function act(method: string, connection: Connection | undefined, body: Uint8Array): HttpResponse {
  if (method !== 'POST' && method !== 'GET' && method !== 'DELETE') {
    return refusal('ForbiddenException', 403, 'Forbidden')
  }
  if (connection === undefined) return answer(410, '', ['x-amzn-errortype', 'GoneException'])
  if (method === 'GET') return answer(200, descriptionOf(connection))
  if (method === 'DELETE') {
    connection.close(closings.deleted)
    return { status: 204, headers: commonHeaders(), body: undefined }
  }
  if (!connection.send(Buffer.from(body).toString())) {
    return limitExceeded()
  }
  return answer(200, '')
}

/** Too many calls, or a client that does not take what was sent before. */
function limitExceeded(): HttpResponse {
  return answer(429, '{}', ['x-amzn-errortype', 'LimitExceededException'])
}

/** In AWS's order and spacing (section 10.3). */
function descriptionOf({ facts, lastActiveAt }: Connection): string {
  return `{
  "identity" : {
    "sourceIp" : ${JSON.stringify(facts.sourceIp)},
    "userAgent" : ${JSON.stringify(facts.userAgent ?? null)}
  },
  "connectedAt" : "${new Date(facts.connectedAt).toISOString()}",
  "lastActiveAt" : "${new Date(lastActiveAt).toISOString()}"
}`
}

/** Decoded once; undefined where it has broken escapes. */
function decoded(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw)
  } catch {
    return undefined
  }
}

function refusal(code: string, status: number, message: string): HttpResponse {
  return answer(status, JSON.stringify({ message }), ['x-amzn-errortype', code])
}

function answer(status: number, body: string, more: readonly string[] = []): HttpResponse {
  return { status, headers: [...commonHeaders(), 'content-type', 'application/json', ...more], body }
}

function commonHeaders(): string[] {
  const traceId = traceIdOf(undefined, Date.now())
  return ['x-amzn-requestid', randomUUID(), 'x-amz-apigw-id', newRequestId(), 'x-amzn-trace-id', traceId]
}
