import { parseRouteParameter } from '@postern/expressions/route-parameter'
import { integrationOfTarget } from '@postern/expressions/route-target'
import { parseSelectionExpression } from '@postern/expressions/selection-expression'
import { badRequest, notFound } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { RouteDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'
import { checkModelNames } from '../models/model-names.ts'

/** Throws where a route, as it would be stored, is none that AWS accepts (spec control-plane.md 4.4). */
export function checkRoute(plane: ControlPlane, draft: ApiDraft, route: RouteDocument): void {
  checkTarget(draft, route)
  checkAuthorization(plane, draft, route)
  if (draft.api.ProtocolType === 'HTTP') checkHttpOnly(route)
  else checkWebSocketOnly(draft, route)
}

function checkTarget(draft: ApiDraft, { Target }: RouteDocument): void {
  if (Target === undefined) return
  const id = integrationOfTarget(Target)
  if (id === undefined) throw badRequest(`Invalid target specified: ${Target}. Must be integrations/{integrationId}`)
  if (draft.get('integrations', id) === undefined) throw notFound(`Invalid Integration identifier specified ${id}`)
}

function checkAuthorization(plane: ControlPlane, draft: ApiDraft, route: RouteDocument): void {
  const type = route.AuthorizationType ?? 'NONE'
  if (type === 'JWT' && draft.api.ProtocolType !== 'HTTP') {
    throw badRequest('Authorization type JWT is only supported for HTTP APIs')
  }
  // AWS's words, as users of WebSocket APIs report them. It says nothing of that kind of API keys: the acceptance tests
  // of the Terraform provider (TestAccAPIGatewayV2Route_simpleAttributes) ask for one on $default.
  if (type !== 'NONE' && draft.api.ProtocolType === 'WEBSOCKET' && route.RouteKey !== '$connect') {
    throw badRequest('Currently, authorization is restricted to the $connect route only')
  }
  if (type === 'JWT' || type === 'CUSTOM') {
    const kind = type === 'JWT' ? 'JWT' : 'REQUEST'
    if (draft.get('authorizers', route.AuthorizerId ?? '')?.AuthorizerType !== kind) {
      throw badRequest(
        `Invalid authorizer ID specified. Setting the authorization type to ${type} requires a valid ${kind} authorizer.`,
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

const WEBSOCKET_MEMBERS = [
  'ModelSelectionExpression',
  'RequestModels',
  'RequestParameters',
  'RouteResponseSelectionExpression',
] as const

function checkHttpOnly(route: RouteDocument): void {
  if (route.ApiKeyRequired === true) throw badRequest('API keys are only supported for WEBSOCKET APIs')
  const member = WEBSOCKET_MEMBERS.find((one) => route[one] !== undefined)
  if (member !== undefined) throw badRequest(`${member} is only supported for routes of WEBSOCKET APIs`)
}

function checkWebSocketOnly(draft: ApiDraft, route: RouteDocument): void {
  checkModelNames(draft, route.RequestModels)
  if (route.RequestParameters !== undefined && route.RouteKey !== '$connect') {
    throw badRequest('RequestParameters are only supported for the $connect route')
  }
  for (const parameter of Object.keys(route.RequestParameters ?? {})) {
    if (parseRouteParameter(parameter) === undefined) {
      throw badRequest(
        `Invalid request parameter specified: ${parameter}. Must be route.request.{header|querystring}.{name}`,
      )
    }
  }
  const { ModelSelectionExpression: model, RouteResponseSelectionExpression: response } = route
  if (model !== undefined && parseSelectionExpression(model) === undefined) {
    throw badRequest(`Invalid model selection expression specified: ${model}`)
  }
  // Both spellings of the one constant are in use (spec websocket-api.md 3.1).
  if (response !== undefined && response !== '$default' && response !== '\\$default') {
    throw badRequest(`Invalid route response selection expression specified: ${response}. Must be $default`)
  }
}
