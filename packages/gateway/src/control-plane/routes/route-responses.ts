import { badRequest, conflict } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { RouteResponseDocument } from '../../store/documents.ts'
import { childrenOf } from '../child-key.ts'
import { ChildResources } from '../child-resources.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { checkModelNames } from '../models/model-names.ts'
import { compact, mergeModels, patch, unlessEmpty } from '../patch.ts'

type Operation =
  | 'CreateRouteResponse'
  | 'DeleteRouteResponse'
  | 'GetRouteResponse'
  | 'GetRouteResponses'
  | 'UpdateRouteResponse'

/** Answers of a WebSocket API's two-way routes (spec control-plane.md 4.5). */
export function routeResponseHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  const responses = new ChildResources(plane, {
    kind: 'routeresponses',
    parentKind: 'routes',
    noun: 'Route responses',
    check,
  })
  return {
    CreateRouteResponse({ ApiId, RouteId, ...given }) {
      return responses.create(ApiId, RouteId, (id) => settle({ ...given, RouteResponseId: id }))
    },

    GetRouteResponse({ ApiId, RouteId, RouteResponseId }) {
      return responses.read(ApiId, RouteId, RouteResponseId)
    },

    GetRouteResponses({ ApiId, RouteId, ...request }) {
      return responses.list(ApiId, RouteId, request)
    },

    UpdateRouteResponse({ ApiId, RouteId, RouteResponseId, ResponseModels, ResponseParameters, ...plain }) {
      return responses.update(ApiId, RouteId, RouteResponseId, (old) =>
        settle({
          ...patch<RouteResponseDocument>(old, plain),
          ResponseModels: mergeModels(old.ResponseModels, ResponseModels),
          ResponseParameters: { ...old.ResponseParameters, ...ResponseParameters },
        }),
      )
    },

    async DeleteRouteResponse({ ApiId, RouteId, RouteResponseId }) {
      await responses.remove(ApiId, RouteId, RouteResponseId)
      return {}
    },
  }
}

function settle(response: RouteResponseDocument): RouteResponseDocument {
  return compact<RouteResponseDocument>({
    ...response,
    ResponseModels: unlessEmpty(response.ResponseModels),
    ResponseParameters: unlessEmpty(response.ResponseParameters),
  })
}

function check(draft: ApiDraft, routeId: string, response: RouteResponseDocument): void {
  const key = response.RouteResponseKey ?? ''
  if (key !== '$default') throw badRequest(`Invalid route response key specified: ${key}. Must be $default`)
  for (const [, other] of childrenOf(draft.all('routeresponses'), routeId)) {
    if (other.RouteResponseId !== response.RouteResponseId) {
      throw conflict(`Route response with key ${key} already exists for this route`)
    }
  }
  checkModelNames(draft, response.ResponseModels)
}
