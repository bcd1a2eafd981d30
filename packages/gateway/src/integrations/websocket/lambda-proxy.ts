import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { LambdaTarget } from '../../data-plane/lambda-invoker.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { decodeBase64 } from './base64-bytes.ts'
import { textOf } from './content-handling.ts'
import { misconfigured } from './fixed-result.ts'
import { compileFunctionCall, refusalOf } from './lambda-call.ts'
import { lambdaEvent } from './lambda-event.ts'
import type { WebSocketEvent } from './websocket-event.ts'
import type { WebSocketIntegrationTemplate, WebSocketResult } from './websocket-integration.ts'

/** AWS_PROXY on a function (spec/websocket-api.md sections 4.4 and 11). Throws DefinitionError. */
export function compileLambdaProxy(document: IntegrationDocument): WebSocketIntegrationTemplate {
  const compiled = compileFunctionCall(document)
  return {
    bind(binding) {
      const call = compiled(binding)
      if (typeof call === 'string') return misconfigured(call)
      return {
        async call(event, services) {
          const outcome = await call.invoke(event, lambdaEvent(event, binding.stageVariables), services)
          if (outcome instanceof GatewayFault) return outcome
          if (outcome.kind !== 'answered') return refusalOf(outcome, call.target)
          if (outcome.functionError !== undefined) return failed(call.target, `it failed (${outcome.functionError})`)
          return answerOf(outcome.payload, event, call.target, binding.isTwoWay)
        },
      }
    },
  }
}

function failed(target: LambdaTarget, reason: string): GatewayFault {
  return GatewayFault.of('websocket-function-failed', `${target.arn}: ${reason}`)
}

/** The response contract (section 11.5). */
function answerOf(
  payload: Uint8Array,
  { type, journal }: WebSocketEvent,
  target: LambdaTarget,
  isTwoWay: boolean,
): WebSocketResult {
  // Nobody reads what $disconnect returns, and a route that does not answer may return nothing.
  if (type === 'DISCONNECT') return { status: 200, body: undefined }
  const answer = parse(payload)
  if (answer === null && type === 'MESSAGE' && !isTwoWay) return { status: 200, body: undefined }
  if (typeof answer !== 'object' || answer === null) return failed(target, 'it returned no object')
  const { statusCode: status, body } = answer
  if (!Number.isInteger(status)) return failed(target, 'what it returned has no whole statusCode')
  if (journal?.integration !== undefined) journal.integration = { ...journal.integration, status: status as number }
  if (body !== undefined && body !== null && typeof body !== 'string') {
    return failed(target, 'the body that it returned is no string')
  }
  const protocol = protocolOf(answer)
  if (body === undefined || body === null || body === '') return { status: status as number, body: undefined, protocol }
  if (answer.isBase64Encoded !== true) return { status: status as number, body, protocol }
  const bytes = decodeBase64(body)
  if (bytes === undefined) return failed(target, 'the body that it returned is no Base64')
  return { status: status as number, body: textOf(bytes) ?? bytes, protocol }
}

interface FunctionAnswer {
  readonly statusCode?: unknown
  readonly headers?: unknown
  readonly multiValueHeaders?: unknown
  readonly body?: unknown
  readonly isBase64Encoded?: unknown
}

function parse(payload: Uint8Array): FunctionAnswer | null | undefined {
  try {
    const value: unknown = payload.length === 0 ? null : JSON.parse(Buffer.from(payload).toString())
    return value === null || (typeof value === 'object' && !Array.isArray(value)) ? value : undefined
  } catch {
    return undefined
  }
}

/** `Sec-WebSocket-Protocol`, in any case, of either kind of headers. */
function protocolOf({ headers, multiValueHeaders }: FunctionAnswer): string | undefined {
  for (const map of [headers, multiValueHeaders]) {
    if (typeof map !== 'object' || map === null) continue
    for (const [name, value] of Object.entries(map)) {
      if (name.toLowerCase() !== 'sec-websocket-protocol') continue
      const text: unknown = Array.isArray(value) ? value[0] : value
      if (typeof text === 'string') return text
    }
  }
  return undefined
}
