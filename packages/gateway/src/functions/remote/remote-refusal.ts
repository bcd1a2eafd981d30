import type { LambdaRefusal, LambdaTarget } from '../../data-plane/lambda-invoker.ts'
import { RoleRefused } from './assumed-roles.ts'
import { errorStatus, errorText } from './error-text.ts'

/** Lambda's errors of Invoke by name. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
const KINDS: ReadonlyMap<string, LambdaRefusal['kind']> = new Map([
  ['ResourceNotFoundException', 'missing'],
  ['AccessDeniedException', 'forbidden'],
  ['AccessDenied', 'forbidden'],
  ['TooManyRequestsException', 'throttled'],
  ['ThrottlingException', 'throttled'],
  ['EC2ThrottledException', 'throttled'],
  ['RequestTooLargeException', 'too-large'],
])

/** What a failed call of a Lambda endpoint means, for the owner of the API. */
export function remoteRefusal(error: unknown, target: LambdaTarget, endpoint: string): LambdaRefusal {
  if (error instanceof RoleRefused) return { kind: 'forbidden', message: error.message }
  return { kind: kindOf(error), message: `Function ${target.arn} at ${endpoint}: ${errorText(error)}` }
}

function kindOf(error: unknown): LambdaRefusal['kind'] {
  const kind = error instanceof Error ? KINDS.get(error.name) : undefined
  if (kind !== undefined) return kind
  // Keys that are unknown or expired, wrong signatures. A 404 without Lambda's name is of a server that is no Lambda.
  return errorStatus(error) === 403 ? 'forbidden' : 'unavailable'
}
