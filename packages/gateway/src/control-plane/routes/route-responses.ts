import { badRequest, conflict } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { RouteResponseDocument } from '../../store/documents.ts'
import { changeApi } from '../auto-deploy.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { newId } from '../ids.ts'
import { childKey, childrenOf, draftResource, readApi, readResource } from '../lookup.ts'
import { page } from '../paging.ts'
import { compact, patch, unlessEmpty } from '../patch.ts'
import { mergeModels } from './routes.ts'

type Operation =
  | 'CreateRouteResponse'
  | 'DeleteRouteResponse'
  | 'GetRouteResponse'
  | 'GetRouteResponses'
  | 'UpdateRouteResponse'

const KIND = 'routeresponses'

/** Answers of a WebSocket API's two-way routes (spec control-plane.md 4.5). */
export function routeResponseHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    CreateRouteResponse({ ApiId, RouteId, ...given }) {
      return changeApi(plane, ApiId, (draft) => {
        requireParent(draft, RouteId)
        const isTaken = (id: string) => draft.get(KIND, childKey(id, RouteId)) !== undefined
        const response = settle({ ...given, RouteResponseId: newId('routeResponse', isTaken) })
        check(draft, RouteId, response)
        draft.put(KIND, childKey(response.RouteResponseId, RouteId), response)
        return response
      })
    },

    async GetRouteResponse({ ApiId, RouteId, RouteResponseId }) {
      const api = await readApi(plane, ApiId)
      readResource(api, 'routes', RouteId)
      return readResource(api, KIND, RouteResponseId, RouteId)
    },

    async GetRouteResponses(input) {
      const api = await readApi(plane, input.ApiId)
      readResource(api, 'routes', input.RouteId)
      return page(childrenOf(api.routeresponses, input.RouteId), input)
    },

    UpdateRouteResponse({ ApiId, RouteId, RouteResponseId, ...changes }) {
      return changeApi(plane, ApiId, (draft) => {
        requireParent(draft, RouteId)
        const old = draftResource(draft, KIND, RouteResponseId, RouteId)
        const { ResponseModels, ResponseParameters, ...plain } = changes
        const response = settle({
          ...patch<RouteResponseDocument>(old, plain),
          ResponseModels: mergeModels(old.ResponseModels, ResponseModels),
          ResponseParameters: { ...old.ResponseParameters, ...ResponseParameters },
        })
        check(draft, RouteId, response)
        draft.put(KIND, childKey(RouteResponseId, RouteId), response)
        return response
      })
    },

    async DeleteRouteResponse({ ApiId, RouteId, RouteResponseId }) {
      await changeApi(plane, ApiId, (draft) => {
        requireParent(draft, RouteId)
        draftResource(draft, KIND, RouteResponseId, RouteId)
        draft.remove(KIND, childKey(RouteResponseId, RouteId))
      })
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

function requireParent(draft: ApiDraft, routeId: string): void {
  draftResource(draft, 'routes', routeId)
  if (draft.api.ProtocolType !== 'WEBSOCKET') throw badRequest('Route responses are only supported for WEBSOCKET APIs')
}

function check(draft: ApiDraft, routeId: string, response: RouteResponseDocument): void {
  const key = response.RouteResponseKey ?? ''
  if (key !== '$default') throw badRequest(`Invalid route response key specified: ${key}. Must be $default`)
  for (const [, other] of childrenOf(draft.all(KIND), routeId)) {
    if (other.RouteResponseKey === key && other.RouteResponseId !== response.RouteResponseId) {
      throw conflict(`Route response with key ${key} already exists for this route`)
    }
  }
  const models = new Set([...draft.all('models').values()].map((model) => model.Name))
  for (const name of Object.values(response.ResponseModels ?? {})) {
    if (!models.has(name)) throw badRequest(`Invalid model specified: ${name}. No model of this API has that name`)
  }
}
