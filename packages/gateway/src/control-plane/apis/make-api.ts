import type { ApiDraft } from '../../store/api-draft.ts'
import type { ApiDocument } from '../../store/documents.ts'
import { WriteQueue } from '../../store/write-queue.ts'
import { type ControlPlane, timestamp } from '../control-plane.ts'
import { newId } from '../ids.ts'
import { checkQuota } from '../quotas.ts'
import { checkApi, settleApi } from './api-rules.ts'

type Given = Omit<ApiDocument, 'ApiId' | 'CreatedDate' | 'RouteSelectionExpression'> & {
  readonly RouteSelectionExpression?: string | undefined
}

/** Makes an API, and whatever `fill` puts into it, in one move. Answers the API as it is stored. */
export type MakeApi = (given: Given, fill: (draft: ApiDraft) => void | Promise<void>) => Promise<ApiDocument>

export function apiMaker(plane: ControlPlane): MakeApi {
  /** One creation at a time, or two at once would both find the last free place of the quota. */
  const creations = new WriteQueue()
  return (given, fill) =>
    creations.run('api', async () => {
      const known = new Set((await plane.apis.list()).map((api) => api.ApiId))
      checkQuota(known.size, plane.quotas.apis, 'APIs', 'account')
      const ApiId = newId('apis', (id) => known.has(id))
      const api = settleApi({ RouteSelectionExpression: undefined, ...given, ApiId, CreatedDate: timestamp(plane) })
      checkApi(plane, api)
      await plane.apis.create(api, fill)
      return api
    })
}

/** An API as it is answered: its endpoint depends on how this server is reached today, so it is not stored. */
export function answeredApi(plane: ControlPlane, api: ApiDocument): ApiDocument {
  return { ...api, ApiEndpoint: plane.endpointOf(api.ApiId, api.ProtocolType) }
}
