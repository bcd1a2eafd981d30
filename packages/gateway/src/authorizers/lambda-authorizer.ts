import type { LambdaCall, LambdaInvoker, LambdaOutcome } from '../data-plane/lambda-invoker.ts'
import { within } from '../data-plane/within.ts'
import type { Selection, SelectionSources } from '../expression/evaluate-selection.ts'
import type { Authorization } from './authorization.ts'
import { readFunctionAnswer, readFunctionError } from './function-answer.ts'

/** What the event of one authorization is made of; made only where the function is called. */
export interface AuthorizerInput {
  readonly sources: SelectionSources
  /** The function's event: JSON. */
  readonly event: () => string
  readonly traceId: string
  /** What the policy must allow to invoke: the ARN of the route that is called. */
  readonly arn: string
}

export interface LambdaAuthorizerOptions {
  readonly call: Pick<LambdaCall, 'target' | 'credentials' | 'sourceArn'>
  /** All must be there, or the function is not called. None: it always is. */
  readonly identitySources: readonly Selection[]
  /** Milliseconds. */
  readonly timeout: number
}

/** A REQUEST authorizer: a function that says who the client is and what it may do. Bound to a stage; immutable. */
export class LambdaAuthorizer {
  readonly #options: LambdaAuthorizerOptions

  constructor(options: LambdaAuthorizerOptions) {
    this.#options = options
  }

  /** Rejects only for what nobody foresaw. */
  async authorize(input: AuthorizerInput, functions: LambdaInvoker): Promise<Authorization> {
    const { call, identitySources, timeout } = this.#options
    if (identitySources.some((source) => source(input.sources) === '')) return { kind: 'unauthorized' }
    const invoked = functions.invoke({ ...call, payload: input.event(), traceId: input.traceId })
    const outcome = await within(timeout, invoked)
    const answer = outcome === undefined ? noAnswer(timeout) : authorizationOf(outcome, input.arn)
    // Says which function it is about.
    return 'reason' in answer ? { ...answer, reason: `authorizer ${call.target.arn}: ${answer.reason}` } : answer
  }
}

function authorizationOf(outcome: LambdaOutcome, arn: string): Authorization {
  if (outcome.kind !== 'answered') return { kind: 'failed', reason: outcome.message }
  const { payload, functionError } = outcome
  return functionError === undefined ? readFunctionAnswer(payload, arn) : readFunctionError(payload, functionError)
}

function noAnswer(timeout: number): Authorization {
  return { kind: 'failed', reason: `no answer within ${timeout} ms; the function goes on` }
}
