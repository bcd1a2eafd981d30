import { ServiceError } from '../aws-protocol/service-error.ts'

/**
 * Errors of Lambda's API in its own words, as LocalStack's tests recorded them on AWS (test_lambda_api.snapshot.json).
 */

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', 400, message)
}

export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', 400, message)
}

export function invalidContent(message: string): ServiceError {
  return new ServiceError('InvalidRequestContentException', 400, message)
}

export function resourceNotFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', 404, message)
}

export function functionNotFound(arn: string): ServiceError {
  return resourceNotFound(`Function not found: ${arn}`)
}

export function resourceConflict(message: string): ServiceError {
  return new ServiceError('ResourceConflictException', 409, message)
}

/** `call` names the operation that answers the latest revision. */
export function preconditionFailed(call: 'GetFunction/GetAlias' | 'GetPolicy'): ServiceError {
  const message = `The Revision Id provided does not match the latest Revision Id. Call the ${call} API to retrieve the latest Revision Id`
  return new ServiceError('PreconditionFailedException', 412, message)
}

export function tooManyRequests(reason: ThrottleReason): ServiceError {
  return new ServiceError('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: reason })
}

type ThrottleReason =
  | 'CallerRateLimitExceeded'
  | 'ConcurrentInvocationLimitExceeded'
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'

/** What AWS has and Postern has not. */
export function notServed(message: string): ServiceError {
  return invalidParameter(`${message} (This is Postern, not AWS.)`)
}
