import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest, notFound } from '../../aws-protocol/service-error.ts'
import type { RouteDocument } from '../../store/documents.ts'
import { changeApi } from '../auto-deploy.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { newId } from '../ids.ts'
import { childrenOf, draftResource, readApi, readResource } from '../lookup.ts'
import { page } from '../paging.ts'
import { compact, patch, unlessEmpty, without } from '../patch.ts'
import { checkQuota } from '../quotas.ts'
import { parseRouteKey, rejectRouteConflict } from './route-key.ts'
import { checkRoute } from './route-rules.ts'

type Operation =
  | 'CreateRoute'
  | 'DeleteRoute'
  | 'DeleteRouteRequestParameter'
  | 'GetRoute'
  | 'GetRoutes'
  | 'UpdateRoute'

export function routeHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    CreateRoute({ ApiId, ...given }) {
      return changeApi(plane, ApiId, (draft) => {
        checkQuota(draft.all('routes').size, plane.quotas.routes, 'Routes')
        const key = parseRouteKey(draft.api.ProtocolType, given.RouteKey)
        const route = settle({
          ...given,
          ApiKeyRequired: given.ApiKeyRequired ?? false,
          AuthorizationType: given.AuthorizationType ?? 'NONE',
          RouteId: newId('route', (id) => draft.get('routes', id) !== undefined),
          RouteKey: key.text,
        })
        checkRoute(plane, draft, route)
        rejectRouteConflict(draft, key)
        draft.put('routes', route.RouteId, route)
        return route
      })
    },

    async GetRoute({ ApiId, RouteId }) {
      return readResource(await readApi(plane, ApiId), 'routes', RouteId)
    },

    async GetRoutes(input) {
      return page((await readApi(plane, input.ApiId)).routes, input)
    },

    UpdateRoute({ ApiId, RouteId, ...changes }) {
      return changeApi(plane, ApiId, (draft) => {
        const old = draftResource(draft, 'routes', RouteId)
        const route = settle(patchRoute(old, changes))
        if (route.RouteKey !== old.RouteKey) {
          if (old.ApiGatewayManaged === true) throw badRequest('The route key of a managed route cannot be changed')
          rejectRouteConflict(draft, parseRouteKey(draft.api.ProtocolType, route.RouteKey), RouteId)
        }
        checkRoute(plane, draft, route)
        draft.put('routes', RouteId, route)
        return route
      })
    },

    async DeleteRoute({ ApiId, RouteId }) {
      await changeApi(plane, ApiId, (draft) => {
        draftResource(draft, 'routes', RouteId)
        for (const [id] of childrenOf(draft.all('routeresponses'), RouteId)) {
          draft.remove('routeresponses', `${RouteId}/${id}`)
        }
        draft.remove('routes', RouteId)
      })
      return {}
    },

    async DeleteRouteRequestParameter({ ApiId, RouteId, RequestParameterKey }) {
      await changeApi(plane, ApiId, (draft) => {
        const route = draftResource(draft, 'routes', RouteId)
        const parameters = new Map(Object.entries(route.RequestParameters ?? {}))
        if (!parameters.delete(RequestParameterKey)) {
          throw notFound(`Invalid RequestParameter identifier specified ${RequestParameterKey}`)
        }
        draft.put('routes', RouteId, settle({ ...route, RequestParameters: Object.fromEntries(parameters) }))
      })
      return {}
    },
  }
}

type Changes = Omit<sdk.UpdateRouteRequest, 'ApiId' | 'RouteId'>

/** A PATCH, member by member (spec control-plane.md 3.2). */
function patchRoute(old: RouteDocument, changes: Changes): RouteDocument {
  if (changes.RouteKey === '') throw badRequest('Route key is required')
  if (changes.AuthorizerId !== undefined && changes.AuthorizerId !== '') {
    const type = changes.AuthorizationType ?? old.AuthorizationType
    if (type === undefined || type === 'NONE' || type === 'AWS_IAM') {
      throw badRequest('Unable to update route. Authorizer type is invalid or null.')
    }
  }
  const { RequestModels, RequestParameters, RouteKey, ...plain } = changes
  return {
    ...patch<RouteDocument>(old, { ...plain, ...(RouteKey === undefined ? {} : { RouteKey }) }),
    RequestModels: mergeModels(old.RequestModels, RequestModels),
    RequestParameters: { ...old.RequestParameters, ...RequestParameters },
  }
}

/**
 * Merged per key, `''` removing one; `{}` clears, which is where Postern converges with Terraform and AWS does not
 * (spec control-plane.md 10.6; docs/differences.md).
 */
export function mergeModels(
  old: Readonly<Record<string, string>> | undefined,
  changes: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  if (changes !== undefined && Object.keys(changes).length === 0) return {}
  return Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, model]) => model !== ''))
}

/** Leaves out what is empty, and, without authorization, what only authorization needs. */
function settle(route: RouteDocument): RouteDocument {
  const settled = compact<RouteDocument>({
    ...route,
    AuthorizationScopes: unlessEmpty(route.AuthorizationScopes),
    RequestModels: unlessEmpty(route.RequestModels),
    RequestParameters: unlessEmpty(route.RequestParameters),
  })
  return settled.AuthorizationType === 'NONE'
    ? (without(settled, 'AuthorizerId', 'AuthorizationScopes') as RouteDocument)
    : settled
}
