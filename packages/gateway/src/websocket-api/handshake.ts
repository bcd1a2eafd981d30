import { isToken } from '@postern/expressions/mapping-key'
import type { AccountThrottle } from '../data-plane/account-throttle.ts'
import type { CallContext } from '../data-plane/call-context.ts'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { ExecuteApiPlacement } from '../data-plane/placement.ts'
import { newRequestId } from '../data-plane/request-id.ts'
import { traceIdOf } from '../data-plane/trace-id.ts'
import type { IntegrationServices } from '../integrations/integration.ts'
import { EventSources } from '../integrations/websocket/event-sources.ts'
import type { ConnectionFacts, WebSocketEvent } from '../integrations/websocket/websocket-event.ts'
import type { WebSocketAnswer, WebSocketResult } from '../integrations/websocket/websocket-integration.ts'
import type { WebSocketApiProgram } from '../program/api-program.ts'
import type { WebSocketRoute, WebSocketStageProgram } from '../program/websocket-stage-program.ts'
import { type HttpRequest, headerOf, valuesOf } from '../transport/http-message.ts'
import { type AdmissionServices, admit } from './admission.ts'
import type { Journals } from './journals.ts'
import { newEvent, runRoute } from './run-route.ts'

/** A handshake that is to be granted. */
export interface AcceptedHandshake {
  readonly facts: ConnectionFacts
  /** For `Sec-WebSocket-Protocol`: what the $connect integration chose. */
  readonly protocol: string | undefined
}

/** What became of a handshake: granted, refused by the backend, or by the gateway. */
export type HandshakeResult =
  | { readonly kind: 'accepted'; readonly handshake: AcceptedHandshake }
  | { readonly kind: 'refused'; readonly answer: WebSocketAnswer }
  | GatewayFault

/** Characters of a URL (spec/websocket-api.md section 1.7). */
const LONGEST_URL = 4096
const KEY = /^[+/0-9A-Za-z]{22}==$/
/** What a header's value may be. */
const FIELD = /^[\x20-\x7e]*$/

export interface HandshakeServices extends IntegrationServices, AdmissionServices {
  readonly journals: Journals
  readonly throttle: AccountThrottle
}

/** The steps of a handshake (spec/websocket-api.md section 2.2). Rejects only for what nobody foresaw. */
export async function shakeHands(
  api: WebSocketApiProgram,
  placement: ExecuteApiPlacement,
  context: CallContext,
  services: HandshakeServices,
): Promise<HandshakeResult> {
  const { request } = context
  if (request.target.length > LONGEST_URL) return GatewayFault.of('websocket-uri-too-long')
  const stage = stageOf(api, placement)
  if (stage instanceof GatewayFault) return stage
  context.stage = stage.stageName
  const version = headerOf(request.headers, 'sec-websocket-version')
  const key = headerOf(request.headers, 'sec-websocket-key') ?? ''
  const isSound = request.method === 'GET' && version === '13' && KEY.test(key) && areProtocols(request)
  if (!isSound) return GatewayFault.of('websocket-bad-handshake')

  const facts = factsOf(stage, placement, context)
  const route = stage.route('$connect')
  context.routeKey = route?.routeKey
  const traceId = traceIdOf(headerOf(request.headers, 'x-amzn-trace-id'), facts.connectedAt)
  const journal = services.journals.open(facts, stage)
  const asked = newEvent({ type: 'CONNECT', connection: facts, routeKey: '$connect', traceId, journal })
  const { event, result } = await connect(asked, route, stage, request, services)
  const handshake = handshakeOf(result, event.connection)
  if (journal !== undefined)
    services.journals.close(event, stage, handshake instanceof GatewayFault ? handshake : result)
  return handshake
}

interface Connected {
  /** With what is known of the client now. */
  readonly event: WebSocketEvent
  readonly result: WebSocketResult
}

/** Whether there is room for it, who the client is, whether it sent what the route demands, then what the backend says. */
async function connect(
  asked: WebSocketEvent,
  route: WebSocketRoute | undefined,
  stage: WebSocketStageProgram,
  request: HttpRequest,
  services: HandshakeServices,
): Promise<Connected> {
  const { throttle } = services
  // The route first: those whom it refuses take no connection from other APIs.
  if (!throttle.admits(route?.throttle) || !throttle.admitsConnection()) {
    return { event: asked, result: GatewayFault.of('throttled') }
  }
  if (route === undefined) return { event: asked, result: ACCEPTED }
  const event = await admit(asked, route, stage, request, services)
  if (event instanceof GatewayFault) return { event: asked, result: event }
  const incomplete = route.parameters?.(new EventSources(event, stage.stageVariables))
  if (incomplete !== undefined) {
    event.journal?.trace?.note('access', { by: 'parameters', isAllowed: false, reason: incomplete.message })
    return { event, result: incomplete }
  }
  return { event, result: await runRoute(route, event, services) }
}

/** Where nothing is behind $connect. */
const ACCEPTED: WebSocketAnswer = { status: 200, body: undefined }

function handshakeOf(result: WebSocketResult, facts: ConnectionFacts): HandshakeResult {
  if (result instanceof GatewayFault) return result
  const { status, protocol } = result
  if (status < 200 || status > 599) {
    return GatewayFault.of('websocket-function-failed', `the $connect integration answered with status ${status}`)
  }
  if (status > 299) return { kind: 'refused', answer: result }
  if (protocol !== undefined && !FIELD.test(protocol)) {
    return GatewayFault.of('websocket-function-failed', 'the protocol that the $connect integration chose is no header')
  }
  return accepted(facts, protocol === '' ? undefined : protocol)
}

const NONE: ConnectionFacts['headers'] = []

/** Headers and query are of the handshake's event alone: an open connection does not keep them. */
function accepted(facts: ConnectionFacts, protocol: string | undefined): HandshakeResult {
  return { kind: 'accepted', handshake: { facts: { ...facts, headers: NONE, query: '' }, protocol } }
}

/** Whether the subprotocols that the client offers, if any, are tokens, each once (RFC 6455 section 4.1). */
function areProtocols({ headers }: HttpRequest): boolean {
  const lines = valuesOf(headers, 'sec-websocket-protocol')
  if (lines.length === 0) return true
  const names = lines
    .join(',')
    .split(',')
    .map((name) => name.trim())
  return names.every(isToken) && new Set(names).size === names.length
}

/** `/{stage}` or `/{stage}/`, and nothing behind it; in the path form and on a custom domain name, the stage is placed already. */
function stageOf(api: WebSocketApiProgram, placement: ExecuteApiPlacement): WebSocketStageProgram | GatewayFault {
  const path = placement.target.split('?', 1)[0] ?? ''
  const name = placement.stage ?? path.replace(/^\//, '').replace(/\/$/, '')
  const isWhole = placement.stage === undefined || path === '/'
  const stage = isWhole ? api.stages.get(name) : undefined
  if (stage === 'broken') return GatewayFault.of('websocket-internal', 'the deployment of the stage does not compile')
  if (stage === undefined || stage === 'undeployed') return GatewayFault.of('websocket-forbidden')
  // Custom domain names stay open (spec/websocket-api.md section 1.3).
  return stage.isExecuteApiDisabled && placement.mappingKey === undefined
    ? GatewayFault.of('websocket-forbidden')
    : stage
}

function factsOf(stage: WebSocketStageProgram, placement: ExecuteApiPlacement, context: CallContext): ConnectionFacts {
  const { request, apiId } = context
  const mark = placement.target.indexOf('?')
  return {
    connectionId: newRequestId(),
    apiId,
    stage: stage.stageName,
    connectedAt: context.timeEpoch,
    host: context.host,
    // With its port: functions make the callback URL of it (spec/websocket-api.md, choice 6).
    domainName: context.host,
    sourceIp: request.remoteAddress,
    userAgent: headerOf(request.headers, 'user-agent'),
    secure: request.secure,
    headers: request.headers,
    query: mark < 0 ? '' : placement.target.slice(mark + 1),
  }
}
