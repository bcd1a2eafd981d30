import { badRequest } from '../../aws-protocol/service-error.ts'
import type { ApiDocument } from '../../store/documents.ts'
import { changeApi } from '../auto-deploy.ts'
import { type ApiGatewayHandlers, type ControlPlane, timestamp } from '../control-plane.ts'
import { newId } from '../ids.ts'
import { missingApi, readApi } from '../lookup.ts'
import { page } from '../paging.ts'
import { compact, patch, without } from '../patch.ts'
import { checkQuota } from '../quotas.ts'
import { API_KEY_SELECTION, checkApi, HTTP_ROUTE_SELECTION } from './api-rules.ts'
import { acceptCors } from './cors.ts'
import { quickCreate, quickUpdate } from './quick-create.ts'

type Operation = 'CreateApi' | 'DeleteApi' | 'DeleteCorsConfiguration' | 'GetApi' | 'GetApis' | 'UpdateApi'

export function apiHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  /** An API as it is answered: its endpoint depends on how this server is reached today, so it is not stored. */
  const answer = (api: ApiDocument) => ({ ...api, ApiEndpoint: plane.endpointOf(api.ApiId, api.ProtocolType) })

  return {
    async CreateApi(input) {
      const known = new Set((await plane.apis.list()).map((api) => api.ApiId))
      checkQuota(known.size, plane.quotas.apis, 'APIs', 'account')
      const { Target, RouteKey, CredentialsArn, ...members } = input
      const isHttp = input.ProtocolType === 'HTTP'
      const api = compact<ApiDocument>({
        ...members,
        ApiId: newId('api', (id) => known.has(id)),
        ApiKeySelectionExpression: input.ApiKeySelectionExpression ?? API_KEY_SELECTION,
        CorsConfiguration: acceptCors(input.ProtocolType, input.CorsConfiguration),
        CreatedDate: timestamp(plane),
        DisableExecuteApiEndpoint: input.DisableExecuteApiEndpoint ?? false,
        IpAddressType: input.IpAddressType ?? 'ipv4',
        RouteSelectionExpression: input.RouteSelectionExpression ?? (isHttp ? HTTP_ROUTE_SELECTION : undefined),
        Tags: input.Tags ?? {},
      })
      checkApi(plane, api)
      await plane.apis.create(api, (draft) => quickCreate(plane, draft, { Target, RouteKey, CredentialsArn }))
      return answer(api)
    },

    async GetApi({ ApiId }) {
      return answer((await readApi(plane, ApiId)).api)
    },

    async GetApis(input) {
      const apis = await plane.apis.list()
      return page(
        apis.map((api) => [api.ApiId, answer(api)]),
        input,
      )
    },

    async UpdateApi({ ApiId, Target, RouteKey, CredentialsArn, ...changes }) {
      return changeApi(plane, ApiId, async (draft) => {
        if (changes.Name === '') throw badRequest('Name must not be empty')
        const api = patch(draft.api, {
          ...changes,
          // `{}` neither makes an empty block nor clears: only DeleteCorsConfiguration does (spec 3.2).
          CorsConfiguration: acceptCors(draft.api.ProtocolType, changes.CorsConfiguration),
        })
        checkApi(plane, api)
        draft.api = api
        await quickUpdate(plane, draft, { Target, RouteKey, CredentialsArn })
        return answer(api)
      })
    },

    async DeleteApi({ ApiId }) {
      await plane.apis.remove(
        ApiId,
        () => undefined,
        () => missingApi(ApiId),
      )
      return {}
    },

    async DeleteCorsConfiguration({ ApiId }) {
      await changeApi(plane, ApiId, (draft) => {
        if (draft.api.CorsConfiguration !== undefined) draft.api = without(draft.api, 'CorsConfiguration')
      })
      return {}
    },
  }
}
