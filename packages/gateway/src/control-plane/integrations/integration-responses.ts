import { isIntegrationResponseKey } from '@postern/expressions/integration-response-key'
import { badRequest, conflict } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { IntegrationResponseDocument } from '../../store/documents.ts'
import { childrenOf } from '../child-key.ts'
import { ChildResources } from '../child-resources.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { compact, mergeMap, patch, unlessEmpty } from '../patch.ts'
import { checkResponseParameters } from './parameter-rules.ts'
import { checkTemplateSelection } from './template-rules.ts'

type Operation =
  | 'CreateIntegrationResponse'
  | 'DeleteIntegrationResponse'
  | 'GetIntegrationResponse'
  | 'GetIntegrationResponses'
  | 'UpdateIntegrationResponse'

/** Answers of a WebSocket API's integration (spec control-plane.md 4.3). */
export function integrationResponseHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  const responses = new ChildResources(plane, {
    kind: 'integrationresponses',
    parentKind: 'integrations',
    noun: 'Integration responses',
    check,
  })
  return {
    CreateIntegrationResponse({ ApiId, IntegrationId, ...given }) {
      return responses.create(ApiId, IntegrationId, (id) => settle({ ...given, IntegrationResponseId: id }))
    },

    GetIntegrationResponse({ ApiId, IntegrationId, IntegrationResponseId }) {
      return responses.read(ApiId, IntegrationId, IntegrationResponseId)
    },

    GetIntegrationResponses({ ApiId, IntegrationId, ...request }) {
      return responses.list(ApiId, IntegrationId, request)
    },

    UpdateIntegrationResponse({ ApiId, IntegrationId, IntegrationResponseId, ResponseParameters, ...plain }) {
      return responses.update(ApiId, IntegrationId, IntegrationResponseId, (old) =>
        settle({
          // Templates are replaced as a whole, like requestTemplates (spec 3.2).
          ...patch<IntegrationResponseDocument>(old, plain),
          ResponseParameters: mergeMap(old.ResponseParameters, ResponseParameters),
        }),
      )
    },

    async DeleteIntegrationResponse({ ApiId, IntegrationId, IntegrationResponseId }) {
      await responses.remove(ApiId, IntegrationId, IntegrationResponseId)
      return {}
    },
  }
}

function settle(response: IntegrationResponseDocument): IntegrationResponseDocument {
  return compact<IntegrationResponseDocument>({
    ...response,
    ResponseParameters: unlessEmpty(response.ResponseParameters),
    ResponseTemplates: unlessEmpty(response.ResponseTemplates),
  })
}

function check(draft: ApiDraft, integrationId: string, response: IntegrationResponseDocument): void {
  const key = response.IntegrationResponseKey ?? ''
  if (!isResponseKey(key)) {
    throw badRequest(
      `Invalid integration response key specified: ${key}. Must be $default or a regular expression between slashes, such as /4\\d\\d/`,
    )
  }
  for (const [, other] of childrenOf(draft.all('integrationresponses'), integrationId)) {
    if (other.IntegrationResponseKey === key && other.IntegrationResponseId !== response.IntegrationResponseId) {
      throw conflict(`Integration response with key ${key} already exists for this integration`)
    }
  }
  checkTemplateSelection(response.TemplateSelectionExpression)
  checkResponseParameters(response.ResponseParameters)
}

/** The expression must be one, too. */
function isResponseKey(key: string): boolean {
  if (!isIntegrationResponseKey(key)) return false
  if (!key.startsWith('/')) return true
  try {
    return new RegExp(key.slice(1, -1)).source !== ''
  } catch {
    return false
  }
}
