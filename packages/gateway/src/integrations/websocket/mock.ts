import { PermissiveJsonError, parsePermissiveJson } from '@postern/velocity'
import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { IntegrationDocument, IntegrationResponseDocument } from '../../store/documents.ts'
import { textOf } from './content-handling.ts'
import { EventSources } from './event-sources.ts'
import { payloadForTrace } from './event-trace.ts'
import { IntegrationResponses } from './integration-responses.ts'
import { type RequestPayload, RequestPayloads } from './request-payload.ts'
import type { WebSocketIntegrationTemplate } from './websocket-integration.ts'

const NO_BYTES = new Uint8Array(0)
const DEFAULT_STATUS = 200

/** MOCK: the request template says which status it answers with (spec/websocket-api.md section 4.5). Throws DefinitionError. */
export function compileMock(
  document: IntegrationDocument,
  responses: readonly IntegrationResponseDocument[],
): WebSocketIntegrationTemplate {
  const payloads = new RequestPayloads(document)
  const mapped = new IntegrationResponses(responses, document.ContentHandlingStrategy)
  return {
    bind({ stageVariables, isTwoWay }) {
      return {
        call(event) {
          const sources = new EventSources(event, stageVariables)
          const request = payloads.make(event, sources)
          if (request instanceof GatewayFault) return request
          const status = statusOf(request)
          event.journal?.trace?.note('request', { body: payloadForTrace(request.payload), status })
          if (status === undefined) {
            const reason = 'what the request template made is no object with a whole statusCode'
            return GatewayFault.of('websocket-internal', reason)
          }
          const answer = { status, headers: () => [], bytes: NO_BYTES, selected: `${status}` }
          return mapped.map(answer, sources, isTwoWay)
        },
      }
    },
  }
}

/** Of a template's object; a message that is passed through counts only where it is such an object itself. */
function statusOf({ payload, isTemplate }: RequestPayload): number | undefined {
  const text = textOf(payload)
  const status = text === undefined ? undefined : statusIn(text)
  return status ?? (isTemplate ? undefined : DEFAULT_STATUS)
}

/** Lenient, as AWS is: names without quotes or in single ones, and commas too many. */
function statusIn(text: string): number | undefined {
  try {
    const value = parsePermissiveJson(text)
    const status: unknown = value instanceof Map ? value.get('statusCode') : undefined
    return typeof status === 'number' && Number.isInteger(status) ? status : undefined
  } catch (error) {
    if (error instanceof PermissiveJsonError) return undefined
    throw error
  }
}
