import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { LambdaCall, LambdaOutcome, LambdaTarget } from '../../data-plane/lambda-invoker.ts'
import { within } from '../../data-plane/within.ts'
import { DefinitionError } from '../../expression/definition-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { executeApiArn } from '../execute-api-arn.ts'
import type { IntegrationServices } from '../integration.ts'
import { parseCredentials, parseFunctionUri } from '../lambda-target.ts'
import type { EventJournal } from './event-journal.ts'
import { payloadForTrace } from './event-trace.ts'
import type { WebSocketEvent } from './websocket-event.ts'
import type { WebSocketBinding } from './websocket-integration.ts'

/** Milliseconds (spec/websocket-api.md section 1.6). */
export const DEFAULT_TIMEOUT = 29_000

const GATEWAY: LambdaCall['credentials'] = { kind: 'gateway' }

/** A function that an integration calls, bound to a stage and a route. */
export interface FunctionCall {
  readonly target: LambdaTarget
  /** The function's answer, in time, or a fault. */
  invoke(event: WebSocketEvent, payload: string, services: IntegrationServices): Promise<LambdaOutcome | GatewayFault>
}

/** Throws DefinitionError; what is wrong with a stage's variables is told as a text when it is bound. */
export function compileFunctionCall(
  document: IntegrationDocument,
): (binding: WebSocketBinding) => FunctionCall | string {
  if (document.IntegrationUri === undefined) throw new DefinitionError('it has no URI')
  const target = parseFunctionUri(document.IntegrationUri)
  const credentials = document.CredentialsArn === undefined ? undefined : parseCredentials(document.CredentialsArn)
  const timeout = document.TimeoutInMillis ?? DEFAULT_TIMEOUT
  return (binding) => {
    const boundTarget = target.bind(binding.stageVariables)
    if (typeof boundTarget === 'string') return boundTarget
    const boundCredentials = credentials?.bind(binding.stageVariables) ?? GATEWAY
    if (typeof boundCredentials === 'string') return boundCredentials
    // What a function's resource policy may name (spec/websocket-api.md section 4.2).
    const { owner, apiId, stageName, routeKey } = binding
    const sourceArn = executeApiArn(owner, apiId, `${stageName}/${routeKey}`)
    return {
      target: boundTarget,
      invoke: async (event, payload, services) => {
        const call = { target: boundTarget, payload, traceId: event.traceId, credentials: boundCredentials, sourceArn }
        const { journal } = event
        journal?.trace?.note('request', { function: boundTarget.arn, event: payload })
        const began = journal === undefined ? 0 : performance.now()
        const outcome = (await within(timeout, services.functions.invoke(call))) ?? noAnswer(boundTarget, timeout)
        if (journal !== undefined) noteOutcome(journal, outcome, Math.round(performance.now() - began))
        return outcome
      },
    }
  }
}

/** Statuses of Lambda's Invoke, which a refusal would have had. */
const REFUSALS = { missing: 404, forbidden: 403, throttled: 429, 'too-large': 413, unavailable: 500 } as const

function noteOutcome(journal: EventJournal, outcome: LambdaOutcome | GatewayFault, latency: number): void {
  if (outcome instanceof GatewayFault) {
    journal.integration = { latency, error: outcome.integrationError }
  } else if (outcome.kind !== 'answered') {
    journal.integration = { latency, integrationStatus: REFUSALS[outcome.kind], error: outcome.message }
  } else {
    const { payload, functionError } = outcome
    const error = functionError === undefined ? undefined : `the function failed (${functionError})`
    journal.integration = { latency, integrationStatus: 200, error }
    journal.trace?.note('answer', { functionError, payload: payloadForTrace(payload) })
  }
}

function noAnswer({ arn }: LambdaTarget, timeout: number): GatewayFault {
  return GatewayFault.of('websocket-timeout', `${arn}: no answer within ${timeout} ms; the function goes on`)
}

/** Why a function was not run, or failed, for the API's owner. */
export function refusalOf(outcome: Exclude<LambdaOutcome, { kind: 'answered' }>, target: LambdaTarget): GatewayFault {
  return GatewayFault.of('websocket-internal', `${target.arn}: ${outcome.message}`)
}
