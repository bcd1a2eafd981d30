import type { ApiKeys } from '../authorizers/api-keys.ts'
import type { Authorization } from '../authorizers/authorization.ts'
import type { CallerPermission } from '../authorizers/caller-permission.ts'
import type { LambdaAuthorizer } from '../authorizers/lambda-authorizer.ts'
import { type IdentifyCaller, identityOf, signedCallerOf } from '../authorizers/signed-caller.ts'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { IntegrationServices } from '../integrations/integration.ts'
import { authorizerEvent } from '../integrations/websocket/authorizer-event.ts'
import type { EventJournal } from '../integrations/websocket/event-journal.ts'
import { EventSources } from '../integrations/websocket/event-sources.ts'
import type { ConnectionFacts, WebSocketEvent } from '../integrations/websocket/websocket-event.ts'
import type { RouteAccess } from '../program/route-access.ts'
import type { WebSocketRoute, WebSocketStageProgram } from '../program/websocket-stage-program.ts'
import { isSecretName, MASK } from '../telemetry/secrets.ts'
import { type HttpRequest, headerOf } from '../transport/http-message.ts'
import { secretsOf } from './journals.ts'

/** Who is who. */
export interface AdmissionServices extends Pick<IntegrationServices, 'functions'> {
  readonly identifyCaller: IdentifyCaller
  readonly apiKeys: ApiKeys
  readonly permit: CallerPermission
}

/** What became known of a client: what its connection keeps, and the API key that an authorizer knows it to have. */
interface Known {
  readonly facts: Pick<ConnectionFacts, 'authorizer' | 'identity'>
  readonly usageIdentifierKey?: string | undefined
}

/**
 * Whether the client may open a connection, by its API key and by the route's authorizer (spec/websocket-api.md sections
 * 2.2 to 2.6): the handshake's event with what is known of the client now. Rejects only for what nobody foresaw.
 */
export async function admit(
  event: WebSocketEvent,
  { access }: WebSocketRoute,
  stage: WebSocketStageProgram,
  request: HttpRequest,
  services: AdmissionServices,
): Promise<WebSocketEvent | GatewayFault> {
  const sent = access.apiKey === 'header' ? headerOf(request.headers, 'x-api-key') : undefined
  const early = access.apiKey === 'header' ? checkApiKey(sent, event, services) : NOTHING
  if (early instanceof GatewayFault) return early
  const began = event.journal === undefined ? 0 : performance.now()
  const known = await authorize(event, access, stage, request, services)
  if (event.journal !== undefined) note(event.journal, access, known, Math.round(performance.now() - began))
  if (known instanceof GatewayFault) return known
  // This one is not known before the authorizer has spoken.
  const late = access.apiKey === 'authorizer' ? checkApiKey(known.usageIdentifierKey, event, services) : NOTHING
  if (late instanceof GatewayFault) return late
  const identity = new Map([...early, ...late, ...(known.facts.identity ?? [])])
  const connection = { ...event.connection, ...known.facts, ...(identity.size > 0 && { identity }) }
  event.journal?.trace?.renew(secretsOf(connection))
  return { ...event, connection }
}

/** What the authorizer, if there is one, came to. */
function note(
  journal: EventJournal,
  { authorization }: RouteAccess,
  known: Known | GatewayFault,
  latency: number,
): void {
  const { kind } = authorization
  if (kind !== 'function' && kind !== 'signature') return
  const isRefused = known instanceof GatewayFault
  const error = isRefused ? (known.integrationError ?? known.message) : undefined
  journal.authorizer = { kind, latency, status: isRefused ? known.status : 200, error }
  const told = isRefused ? undefined : known.facts.authorizer
  const shown = [...(told ?? [])].map(([name, value]) => [name, isSecretName(name) ? MASK : value] as const)
  const context = told === undefined ? undefined : JSON.stringify(Object.fromEntries(shown))
  journal.trace?.note('access', { by: kind, isAllowed: !isRefused, reason: error, context })
}

const NOTHING: ReadonlyMap<string, string> = new Map()

/** `$context.identity` of the key. Which key it was that is none is not told: it may be a true one, misspelt. */
function checkApiKey(
  value: string | undefined,
  { connection, journal }: WebSocketEvent,
  { apiKeys }: AdmissionServices,
): ReadonlyMap<string, string> | GatewayFault {
  const key = apiKeys.find(value ?? '', connection.apiId, connection.stage)
  if (key !== undefined)
    return new Map([
      ['apiKey', key.value],
      ['apiKeyId', key.id],
    ])
  const reason = value === undefined ? 'no API key' : 'no API key of this stage'
  journal?.trace?.note('access', { by: 'API key', isAllowed: false, reason })
  return GatewayFault.of('websocket-forbidden', reason)
}

async function authorize(
  event: WebSocketEvent,
  { authorization, arn }: WebSocketRoute['access'],
  { stageVariables }: WebSocketStageProgram,
  request: HttpRequest,
  services: AdmissionServices,
): Promise<Known | GatewayFault> {
  if (authorization.kind === 'none') return { facts: {} }
  if (authorization.kind === 'misconfigured') {
    return GatewayFault.of('websocket-authorizer-misconfigured', authorization.reason)
  }
  if (authorization.kind === 'function') {
    return askFunction(authorization.authorizer, event, arn, stageVariables, services)
  }
  const caller = signedCallerOf(request, services.identifyCaller)
  if (!('message' in caller)) {
    const refusal = caller.isTemporary ? await services.permit(caller, 'execute-api:Invoke', arn) : undefined
    return refusal === undefined ? { facts: { identity: identityOf(caller) } } : GatewayFault.notPermitted(refusal)
  }
  return caller.isMissing ? GatewayFault.of('websocket-unsigned') : GatewayFault.badSignature(caller.message)
}

async function askFunction(
  authorizer: LambdaAuthorizer,
  event: WebSocketEvent,
  arn: string,
  stageVariables: Readonly<Record<string, string>>,
  { functions }: AdmissionServices,
): Promise<Known | GatewayFault> {
  const began = performance.now()
  const input = {
    sources: new EventSources(event, stageVariables),
    event: () => authorizerEvent(event, stageVariables, arn),
    traceId: event.traceId,
    arn,
  }
  const result = await authorizer.authorize(input, functions)
  if (result.kind !== 'authorized')
    return GatewayFault.of(FAULTS[result.kind], 'reason' in result ? result.reason : undefined)
  const latency = ['integrationLatency', Math.round(performance.now() - began)] as const
  return {
    facts: { authorizer: new Map<string, string | number>([...result.context, latency]) },
    usageIdentifierKey: result.usageIdentifierKey,
  }
}

const FAULTS = {
  unauthorized: 'websocket-unauthorized',
  denied: 'websocket-forbidden',
  failed: 'websocket-authorizer-failed',
  misconfigured: 'websocket-authorizer-misconfigured',
} as const satisfies Record<Exclude<Authorization['kind'], 'authorized'>, string>
