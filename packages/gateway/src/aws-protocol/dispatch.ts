import { randomUUID } from 'node:crypto'
import type { HttpRequest, HttpResponse } from '../transport/http-message.ts'
import { BodyTooLarge, collectBody } from './collect-body.ts'
import { encodeError } from './rest-json.ts'
import { ServiceError } from './service-error.ts'

/** A control-plane call whose body has arrived. */
export interface ArrivedRequest {
  readonly request: HttpRequest
  readonly body: Uint8Array
  readonly requestId: string
}

/** One AWS service. Must not reject. */
export type AwsService = (call: ArrivedRequest) => HttpResponse | Promise<HttpResponse>

export interface DispatchOptions {
  /** SigV4 signing name → service. */
  readonly services: ReadonlyMap<string, AwsService>
  /** The signing name that a request is signed with, if any. */
  readonly signedFor: (request: HttpRequest) => string | undefined
  /** Answers why a request may not speak to the control plane at all (access-guard.ts), before its body is read. */
  readonly guard: (request: HttpRequest) => HttpResponse | undefined
  /** Throws ServiceError where the caller is not who it says. */
  readonly authenticate: (request: HttpRequest, body: Uint8Array) => void
  /** Bytes of a body. */
  readonly bodyLimit: number
}

/**
 * Places a control-plane call (design.md section 1): by the service that it is signed for, and unsigned ones by path or
 * by the form's `Action`.
 */
export function createDispatch(options: DispatchOptions): (request: HttpRequest) => Promise<HttpResponse> {
  return async (request) => {
    const refusal = options.guard(request)
    if (refusal !== undefined) return refusal
    const requestId = randomUUID()
    try {
      const body = await collectBody(request.body, options.bodyLimit)
      options.authenticate(request, body)
      const name = options.signedFor(request) ?? serviceOfPath(request.target)
      const service = options.services.get(name)
      if (service === undefined) {
        throw new ServiceError('UnknownServiceException', 404, `Postern does not serve ${quote(name)}`)
      }
      return await service({ request, body, requestId })
    } catch (error) {
      return encodeError(asServiceError(error, options.bodyLimit), requestId)
    }
  }
}

/** A form is sent to `/`; everything else that is unsigned is told by how its path begins. */
function serviceOfPath(target: string): string {
  if (target === '/' || target.startsWith('/?')) return 'sts'
  return 'apigateway'
}

function asServiceError(error: unknown, limit: number): ServiceError {
  if (error instanceof ServiceError) return error
  if (error instanceof BodyTooLarge) {
    return new ServiceError('RequestEntityTooLargeException', 413, `Request body must not exceed ${limit} bytes`)
  }
  // Only the client's own connection can have failed here, and then nobody reads the answer.
  return new ServiceError('BadRequestException', 400, 'Request body did not arrive whole')
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 64))
}
