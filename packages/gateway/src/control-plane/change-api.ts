import { isDeepStrictEqual } from 'node:util'
import type { ApiDraft } from '../store/api-draft.ts'
import type { Frozen } from '../store/documents.ts'
import { deployTo } from './auto-deploy.ts'
import type { ControlPlane } from './control-plane.ts'
import { missingApi } from './lookup.ts'

type Change<T> = (draft: ApiDraft) => T | Promise<T>

/**
 * Changes what a deployment would freeze, and deploys the result to the stages that deploy by themselves. A change that
 * changes nothing deploys nothing. Throws NotFoundException for an unknown API, and what `change` throws.
 */
export function changeApi<T>(plane: ControlPlane, apiId: string, change: Change<T>): Promise<T> {
  return changePublication(plane, apiId, async (draft) => {
    const result = await change(draft)
    const stages = [...draft.all('stages').values()].filter((stage) => stage.AutoDeploy === true)
    if (stages.length > 0) {
      const frozen = await plane.apis.freeze(draft)
      if (isChanged(draft, frozen)) await deployTo(plane, draft, stages, frozen)
    }
    return result
  })
}

/** The same for stages, deployments and tags, which no deployment freezes. */
export function changePublication<T>(plane: ControlPlane, apiId: string, change: Change<T>): Promise<T> {
  return plane.apis.change(apiId, change, () => missingApi(apiId))
}

function isChanged(draft: ApiDraft, frozen: Frozen): boolean {
  return frozen.definition !== draft.base.roots.definition || !isDeepStrictEqual(draft.api, draft.base.api)
}
