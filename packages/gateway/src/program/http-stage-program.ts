import type { TokenBucket } from '../data-plane/token-bucket.ts'
import type { ApiOwner, Integration } from '../integrations/integration.ts'
import type { ApiDefinition } from '../store/api-snapshot.ts'
import type { StageDocument } from '../store/documents.ts'
import type { CompiledDefinition } from './compile-definition.ts'
import { compileDefinition } from './compile-definition.ts'
import type { RouteMatch } from './route-table.ts'
import { routeThrottle } from './route-throttle.ts'

/** A route, ready to be called. */
export interface HttpRoute {
  /** `$context.routeKey` */
  readonly routeKey: string
  readonly integration: Integration
  /** Undefined: it has no limit of its own. */
  readonly throttle: TokenBucket | undefined
}

/** One stage of an HTTP API as it was deployed. Immutable: a request keeps the one that it started with. */
export class HttpStageProgram {
  readonly stageName: string
  /** Whether only custom domains lead here. As deployed: the flag waits for a deployment (spec/http-api.md 1.2). */
  readonly isExecuteApiDisabled: boolean
  /** What it was made of. Held so that the repository, which holds them weakly, does not read them again. */
  readonly definition: ApiDefinition
  readonly stage: StageDocument
  readonly #compiled: CompiledDefinition
  readonly #routes: readonly HttpRoute[]

  constructor(
    definition: ApiDefinition,
    stage: StageDocument,
    compiled: CompiledDefinition,
    owner: ApiOwner,
    replaced: HttpStageProgram | undefined,
  ) {
    const before = new Map(
      (replaced === undefined ? [] : replaced.#routes).map((route) => [route.routeKey, route.throttle]),
    )
    this.definition = definition
    this.stage = stage
    this.stageName = stage.StageName
    this.isExecuteApiDisabled = definition.api.DisableExecuteApiEndpoint === true
    this.#compiled = compiled
    const stageVariables = stage.StageVariables ?? {}
    const stageName = stage.StageName
    const apiId = definition.api.ApiId
    this.#routes = compiled.routes.map(({ routeKey, parameters, integration }) => {
      const isDefaultRoute = routeKey === '$default'
      return {
        routeKey,
        throttle: routeThrottle(stage, routeKey, before.get(routeKey)),
        integration: integration.bind({
          owner,
          apiId,
          stageName,
          routeKey,
          stageVariables,
          parameters,
          isDefaultRoute,
        }),
      }
    })
  }

  /** The route that takes a request. `path` is raw, without the stage, with good escapes only. */
  findRoute(method: string, path: string): RouteMatch<HttpRoute> | undefined {
    const match = this.#compiled.table.find(method, path)
    return match && { route: this.#routes[match.route] as HttpRoute, values: match.values }
  }
}

/**
 * Makes one stage of an HTTP API executable. Stages of one definition share its route tree. Throws DefinitionError; what
 * is wrong only with this stage's variables becomes a fault of the routes that need them. `replaced`: the stage's program
 * so far, whose limits go on.
 */
export function compileStage(
  definition: ApiDefinition,
  stage: StageDocument,
  owner: ApiOwner,
  replaced?: HttpStageProgram,
): HttpStageProgram {
  return new HttpStageProgram(definition, stage, compileDefinition(definition), owner, replaced)
}
