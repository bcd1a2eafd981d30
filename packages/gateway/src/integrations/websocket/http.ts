import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import { DefinitionError } from '../../expression/definition-error.ts'
import type { IntegrationDocument, IntegrationResponseDocument } from '../../store/documents.ts'
import { textOf } from './content-handling.ts'
import { EventSources } from './event-sources.ts'
import { misconfigured } from './fixed-result.ts'
import { HttpConnections } from './http-connection.ts'
import { HttpRequests } from './http-request.ts'
import { type BackendAnswer, IntegrationResponses } from './integration-responses.ts'
import { DEFAULT_TIMEOUT } from './lambda-call.ts'
import { RequestPayloads } from './request-payload.ts'
import { sendUpstream } from './send-upstream.ts'
import type { WebSocketEvent } from './websocket-event.ts'
import type { WebSocketIntegrationTemplate, WebSocketResult } from './websocket-integration.ts'

/** HTTP: template out, integration response back. Throws DefinitionError. */
export function compileHttp(
  document: IntegrationDocument,
  responses: readonly IntegrationResponseDocument[],
): WebSocketIntegrationTemplate {
  const mapped = new IntegrationResponses(responses, document.ContentHandlingStrategy)
  return compileHttpCall(document, (answer, sources, isTwoWay) => mapped.map(answer, sources, isTwoWay))
}

/** HTTP_PROXY: the message out as it is, the answer back as it is. Throws DefinitionError. */
export function compileHttpProxy(document: IntegrationDocument): WebSocketIntegrationTemplate {
  return compileHttpCall(document, ({ status, bytes, headers }, _sources, isTwoWay, type) => {
    // A client that $connect refuses reads it, whether the route answers or not.
    const isRead = isTwoWay || type === 'CONNECT'
    const body = bytes.length === 0 || !isRead ? undefined : (textOf(bytes) ?? bytes)
    return { status, body, protocol: headers('sec-websocket-protocol')[0] }
  })
}

type Answer = (
  answer: BackendAnswer,
  sources: EventSources,
  isTwoWay: boolean,
  type: WebSocketEvent['type'],
) => WebSocketResult

function compileHttpCall(document: IntegrationDocument, map: Answer): WebSocketIntegrationTemplate {
  if (document.IntegrationUri === undefined) throw new DefinitionError('it has no URI')
  const requests = new HttpRequests(document, document.IntegrationUri)
  const connections = new HttpConnections(document)
  const payloads = document.IntegrationType === 'HTTP_PROXY' ? undefined : new RequestPayloads(document)
  const timeout = document.TimeoutInMillis ?? DEFAULT_TIMEOUT
  return {
    bind(binding) {
      const target = requests.bind(binding)
      if (typeof target === 'string') return misconfigured(target)
      const connectionOf = connections.bind(binding)
      if (typeof connectionOf === 'string') return misconfigured(connectionOf)
      return {
        async call(event, services) {
          const connection = connectionOf(target.origin, services)
          if (typeof connection === 'string') return GatewayFault.of('websocket-internal', connection)
          const sources = new EventSources(event, binding.stageVariables)
          const request = payloads?.make(event, sources) ?? { payload: event.body ?? '', isTemplate: false }
          if (request instanceof GatewayFault) return request
          const { method } = target
          const parts = requests.make(target, event, sources, request.payload)
          const answer = await sendUpstream({ ...connection, method, timeout, ...parts }, services, event.journal)
          return answer instanceof GatewayFault ? answer : map(answer, sources, binding.isTwoWay, event.type)
        },
      }
    },
  }
}
