import { ServiceError } from '../aws-protocol/service-error.ts'
import { traceIdOf } from '../data-plane/trace-id.ts'
import { headerOf } from '../transport/http-message.ts'
import { findQualified } from './find-function.ts'
import type { FunctionRoute } from './function-entry.ts'
import type { StartedInvocation } from './function-invoker.ts'
import type { Invocation } from './function-runtime.ts'
import { eventOf } from './invocation-event.ts'
import { invocationLimits } from './invocation-limits.ts'
import { functionNotFound, invalidContent, notServed, tooManyRequests } from './lambda-errors.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'

export function invokeHandlers(plane: LambdaPlane): Pick<LambdaHandlers, 'Invoke'> {
  return {
    async Invoke(input, { requestId, headers }) {
      if (input.DurableExecutionName !== undefined) throw notServed('Durable functions are not served.')
      if (input.TenantId !== undefined) throw notServed('Tenant isolation is not served.')
      const { name, qualifier, arn, entry } = findQualified(plane, input.FunctionName, input.Qualifier)
      const route = entry.routeOf(qualifier)
      if (route === undefined) throw functionNotFound(arn)
      const payload = input.Payload ?? new Uint8Array()
      if (input.InvocationType === 'Event' && payload.length > invocationLimits.eventBytes) {
        throw invocationTooLarge(invocationLimits.eventBytes)
      }
      const clientContext = contextOf(input.ClientContext)
      const invocation: Invocation = {
        requestId,
        payload: eventOf(payload),
        invokedArn: arn,
        traceId: traceIdOf(headerOf(headers, 'x-amzn-trace-id'), plane.clock().getTime()),
        ...(clientContext !== undefined && { clientContext }),
        ...(input.LogType === 'Tail' && { wantsLogTail: true }),
      }
      if (input.InvocationType === 'DryRun') return { StatusCode: 204 }
      if (input.InvocationType !== 'Event') return answerOf(plane, route, invocation)
      const start = () => {
        const now = plane.table.get(name)?.routeOf(qualifier)
        return now === undefined ? 'gone' : plane.invoker.start(now, invocation)
      }
      const isTaken = plane.events.add({ functionArn: arn, requestId, bytes: payload.length, start })
      if (!isTaken) throw tooManyRequests('CallerRateLimitExceeded')
      return { StatusCode: 202 }
    },
  }
}

/** What AWS says of an event that is larger than `bytes`. */
export function invocationTooLarge(bytes: number): ServiceError {
  const message = `Request must be smaller than ${bytes} bytes for the InvokeFunction operation`
  return new ServiceError('RequestEntityTooLargeException', 413, message)
}

async function answerOf(plane: LambdaPlane, route: FunctionRoute, invocation: Invocation) {
  const started: StartedInvocation | undefined = plane.invoker.start(route, invocation)
  if (started === undefined) throw tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded')
  const result = await started.result
  if (result.kind === 'throttled') throw tooManyRequests('ConcurrentInvocationLimitExceeded')
  const { payload, functionError, logTail } = result
  return {
    StatusCode: 200,
    Payload: payload,
    ExecutedVersion: started.version,
    ...(functionError !== undefined && { FunctionError: functionError }),
    ...(logTail !== undefined && { LogResult: logTail }),
  }
}

/** The client's context: base64 of a JSON object, up to 3,583 bytes of it ("Invoke", X-Amz-Client-Context). */
function contextOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  const text = Buffer.from(header, 'base64').toString()
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return text
  } catch {
    // Said below.
  }
  throw invalidContent('Client context must be a valid Base64-encoded JSON object.')
}
