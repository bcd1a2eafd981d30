import type { AwsService, BodyLimit } from '../aws-protocol/dispatch.ts'
import { createRestJsonService } from '../aws-protocol/rest-json-service.ts'
import { ServiceError } from '../aws-protocol/service-error.ts'
import { lambda } from '../model/lambda.generated.ts'
import { headerOf } from '../transport/http-message.ts'
import { invocationLimits } from './invocation-limits.ts'
import { invocationTooLarge } from './invoke.ts'
import { lambdaDialect } from './lambda-dialect.ts'
import { lambdaHandlers } from './lambda-handlers.ts'
import type { LambdaPlane } from './lambda-plane.ts'

/** Lambda's API. Signing name `lambda`. */
export function createLambdaService(plane: LambdaPlane, limits: { readonly jsonDepth: number }): AwsService {
  const answer = createRestJsonService(lambda, lambdaHandlers(plane), limits, lambdaDialect)
  return {
    answer: (call) => answer({ ...call, target: withoutLastSlash(call.target) }),
    encodeError: lambdaDialect.encodeError,
    bodyLimit,
  }
}

/** Bytes of a call that carries a package in base64. AWS measures the call as a whole. */
const PACKAGE_CALL_BYTES = 70_167_211

function bodyLimit({ method, target, headers }: Parameters<NonNullable<AwsService['bodyLimit']>>[0]) {
  const [path = ''] = target.split('?')
  if (path.endsWith('/invocations')) {
    const isEvent = headerOf(headers, 'x-amz-invocation-type') === 'Event'
    const bytes = isEvent ? invocationLimits.eventBytes : invocationLimits.requestBytes
    return { bytes, refusal: () => invocationTooLarge(bytes) }
  }
  if (method === 'POST' && /^\/2015-03-31\/functions\/?$/.test(path)) return packageLimit('CreateFunction')
  return method === 'PUT' && path.endsWith('/code') ? packageLimit('UpdateFunctionCode') : undefined
}

function packageLimit(operation: string): BodyLimit {
  const message = `Request must be smaller than ${PACKAGE_CALL_BYTES} bytes for the ${operation} operation`
  return {
    bytes: PACKAGE_CALL_BYTES,
    refusal: () => new ServiceError('RequestEntityTooLargeException', 413, message),
  }
}

/** Older clients end `/2015-03-31/functions/` with a slash. */
function withoutLastSlash(target: string): string {
  return target.replace(/^([^?]*[^?/])\/(?=\?|$)/, '$1')
}
