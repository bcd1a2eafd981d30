import type { ApiDocument } from '../../store/documents.ts'
import { WriteQueue } from '../../store/write-queue.ts'
import { changeApi } from '../change-api.ts'
import { type ApiGatewayHandlers, type ControlPlane, timestamp } from '../control-plane.ts'
import { rejectMappedApi } from '../domain-names/mapped.ts'
import { newId } from '../ids.ts'
import { missingApi, readApi } from '../lookup.ts'
import { page } from '../paging.ts'
import { patch, unlessEmpty, without } from '../patch.ts'
import { checkQuota } from '../quotas.ts'
import { checkApi, settleApi } from './api-rules.ts'
import { quickCreate, quickUpdate } from './quick-create.ts'

type Operation = 'CreateApi' | 'DeleteApi' | 'DeleteCorsConfiguration' | 'GetApi' | 'GetApis' | 'UpdateApi'

/** APIs (spec control-plane.md 4.1). */
export function apiHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  /** An API as it is answered: its endpoint depends on how this server is reached today, so it is not stored. */
  const answer = (api: ApiDocument) => ({ ...api, ApiEndpoint: plane.endpointOf(api.ApiId, api.ProtocolType) })
  /** One creation at a time, or two at once would both find the last free place of the quota. */
  const creations = new WriteQueue()

  return {
    CreateApi({ Target, RouteKey, CredentialsArn, ...given }) {
      return creations.run('api', async () => {
        const known = new Set((await plane.apis.list()).map((api) => api.ApiId))
        checkQuota(known.size, plane.quotas.apis, 'APIs', 'account')
        const ApiId = newId('apis', (id) => known.has(id))
        const api = settleApi({ RouteSelectionExpression: undefined, ...given, ApiId, CreatedDate: timestamp(plane) })
        checkApi(plane, api)
        await plane.apis.create(api, (draft) => quickCreate(plane, draft, { Target, RouteKey, CredentialsArn }))
        return answer(api)
      })
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

    UpdateApi({ ApiId, Target, RouteKey, CredentialsArn, CorsConfiguration, ...changes }) {
      return changeApi(plane, ApiId, async (draft) => {
        // `{}` neither makes an empty block nor clears: only DeleteCorsConfiguration does (spec 3.2).
        const cors = unlessEmpty(CorsConfiguration)
        const api = settleApi(patch<ApiDocument>(draft.api, { ...changes, CorsConfiguration: cors }))
        checkApi(plane, api)
        draft.api = api
        await quickUpdate(plane, draft, { Target, RouteKey, CredentialsArn })
        return answer(api)
      })
    },

    async DeleteApi({ ApiId }) {
      await plane.apis.remove(
        ApiId,
        () => rejectMappedApi(plane, ApiId),
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
