/**
 * The control plane's closed family of errors: an AWS error code, its HTTP status and AWS's wording. Thrown by
 * handlers and by the codec, turned into bytes in one place per protocol (rest-json.ts, query-protocol.ts).
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: string
  readonly status: number
  /** Further members of the error's body, such as `resourceType`. */
  readonly details: Readonly<Record<string, string>>

  constructor(code: string, status: number, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message)
    this.code = code
    this.status = status
    this.details = details
  }
}

export function badRequest(message: string): ServiceError {
  return new ServiceError('BadRequestException', 400, message)
}

export function notFound(message: string): ServiceError {
  return new ServiceError('NotFoundException', 404, message)
}

export function conflict(message: string): ServiceError {
  return new ServiceError('ConflictException', 409, message)
}
