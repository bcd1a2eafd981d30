import { isJsonObject } from '../model/json-object.ts'
import { evaluatePolicy } from './access-policy.ts'
import type { Authorization } from './authorization.ts'

/** Bytes (spec/websocket-api.md section 12). */
const MOST_BYTES = 8192

/** What a function that fails says in order to tell that the client is not known: exactly this (section 2.5). */
const UNAUTHORIZED = 'Unauthorized'

/** Reads what an authorizer's function returned: a policy, and what there is to know of the client. `arn`: of the route. */
export function readFunctionAnswer(payload: Uint8Array, arn: string): Authorization {
  if (payload.length > MOST_BYTES) return failed(`it returned more than ${MOST_BYTES} bytes`)
  const answer = parsed(payload)
  if (answer === undefined) return failed('it returned no object')
  const { principalId, policyDocument, context, usageIdentifierKey } = answer
  if (policyDocument === undefined) return failed('it returned no policyDocument')
  if (principalId === undefined || principalId === null || principalId === '') {
    return { kind: 'misconfigured', reason: 'it returned no principalId' }
  }
  if (typeof principalId !== 'string') return failed('the principalId that it returned is no string')
  const key = usageIdentifierKey ?? undefined
  if (key !== undefined && typeof key !== 'string')
    return failed('the usageIdentifierKey that it returned is no string')
  const texts = textsOfContext(context)
  if (texts === undefined) return failed('the context that it returned is no object of strings, numbers and booleans')
  const decision = evaluatePolicy(policyDocument, arn)
  if (decision === 'malformed') return failed('the policyDocument that it returned is no policy')
  if (decision === 'denied') return denied('a statement of the policy that it returned denies it')
  if (decision === 'not-allowed') return denied('no statement of the policy that it returned allows it')
  // First, and not to be overridden by the context.
  const principal = ['principalId', principalId] as const
  return { kind: 'authorized', context: new Map([principal, ...texts, principal]), usageIdentifierKey: key }
}

/** Reads the error of a function that failed. */
export function readFunctionError(payload: Uint8Array, functionError: string): Authorization {
  const isUnauthorized = parsed(payload)?.errorMessage === UNAUTHORIZED
  return isUnauthorized ? { kind: 'unauthorized' } : failed(`it failed (${functionError})`)
}

interface FunctionAnswer {
  readonly principalId?: unknown
  readonly policyDocument?: unknown
  readonly context?: unknown
  readonly usageIdentifierKey?: unknown
  readonly errorMessage?: unknown
}

function parsed(payload: Uint8Array): FunctionAnswer | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload).toString())
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Numbers and booleans become texts; null is as if it were not there. Undefined where something is neither. */
function textsOfContext(context: unknown): ReadonlyMap<string, string> | undefined {
  if (context === undefined || context === null) return new Map()
  if (!isJsonObject(context)) return undefined
  const texts = new Map<string, string>()
  for (const [name, value] of Object.entries(context)) {
    const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    if (isText) texts.set(name, String(value))
    else if (value !== null) return undefined
  }
  return texts
}

function failed(reason: string): Authorization {
  return { kind: 'failed', reason }
}

function denied(reason: string): Authorization {
  return { kind: 'denied', reason }
}
