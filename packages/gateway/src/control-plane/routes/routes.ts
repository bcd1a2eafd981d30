import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest, notFound } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { RouteDocument } from '../../store/documents.ts'
import { changeApi } from '../change-api.ts'
import { childKey, childrenOf } from '../child-key.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { draftId } from '../ids.ts'
import { draftResource, readApi, readResource } from '../lookup.ts'
import { page } from '../paging.ts'
import { compact, mergeModels, patch, unlessEmpty, without } from '../patch.ts'
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

/** Routes (spec control-plane.md 4.4). */
export function routeHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    CreateRoute({ ApiId, ...given }) {
      return changeApi(plane, ApiId, (draft) => addRoute(plane, draft, given))
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
          const key = parseRouteKey(draft.api.ProtocolType, route.RouteKey)
          if (old.ApiGatewayManaged === true) throw badRequest('The route key of a managed route cannot be changed')
          rejectRouteConflict(draft, key, RouteId)
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
          draft.remove('routeresponses', childKey(id, RouteId))
        }
        draft.remove('routes', RouteId)
      })
      return {}
    },

    async DeleteRouteRequestParameter({ ApiId, RouteId, RequestParameterKey }) {
      await changeApi(plane, ApiId, (draft) => {
        const route = draftResource(draft, 'routes', RouteId)
        const RequestParameters = new Map(Object.entries(route.RequestParameters ?? {}))
        if (!RequestParameters.delete(RequestParameterKey)) {
          throw notFound(`Invalid RequestParameter identifier specified ${RequestParameterKey}`)
        }
        draft.put('routes', RouteId, settle({ ...route, RequestParameters: Object.fromEntries(RequestParameters) }))
      })
      return {}
    },
  }
}

/** Puts a new route into a draft. Throws where AWS would not accept it. */
export function addRoute(plane: ControlPlane, draft: ApiDraft, given: Omit<RouteDocument, 'RouteId'>): RouteDocument {
  checkQuota(draft.all('routes').size, plane.quotas.routes, 'Routes')
  const key = parseRouteKey(draft.api.ProtocolType, given.RouteKey)
  const route = settle({
    ...given,
    ApiKeyRequired: given.ApiKeyRequired ?? false,
    AuthorizationType: given.AuthorizationType ?? 'NONE',
    RouteId: draftId(draft, 'routes'),
  })
  if (route.AuthorizerId !== undefined && !takesAuthorizer(route.AuthorizationType)) {
    throw badRequest('Unable to create route. Authorizer type is invalid or null.')
  }
  checkRoute(plane, draft, route)
  rejectRouteConflict(draft, key)
  draft.put('routes', route.RouteId, route)
  return route
}

type Changes = Omit<sdk.UpdateRouteRequest, 'ApiId' | 'RouteId'>

/** A PATCH, member by member (spec control-plane.md 3.2). */
function patchRoute(old: RouteDocument, changes: Changes): RouteDocument {
  // AWS wants the type in the same call, whatever it was before [live].
  if (
    changes.AuthorizerId !== undefined &&
    changes.AuthorizerId !== '' &&
    !takesAuthorizer(changes.AuthorizationType)
  ) {
    throw badRequest('Unable to update route. Authorizer type is invalid or null.')
  }
  const { RequestModels, RequestParameters, RouteKey = old.RouteKey, ...plain } = changes
  return {
    ...patch<RouteDocument>(forget(old, changes.AuthorizationType), plain),
    RequestModels: mergeModels(old.RequestModels, RequestModels),
    RequestParameters: { ...old.RequestParameters, ...RequestParameters },
    // Not cleared by `''`, but refused.
    RouteKey,
  }
}

/** What belongs to an authorization type that the route no longer has goes with it. */
function forget(route: RouteDocument, type: string | undefined): RouteDocument {
  if (type === undefined || type === 'JWT') return route
  return takesAuthorizer(type)
    ? without(route, 'AuthorizationScopes')
    : without(route, 'AuthorizerId', 'AuthorizationScopes')
}

function takesAuthorizer(type: string | undefined): boolean {
  return type === 'JWT' || type === 'CUSTOM'
}

/** Leaves out what is empty. */
function settle(route: RouteDocument): RouteDocument {
  return {
    ...compact<RouteDocument>({
      ...route,
      AuthorizationScopes: unlessEmpty(route.AuthorizationScopes),
      RequestModels: unlessEmpty(route.RequestModels),
      RequestParameters: unlessEmpty(route.RequestParameters),
    }),
    RouteKey: route.RouteKey,
  }
}
