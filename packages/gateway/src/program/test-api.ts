import type { ApiOwner } from '../integrations/integration.ts'
import type { ApiDraft } from '../store/api-draft.ts'
import type { ApiRepository } from '../store/api-repository.ts'
import type { ApiDefinition } from '../store/api-snapshot.ts'
import type {
  ApiDocument,
  DeploymentDocument,
  IntegrationDocument,
  RouteDocument,
  StageDocument,
} from '../store/documents.ts'

/** An API in short, for tests: route key → integration URI, an integration, or undefined for a route without one. */
export type TestRoutes = Readonly<Record<string, string | Partial<IntegrationDocument> | undefined>>

export const testOwner: ApiOwner = { region: 'eu-west-1', accountId: '111122223333' }

export function testApiDocument(more: Partial<ApiDocument> = {}): ApiDocument {
  return { ApiId: 'a1b2c3d4e5', Name: 'pets', ProtocolType: 'HTTP', RouteSelectionExpression: '', ...more }
}

export function testStage(more: Partial<StageDocument> = {}): StageDocument {
  return { StageName: '$default', ...more }
}

/** Routes and integrations, in pairs, with ids by position: `rt0` has `in0`. */
function resources(routes: TestRoutes): [routes: RouteDocument[], integrations: IntegrationDocument[]] {
  const integrations: IntegrationDocument[] = []
  const documents = Object.entries(routes).map(([RouteKey, target], index): RouteDocument => {
    if (target === undefined) return { RouteId: `rt${index}`, RouteKey }
    const more = typeof target === 'string' ? { IntegrationUri: target } : target
    const IntegrationId = `in${index}`
    integrations.push({ IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', ...more, IntegrationId })
    return { RouteId: `rt${index}`, RouteKey, Target: `integrations/${IntegrationId}` }
  })
  return [documents, integrations]
}

export function testDefinition(routes: TestRoutes, api: Partial<ApiDocument> = {}): ApiDefinition {
  const [documents, integrations] = resources(routes)
  return {
    api: testApiDocument(api),
    authorizers: new Map(),
    integrationresponses: new Map(),
    models: new Map(),
    routeresponses: new Map(),
    routes: new Map(documents.map((route) => [route.RouteId, route])),
    integrations: new Map(integrations.map((integration) => [integration.IntegrationId, integration])),
  }
}

/** Puts routes and their integrations into a draft, in the place of those that are there. */
export function putRoutes(draft: ApiDraft, routes: TestRoutes): void {
  const [documents, integrations] = resources(routes)
  for (const id of draft.all('routes').keys()) draft.remove('routes', id)
  for (const id of draft.all('integrations').keys()) draft.remove('integrations', id)
  for (const route of documents) draft.put('routes', route.RouteId, route)
  for (const integration of integrations) draft.put('integrations', integration.IntegrationId, integration)
}

let lastDeployment = 0

/** Freezes the draft and points a stage at it, as a deployment does. */
export async function deploy(apis: ApiRepository, draft: ApiDraft, stage: Partial<StageDocument> = {}): Promise<void> {
  const DeploymentId = `dep${++lastDeployment}`
  const deployment: DeploymentDocument = { DeploymentId, Frozen: await apis.freeze(draft) }
  draft.put('deployments', DeploymentId, deployment)
  const document = testStage({ ...stage, DeploymentId })
  draft.put('stages', document.StageName, document)
}

/** Makes an API with its routes, deployed on one stage. */
export async function createApi(
  apis: ApiRepository,
  routes: TestRoutes,
  { api = {}, stage = {} }: { readonly api?: Partial<ApiDocument>; readonly stage?: Partial<StageDocument> } = {},
): Promise<void> {
  await apis.create(testApiDocument(api), async (draft) => {
    putRoutes(draft, routes)
    await deploy(apis, draft, stage)
  })
}

/** Changes the API of `createApi`. */
export function changeApi(
  apis: ApiRepository,
  change: (draft: ApiDraft) => void | Promise<void>,
  apiId = testApiDocument().ApiId,
): Promise<void> {
  return apis.change(apiId, change, () => new Error(`no API ${apiId}`))
}
