import { randomUUID } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import type { HttpRequest, HttpResponse } from '../transport/http-message.ts'
import type { CrossOriginAccess } from './access-cross-origin.ts'
import type { AccessGuard } from './access-guard.ts'
import type { Caller } from './authenticate.ts'
import { BodyTooLarge, collectBody } from './collect-body.ts'
import { credentialScopeOf } from './credential-scope.ts'
import { encodeError } from './rest-json-error.ts'
import type { ServiceFailure, ServiceRequest } from './rest-json-service.ts'
import { ServiceError } from './service-error.ts'
import { Turns } from './turns.ts'

const failures = channel('postern:service:error')

/** A call that a service may be asked to answer. */
interface ArrivedRequest extends ServiceRequest {
  readonly caller: Caller
}

/** How large a body may be, and what is said of a larger one. */
export interface BodyLimit {
  readonly bytes: number
  readonly refusal: () => ServiceError
}

/** One AWS service. */
export interface AwsService {
  /** Must not reject. */
  readonly answer: (call: ArrivedRequest) => HttpResponse | Promise<HttpResponse>
  /** How the service's protocol words what is refused before it is asked. */
  readonly encodeError: (error: ServiceError, requestId: string) => HttpResponse
  /** A limit of the service's own for the body of a call; undefined where the common one holds. */
  readonly bodyLimit?: (request: Pick<HttpRequest, 'method' | 'target' | 'headers'>) => BodyLimit | undefined
}

export interface DispatchOptions {
  /** SigV4 signing name → service, or what opens it when it is called. */
  readonly services: ReadonlyMap<string, AwsService | (() => Promise<AwsService>)>
  /** Answers why a request may not speak to the control plane at all (access-guard.ts), before its body is read. */
  readonly guard: AccessGuard
  /** Lets allowed pages read the answers (access-cross-origin.ts). */
  readonly access: CrossOriginAccess
  /**
   * Who calls the service of that signing name, in two steps (authenticate.ts): what shows without the body is checked
   * before it is read. Both throw ServiceError where the caller is not who it says.
   */
  readonly authenticate: (request: HttpRequest, service: string) => (body: Uint8Array) => Caller
  /** Bytes of a body. */
  readonly bodyLimit: number
}

/**
 * Calls with bodies beyond the common limit that are read or answered at once. One of 70 MB takes several times as much
 * while it is decoded; and that it is signed rightly shows only when all of it is here. The others are not read meanwhile;
 * the listener bounds their wait, as it does for any request that takes too long to arrive.
 */
const LARGE_CALLS = 3

/**
 * Places a control-plane call (design.md section 1): by the service that it is signed for, and unsigned ones by path or
 * by the form's `Action`. Never rejects.
 */
export function createDispatch(options: DispatchOptions): (request: HttpRequest) => Promise<HttpResponse> {
  const large = new Turns(LARGE_CALLS)
  return async (request) => {
    const { method, headers } = request
    const answer =
      options.guard(request) ?? options.access.preflight(method, headers) ?? (await serve(options, request, large))
    return options.access.opened(answer, headers)
  }
}

async function serve(options: DispatchOptions, request: HttpRequest, large: Turns): Promise<HttpResponse> {
  const { method, target, headers } = request
  const requestId = randomUUID()
  const name = credentialScopeOf(headers, target)?.service ?? serviceOfPath(method, target)
  let service: AwsService | undefined
  let limit = commonLimit(options.bodyLimit)
  let end: (() => void) | undefined
  try {
    service = await serviceOf(options, name, requestId)
    limit = service?.bodyLimit?.(request) ?? limit
    if (service === undefined) {
      throw new ServiceError(
        'UnknownServiceException',
        404,
        `Postern does not serve ${JSON.stringify(name.slice(0, 64))}`,
      )
    }
    const identify = options.authenticate(request, name)
    if (mayBeLarge(request.body, limit, options.bodyLimit)) {
      end = await large.take((leave) => request.onAbandoned(leave))
    }
    const body = await collectBody(request.body, limit.bytes)
    return await service.answer({ method, target, headers, body, requestId, caller: identify(body) })
  } catch (error) {
    return (service?.encodeError ?? encodeError)(asServiceError(error, limit), requestId)
  } finally {
    end?.()
  }
}

/** What announces more than it may bring is refused unread. */
function mayBeLarge(body: HttpRequest['body'], limit: BodyLimit, common: number): boolean {
  if (body === undefined || limit.bytes <= common) return false
  return body.length === undefined || (body.length > common && body.length <= limit.bytes)
}

async function serviceOf(
  { services }: DispatchOptions,
  name: string,
  requestId: string,
): Promise<AwsService | undefined> {
  const service = services.get(name)
  if (typeof service !== 'function') return service
  try {
    return await service()
  } catch (error) {
    failures.publish({ requestId, operation: name, error } satisfies ServiceFailure)
    throw new ServiceError('ServiceException', 500, 'Internal server error')
  }
}

/** Lambda's paths begin with the date of the API's version; those of API Gateway with `v2`. */
const DATED = /^\/20\d\d-\d\d-\d\d\//

/**
 * The services of the query protocol have their forms posted to `/`, or their `Action` in the query; anything else that
 * is unsigned is told by its path. A browser that opens `/` is not answered in XML.
 */
function serviceOfPath(method: string, target: string): string {
  if (target === '/') return method === 'POST' ? 'sts' : 'apigateway'
  if (target.startsWith('/?')) return 'sts'
  return DATED.test(target) ? 'lambda' : 'apigateway'
}

function commonLimit(bytes: number): BodyLimit {
  const message = `Request body must not exceed ${bytes} bytes`
  return { bytes, refusal: () => new ServiceError('RequestEntityTooLargeException', 413, message) }
}

function asServiceError(error: unknown, limit: BodyLimit): ServiceError {
  if (error instanceof ServiceError) return error
  if (error instanceof BodyTooLarge) return limit.refusal()
  // Only the client's own connection can have failed here, and then nobody reads the answer.
  return new ServiceError('BadRequestException', 400, 'Request body did not arrive whole')
}
