import type { SignedAwsRequest } from '../../data-plane/aws-services.ts'
import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import { DefinitionError } from '../../expression/definition-error.ts'
import type { IntegrationDocument, IntegrationResponseDocument } from '../../store/documents.ts'
import type { HeaderList } from '../../transport/http-message.ts'
import { headerBytes } from '../event-text.ts'
import type { IntegrationServices } from '../integration.ts'
import { parseCredentials } from '../lambda-target.ts'
import { type AwsRequestParts, AwsServiceRequests } from './aws-service-request.ts'
import { type AwsServiceTarget, parseServiceUri } from './aws-service-uri.ts'
import { EventSources } from './event-sources.ts'
import { misconfigured } from './fixed-result.ts'
import { type BackendAnswer, IntegrationResponses } from './integration-responses.ts'
import { DEFAULT_TIMEOUT } from './lambda-call.ts'
import { RequestPayloads } from './request-payload.ts'
import { sendUpstream } from './send-upstream.ts'
import type { WebSocketEvent } from './websocket-event.ts'
import type { WebSocketIntegrationTemplate } from './websocket-integration.ts'

/** AWS on a service other than Lambda: template out, signed, integration response back. Throws DefinitionError. */
export function compileAwsService(
  document: IntegrationDocument,
  responses: readonly IntegrationResponseDocument[],
): WebSocketIntegrationTemplate {
  if (document.IntegrationUri === undefined) throw new DefinitionError('it has no URI')
  const uri = parseServiceUri(document.IntegrationUri)
  const arn = document.CredentialsArn === undefined ? undefined : parseCredentials(document.CredentialsArn)
  const requests = new AwsServiceRequests(document)
  const payloads = new RequestPayloads(document)
  const mapped = new IntegrationResponses(responses, document.ContentHandlingStrategy)
  const timeout = document.TimeoutInMillis ?? DEFAULT_TIMEOUT
  return {
    bind(binding) {
      const target = uri.bind(binding.stageVariables)
      if (typeof target === 'string') return misconfigured(target)
      const credentials = arn?.bind(binding.stageVariables) ?? { kind: 'gateway' }
      if (typeof credentials === 'string') return misconfigured(credentials)
      return {
        async call(event, services) {
          const sources = new EventSources(event, binding.stageVariables)
          const request = payloads.make(event, sources)
          if (request instanceof GatewayFault) return request
          const parts = requests.make(target, sources, request.payload)
          if (typeof parts === 'string') return GatewayFault.of('websocket-internal', parts)
          const answer = await send({ target, parts, credentials, timeout, event }, services)
          return answer instanceof GatewayFault ? answer : mapped.map(answer, sources, binding.isTwoWay)
        },
      }
    },
  }
}

interface Sending {
  readonly target: AwsServiceTarget
  readonly parts: AwsRequestParts
  readonly credentials: Parameters<NonNullable<IntegrationServices['aws']>['sign']>[0]['credentials']
  readonly timeout: number
  readonly event: WebSocketEvent
}

async function send(sending: Sending, services: IntegrationServices): Promise<BackendAnswer | GatewayFault> {
  const { target, parts, credentials, timeout, event } = sending
  if (services.aws === undefined) return GatewayFault.of('websocket-internal', 'this server calls no AWS services')
  const { service, region } = target
  const { method, path, query, signedHeaders: headers, body } = parts
  const start = performance.now()
  const request = { service, region, method, path, query, headers, body, credentials, timeout }
  const signed = await services.aws.sign(request)
  if (signed instanceof GatewayFault) return signed
  // Finding credentials is part of the time that the integration has.
  const left = Math.max(1, Math.ceil(timeout - (performance.now() - start)))
  const lines = headersOf(signed, parts, event)
  const { origin, target: wire } = signed
  const wireRequest = { origin, method, target: wire, headers: lines, body, timeout: left }
  const answer = await sendUpstream(wireRequest, services, event.journal)
  if (!(answer instanceof GatewayFault) && areCredentialsRefused(answer)) signed.forgetCredentials()
  return answer
}

/** What the gateway adds for backends of HTTP (spec/websocket-api.md section 4.1); services answer JSON by `Accept`. */
function headersOf(
  { headers }: SignedAwsRequest,
  { otherHeaders }: AwsRequestParts,
  event: WebSocketEvent,
): HeaderList {
  const { apiId } = event.connection
  const others = { accept: 'application/json', 'user-agent': `AmazonAPIGateway_${apiId}`, ...otherHeaders }
  const lines = Object.entries(others).flatMap(([name, value]) => [name, headerBytes(value)])
  return [...headers, ...lines, 'X-Amzn-Apigateway-Api-Id', apiId, 'X-Amzn-Trace-Id', event.traceId]
}

const REFUSED = /ExpiredToken|UnrecognizedClient|InvalidClientTokenId/

/** Keys of a role that were revoked or are expired: as the services' common errors have it. */
function areCredentialsRefused({ status, bytes }: BackendAnswer): boolean {
  return (status === 400 || status === 403) && REFUSED.test(Buffer.from(bytes.subarray(0, 2048)).toString('latin1'))
}
