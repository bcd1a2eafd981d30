import { badRequest, conflict } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { changeApi } from '../change-api.ts'
import { childKey, childrenOf } from '../child-key.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { draftResource, readApi, readResource } from '../lookup.ts'
import { page } from '../paging.ts'
import { checkQuota } from '../quotas.ts'
import { checkIntegration } from './integration-rules.ts'
import { makeIntegration } from './make-integration.ts'
import { patchIntegration } from './patch-integration.ts'

type Operation = 'CreateIntegration' | 'DeleteIntegration' | 'GetIntegration' | 'GetIntegrations' | 'UpdateIntegration'

/** Integrations (spec control-plane.md 5). */
export function integrationHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    CreateIntegration({ ApiId, ...given }) {
      return changeApi(plane, ApiId, (draft) => addIntegration(plane, draft, given))
    },

    async GetIntegration({ ApiId, IntegrationId }) {
      return readResource(await readApi(plane, ApiId), 'integrations', IntegrationId)
    },

    async GetIntegrations(input) {
      return page((await readApi(plane, input.ApiId)).integrations, input)
    },

    UpdateIntegration({ ApiId, IntegrationId, ...changes }) {
      return changeApi(plane, ApiId, async (draft) => {
        const { ProtocolType } = draft.api
        const old = draftResource(draft, 'integrations', IntegrationId)
        const integration = patchIntegration(ProtocolType, old, changes)
        await checkIntegration(plane, ProtocolType, integration)
        draft.put('integrations', IntegrationId, integration)
        return integration
      })
    },

    async DeleteIntegration({ ApiId, IntegrationId }) {
      await changeApi(plane, ApiId, (draft) => {
        const integration = draftResource(draft, 'integrations', IntegrationId)
        if (integration.ApiGatewayManaged === true) {
          throw badRequest('Cannot delete an integration that is managed by API Gateway (quick create)')
        }
        const routes = [...draft.all('routes').values()].filter(
          (route) => route.Target === `integrations/${IntegrationId}`,
        )
        if (routes.length > 0) {
          const ids = routes.map((route) => route.RouteId).sort()
          throw conflict(
            `Cannot delete Integration because it is referenced by the following Routes with Ids: [${ids.join(', ')}]`,
          )
        }
        for (const [id] of childrenOf(draft.all('integrationresponses'), IntegrationId)) {
          draft.remove('integrationresponses', childKey(id, IntegrationId))
        }
        draft.remove('integrations', IntegrationId)
      })
      return {}
    },
  }
}

/** Puts a new integration, with AWS's defaults, into a draft. Throws where AWS would not accept it. */
export async function addIntegration(
  plane: ControlPlane,
  draft: ApiDraft,
  given: Omit<IntegrationDocument, 'IntegrationId'>,
): Promise<IntegrationDocument> {
  checkQuota(draft.all('integrations').size, plane.quotas.integrations, 'Integrations')
  const integration = makeIntegration(draft, given)
  await checkIntegration(plane, draft.api.ProtocolType, integration)
  draft.put('integrations', integration.IntegrationId, integration)
  return integration
}
