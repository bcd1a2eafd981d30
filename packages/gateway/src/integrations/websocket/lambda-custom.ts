import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { LambdaAnswer } from '../../data-plane/lambda-invoker.ts'
import type { IntegrationDocument, IntegrationResponseDocument } from '../../store/documents.ts'
import { textOf } from './content-handling.ts'
import { EventSources } from './event-sources.ts'
import { misconfigured } from './fixed-result.ts'
import { type BackendAnswer, IntegrationResponses } from './integration-responses.ts'
import { compileFunctionCall, refusalOf } from './lambda-call.ts'
import { RequestParameters } from './request-parameters.ts'
import { RequestPayloads } from './request-payload.ts'
import type { WebSocketIntegrationTemplate } from './websocket-integration.ts'

const INVOCATION_TYPE = 'x-amz-invocation-type'

/** AWS on a function: the payload is a template's, and integration responses map the answer. Throws DefinitionError. */
export function compileLambdaCustom(
  document: IntegrationDocument,
  responses: readonly IntegrationResponseDocument[],
): WebSocketIntegrationTemplate {
  const compiled = compileFunctionCall(document)
  const payloads = new RequestPayloads(document)
  const parameters = new RequestParameters(document.RequestParameters)
  const mapped = new IntegrationResponses(responses, document.ContentHandlingStrategy)
  return {
    bind(binding) {
      const call = compiled(binding)
      if (typeof call === 'string') return misconfigured(call)
      return {
        async call(event, services) {
          const sources = new EventSources(event, binding.stageVariables)
          const request = payloads.make(event, sources)
          if (request instanceof GatewayFault) return request
          const text = textOf(request.payload)
          if (text === undefined) return GatewayFault.of('websocket-internal', 'a function takes no bytes')
          // An empty body counts as an empty object (spec/websocket-api.md section 4.1).
          const outcome = call.invoke(event, text === '' ? '{}' : text, services)
          const [type] = parameters.header(INVOCATION_TYPE, sources)
          if (type === 'Event') {
            // Nobody waits for it; what becomes of it is in the function's log.
            outcome.catch(() => undefined)
            return mapped.map(answerOf(undefined), sources, binding.isTwoWay)
          }
          const known = await outcome
          if (known instanceof GatewayFault) return known
          if (known.kind !== 'answered') return refusalOf(known, call.target)
          if (known.functionError !== undefined && mapped.isEmpty) {
            // Nobody has said what clients may read of it.
            const reason = `${call.target.arn}: it failed (${known.functionError})`
            return GatewayFault.of('websocket-function-failed', reason)
          }
          return mapped.map(answerOf(known), sources, binding.isTwoWay)
        },
      }
    },
  }
}

/** A function that failed is a failure to the handshake, too; its message is what integration responses look at. */
function answerOf(answer: LambdaAnswer | undefined): BackendAnswer {
  const bytes = answer?.payload ?? new Uint8Array(0)
  const status = answer === undefined ? 202 : answer.functionError === undefined ? 200 : 500
  return { status, headers: () => [], bytes, selected: errorMessageOf(bytes) }
}

/** `errorMessage` of an answer that is an object, else empty (spec/websocket-api.md section 7.1). */
function errorMessageOf(bytes: Uint8Array): string {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString())
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'errorMessage')) return ''
    const { errorMessage } = value as { readonly errorMessage?: unknown }
    return typeof errorMessage === 'string' ? errorMessage : ''
  } catch {
    return ''
  }
}
