import type { ApiDocument } from '../../store/documents.ts'
import { changeApi } from '../change-api.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { rejectMappedApi } from '../domain-names/mapped.ts'
import { missingApi, readApi } from '../lookup.ts'
import { page } from '../paging.ts'
import { patch, unlessEmpty, without } from '../patch.ts'
import { checkApi, settleApi } from './api-rules.ts'
import { answeredApi, type MakeApi } from './make-api.ts'
import { quickCreate, quickUpdate } from './quick-create.ts'

type Operation = 'CreateApi' | 'DeleteApi' | 'DeleteCorsConfiguration' | 'GetApi' | 'GetApis' | 'UpdateApi'

/** APIs (spec control-plane.md 4.1). */
export function apiHandlers(plane: ControlPlane, makeApi: MakeApi): Pick<ApiGatewayHandlers, Operation> {
  const answer = (api: ApiDocument) => answeredApi(plane, api)
  return {
    async CreateApi({ Target, RouteKey, CredentialsArn, ...given }) {
      const api = await makeApi(given, (draft) => quickCreate(plane, draft, { Target, RouteKey, CredentialsArn }))
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
