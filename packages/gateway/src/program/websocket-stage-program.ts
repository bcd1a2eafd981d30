import type { TokenBucket } from '../data-plane/token-bucket.ts'
import { compileSelection, type Selection } from '../expression/evaluate-selection.ts'
import type { ApiOwner } from '../integrations/integration.ts'
import { compileWebSocketIntegration } from '../integrations/websocket/compile-integration.ts'
import { misconfigured } from '../integrations/websocket/fixed-result.ts'
import type {
  WebSocketIntegration,
  WebSocketIntegrationTemplate,
} from '../integrations/websocket/websocket-integration.ts'
import type { ApiDefinition } from '../store/api-snapshot.ts'
import type { IntegrationDocument, RouteDocument, StageDocument } from '../store/documents.ts'
import { type AccessLog, accessLogOf } from './access-log.ts'
import { blaming } from './blaming.ts'
import { compileModels } from './models/compile-models.ts'
import { compileMessageCheck, type MessageCheck } from './models/message-check.ts'
import type { ValueCheck } from './models/model-validator.ts'
import { compileRequiredParameters, type ParameterCheck } from './required-parameters.ts'
import { type AccessTemplate, compileAccess, type RouteAccess } from './route-access.ts'
import { routeThrottle } from './route-throttle.ts'

/** A route, ready to be called. */
export interface WebSocketRoute {
  readonly routeKey: string
  readonly integration: WebSocketIntegration
  /** Whether the client gets a frame of what the backend answers. */
  readonly isTwoWay: boolean
  /** Whether a message is one that the backend may be called for; undefined: any is. */
  readonly check: MessageCheck | undefined
  /** Whether a handshake has what the route demands; undefined: it demands nothing. */
  readonly parameters: ParameterCheck | undefined
  /** Of $connect: who may open a connection. */
  readonly access: RouteAccess
  /** Undefined: it has no limit of its own. */
  readonly throttle: TokenBucket | undefined
}

interface CompiledRoute {
  readonly routeKey: string
  /** Undefined: the route has none, which is enough for $connect and $disconnect. */
  readonly integration: WebSocketIntegrationTemplate | undefined
  readonly isTwoWay: boolean
  readonly check: MessageCheck | undefined
  readonly parameters: ParameterCheck | undefined
  readonly access: AccessTemplate
}

/** A WebSocket API's definition, as far as it is the same for all stages. */
interface CompiledDefinition {
  readonly expression: string
  readonly selection: Selection
  readonly routes: readonly CompiledRoute[]
}

const definitions = new WeakMap<ApiDefinition, CompiledDefinition>()

/** Compiles a definition, once. Throws DefinitionError, whose message names the resource that is to blame. */
export function compileWebSocketDefinition(definition: ApiDefinition): CompiledDefinition {
  const known = definitions.get(definition)
  if (known !== undefined) return known
  const expression = definition.api.RouteSelectionExpression ?? '$request.body.action'
  const integrations = new Map<string, WebSocketIntegrationTemplate>()
  const models = compileModels(definition)
  const compiled = {
    expression,
    selection: compileSelection(expression),
    routes: [...definition.routes.values()].map((route) => compileRoute(definition, route, integrations, models)),
  }
  definitions.set(definition, compiled)
  return compiled
}

function compileRoute(
  definition: ApiDefinition,
  route: RouteDocument,
  integrations: Map<string, WebSocketIntegrationTemplate>,
  models: ReadonlyMap<string, ValueCheck>,
): CompiledRoute {
  const integration = integrationOf(definition, route, integrations)
  const check = blaming('Route', route.RouteId, () => compileMessageCheck(route, models))
  const parameters = blaming('Route', route.RouteId, () => compileRequiredParameters(route))
  const access = compileAccess(definition, route)
  return { routeKey: route.RouteKey, integration, isTwoWay: isTwoWay(definition, route), check, parameters, access }
}

/** Both are needed: the route's expression, and a route response (spec/websocket-api.md section 7.5). */
function isTwoWay({ routeresponses }: ApiDefinition, route: RouteDocument): boolean {
  const expression = route.RouteResponseSelectionExpression
  if (expression !== '$default' && expression !== '\\$default') return false
  for (const [path, { RouteResponseKey }] of routeresponses) {
    if (path.startsWith(`${route.RouteId}/`) && RouteResponseKey === '$default') return true
  }
  return false
}

const TARGET = 'integrations/'

function integrationOf(
  definition: ApiDefinition,
  route: RouteDocument,
  integrations: Map<string, WebSocketIntegrationTemplate>,
): WebSocketIntegrationTemplate | undefined {
  if (isClosed(route)) return unusable('only $connect may ask for authorization or an API key')
  if (route.Target === undefined) return undefined
  const id = route.Target.startsWith(TARGET) ? route.Target.slice(TARGET.length) : route.Target
  const known = integrations.get(id)
  if (known !== undefined) return known
  const document = definition.integrations.get(id)
  if (document === undefined) return unusable('the integration of the route does not exist')
  const compiled = blaming('Integration', id, () =>
    compileWebSocketIntegration(document, responsesOf(definition, document)),
  )
  integrations.set(id, compiled)
  return compiled
}

/**
 * Only $connect says who may come in, and for the whole connection (spec/websocket-api.md section 2.3). Another route
 * that would is closed, since open would be the one answer that is never right.
 */
function isClosed({ AuthorizationType = 'NONE', ApiKeyRequired, RouteKey }: RouteDocument): boolean {
  return RouteKey !== '$connect' && (AuthorizationType !== 'NONE' || ApiKeyRequired === true)
}

function unusable(reason: string): WebSocketIntegrationTemplate {
  const integration = misconfigured(reason)
  return { bind: () => integration }
}

function responsesOf({ integrationresponses }: ApiDefinition, { IntegrationId }: IntegrationDocument) {
  return [...integrationresponses]
    .filter(([path]) => path.startsWith(`${IntegrationId}/`))
    .map(([, response]) => response)
}

/** One stage of a WebSocket API as it was deployed. Immutable: an event keeps the one that it started with. */
export class WebSocketStageProgram {
  readonly stageName: string
  /** Whether only custom domains lead here. */
  readonly isExecuteApiDisabled: boolean
  readonly definition: ApiDefinition
  readonly stage: StageDocument
  readonly stageVariables: Readonly<Record<string, string>>
  /** The route selection expression as it is written. */
  readonly routeSelectionExpression: string
  /** Evaluates to a route key. */
  readonly routeSelection: Selection
  /** Undefined: the stage has none. */
  readonly accessLog: AccessLog | undefined
  readonly #routes = new Map<string, WebSocketRoute>()

  /** `replaced`: the stage's program so far, whose limits go on. */
  constructor(definition: ApiDefinition, stage: StageDocument, owner: ApiOwner, replaced?: WebSocketStageProgram) {
    const { expression, selection, routes } = compileWebSocketDefinition(definition)
    this.definition = definition
    this.stage = stage
    this.stageName = stage.StageName
    this.stageVariables = stage.StageVariables ?? {}
    this.isExecuteApiDisabled = definition.api.DisableExecuteApiEndpoint === true
    this.routeSelectionExpression = expression
    this.routeSelection = selection
    this.accessLog = accessLogOf(stage)
    for (const { integration, access, ...route } of routes) {
      const binding = {
        owner,
        apiId: definition.api.ApiId,
        stageName: stage.StageName,
        routeKey: route.routeKey,
        stageVariables: this.stageVariables,
        clientCertificateId: stage.ClientCertificateId,
        isTwoWay: route.isTwoWay,
      }
      const bound = integration?.bind(binding) ?? NO_INTEGRATION
      const throttle = routeThrottle(stage, route.routeKey, replaced?.route(route.routeKey)?.throttle)
      this.#routes.set(route.routeKey, { ...route, integration: bound, access: access(binding), throttle })
    }
  }

  /** By its key, exactly. */
  route(routeKey: string): WebSocketRoute | undefined {
    return this.#routes.get(routeKey)
  }
}

/** Accepts a handshake; to a message it is a mistake (spec/websocket-api.md sections 2.1 and 13.2). */
const NO_INTEGRATION: WebSocketIntegration = {
  call: (event, services) =>
    event.type === 'MESSAGE'
      ? misconfigured('the route has no integration').call(event, services)
      : Promise.resolve({ status: 200, body: undefined }),
}
