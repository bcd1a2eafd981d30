import { badRequest, notFound } from '../../aws-protocol/service-error.ts'
import { parseSelectionExpression } from '../../expression/selection-expression.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { RouteDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'

const PARAMETER =
  /^route\.request\.(header|querystring|multivalueheader|multivaluequerystring)\.[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Throws where a route, as it would be stored, is none that AWS accepts (spec control-plane.md 4.4). */
export function checkRoute(plane: ControlPlane, draft: ApiDraft, route: RouteDocument): void {
  checkTarget(draft, route)
  checkAuthorization(plane, draft, route)
  if (draft.api.ProtocolType === 'HTTP') checkHttpOnly(route)
  else checkWebSocketOnly(draft, route)
}

function checkTarget(draft: ApiDraft, { Target }: RouteDocument): void {
  if (Target === undefined) return
  const id = /^integrations\/([A-Za-z0-9]+)$/.exec(Target)?.[1]
  if (id === undefined) throw badRequest(`Invalid target specified: ${Target}. Must be integrations/{integrationId}`)
  if (draft.get('integrations', id) === undefined) throw notFound(`Invalid Integration identifier specified ${id}`)
}

function checkAuthorization(plane: ControlPlane, draft: ApiDraft, route: RouteDocument): void {
  const type = route.AuthorizationType ?? 'NONE'
  if (type === 'JWT' && draft.api.ProtocolType !== 'HTTP') {
    throw badRequest('Authorization type JWT is only supported for HTTP APIs')
  }
  if (type === 'JWT' || type === 'CUSTOM') {
    const authorizer = draft.get('authorizers', route.AuthorizerId ?? '')
    if (authorizer?.AuthorizerType !== (type === 'JWT' ? 'JWT' : 'REQUEST')) {
      throw badRequest(
        `Invalid authorizer ID specified. Setting the authorization type to ${type} requires a valid ${type === 'JWT' ? 'JWT' : 'REQUEST'} authorizer.`,
      )
    }
  }
  const scopes = route.AuthorizationScopes ?? []
  if (scopes.length > 0 && type !== 'JWT') {
    throw badRequest('AuthorizationScopes are only supported for routes with authorization type JWT')
  }
  if (scopes.length > plane.quotas.scopesPerRoute) {
    throw badRequest(`Too many AuthorizationScopes specified. At most ${plane.quotas.scopesPerRoute} are allowed`)
  }
}

function checkHttpOnly(route: RouteDocument): void {
  if (route.ApiKeyRequired === true) throw badRequest('API keys are only supported for WEBSOCKET APIs')
  const members = [
    'ModelSelectionExpression',
    'RequestModels',
    'RequestParameters',
    'RouteResponseSelectionExpression',
  ] as const
  for (const member of members) {
    if (route[member] !== undefined) throw badRequest(`${member} is only supported for routes of WEBSOCKET APIs`)
  }
}

function checkWebSocketOnly(draft: ApiDraft, route: RouteDocument): void {
  const models = new Set([...draft.all('models').values()].map((model) => model.Name))
  for (const name of Object.values(route.RequestModels ?? {})) {
    if (!models.has(name)) throw badRequest(`Invalid model specified: ${name}. No model of this API has that name`)
  }
  if (route.RequestParameters !== undefined && route.RouteKey !== '$connect') {
    throw badRequest('RequestParameters are only supported for the $connect route')
  }
  for (const name of Object.keys(route.RequestParameters ?? {})) {
    if (!PARAMETER.test(name)) {
      throw badRequest(
        `Invalid request parameter specified: ${name}. Must be route.request.{header|querystring}.{name}`,
      )
    }
  }
  checkSelection('model', route.ModelSelectionExpression)
  const response = route.RouteResponseSelectionExpression
  if (response !== undefined && !['$default', '\\$default'].includes(response)) {
    throw badRequest(`Invalid route response selection expression specified: ${response}. Must be $default`)
  }
}

function checkSelection(noun: string, text: string | undefined): void {
  if (text !== undefined && parseSelectionExpression(text) === undefined) {
    throw badRequest(`Invalid ${noun} selection expression specified: ${text}`)
  }
}
