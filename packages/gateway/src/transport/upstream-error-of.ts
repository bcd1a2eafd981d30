import { UpstreamError, type UpstreamFailure } from './upstream.ts'

/** undici's error → ours. `otherwise`: what it means in the phase that the call is in. */
export function upstreamErrorOf(cause: Error, otherwise: UpstreamFailure): UpstreamError {
  if (cause instanceof UpstreamError) return cause
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
    return new UpstreamError('broken', `The request cannot be sent: ${cause.message}`, { cause })
  }
  if (code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') {
    return new UpstreamError('body', 'The body of the request is not as long as announced', { cause })
  }
  return new UpstreamError(otherwise, cause.message, { cause })
}
