import { badRequest, conflict } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { IntegrationResponseDocument } from '../../store/documents.ts'
import { changeApi } from '../auto-deploy.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { newId } from '../ids.ts'
import { childKey, childrenOf, draftResource, readApi, readResource } from '../lookup.ts'
import { page } from '../paging.ts'
import { compact, mergeMap, patch, unlessEmpty } from '../patch.ts'
import { checkTemplateSelection } from './template-rules.ts'

type Operation =
  | 'CreateIntegrationResponse'
  | 'DeleteIntegrationResponse'
  | 'GetIntegrationResponse'
  | 'GetIntegrationResponses'
  | 'UpdateIntegrationResponse'

const KIND = 'integrationresponses'
const PARAMETER_KEY = /^method\.response\.(header|multivalueheader)\.[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const PARAMETER_VALUE =
  /^('[^']*'|integration\.response\.(header|multivalueheader)\.\S+|integration\.response\.body(\.\S+)?|context\.[\w.]+|stageVariables\.\w+)$/

/** Answers of a WebSocket API's integration (spec control-plane.md 4.3). */
export function integrationResponseHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    CreateIntegrationResponse({ ApiId, IntegrationId, ...given }) {
      return changeApi(plane, ApiId, (draft) => {
        requireParent(draft, IntegrationId)
        const isTaken = (id: string) => draft.get(KIND, childKey(id, IntegrationId)) !== undefined
        const response = compact<IntegrationResponseDocument>({
          ...given,
          IntegrationResponseId: newId('integrationResponse', isTaken),
          ResponseParameters: unlessEmpty(given.ResponseParameters),
          ResponseTemplates: unlessEmpty(given.ResponseTemplates),
        })
        check(draft, IntegrationId, response)
        draft.put(KIND, childKey(response.IntegrationResponseId, IntegrationId), response)
        return response
      })
    },

    async GetIntegrationResponse({ ApiId, IntegrationId, IntegrationResponseId }) {
      const api = await readApi(plane, ApiId)
      readResource(api, 'integrations', IntegrationId)
      return readResource(api, KIND, IntegrationResponseId, IntegrationId)
    },

    async GetIntegrationResponses(input) {
      const api = await readApi(plane, input.ApiId)
      readResource(api, 'integrations', input.IntegrationId)
      return page(childrenOf(api.integrationresponses, input.IntegrationId), input)
    },

    UpdateIntegrationResponse({ ApiId, IntegrationId, IntegrationResponseId, ...changes }) {
      return changeApi(plane, ApiId, (draft) => {
        requireParent(draft, IntegrationId)
        const old = draftResource(draft, KIND, IntegrationResponseId, IntegrationId)
        const { ResponseParameters, ResponseTemplates, ...plain } = changes
        const response = compact<IntegrationResponseDocument>({
          ...patch<IntegrationResponseDocument>(old, plain),
          ResponseParameters: mergeMap(old.ResponseParameters, ResponseParameters),
          // Replaced as a whole, like requestTemplates (spec 3.2).
          ResponseTemplates: unlessEmpty(ResponseTemplates ?? old.ResponseTemplates),
        })
        check(draft, IntegrationId, response)
        draft.put(KIND, childKey(IntegrationResponseId, IntegrationId), response)
        return response
      })
    },

    async DeleteIntegrationResponse({ ApiId, IntegrationId, IntegrationResponseId }) {
      await changeApi(plane, ApiId, (draft) => {
        requireParent(draft, IntegrationId)
        draftResource(draft, KIND, IntegrationResponseId, IntegrationId)
        draft.remove(KIND, childKey(IntegrationResponseId, IntegrationId))
      })
      return {}
    },
  }
}

function requireParent(draft: ApiDraft, integrationId: string): void {
  draftResource(draft, 'integrations', integrationId)
  if (draft.api.ProtocolType !== 'WEBSOCKET') {
    throw badRequest('Integration responses are only supported for WEBSOCKET APIs')
  }
}

function check(draft: ApiDraft, integrationId: string, response: IntegrationResponseDocument): void {
  const key = response.IntegrationResponseKey ?? ''
  if (key !== '$default' && !isPattern(key)) {
    throw badRequest(
      `Invalid integration response key specified: ${key}. Must be $default or a regular expression between slashes, such as /4\\d\\d/`,
    )
  }
  for (const [, other] of childrenOf(draft.all(KIND), integrationId)) {
    if (other.IntegrationResponseKey === key && other.IntegrationResponseId !== response.IntegrationResponseId) {
      throw conflict(`Integration response with key ${key} already exists for this integration`)
    }
  }
  checkTemplateSelection(response.TemplateSelectionExpression)
  for (const [name, value] of Object.entries(response.ResponseParameters ?? {})) {
    if (!PARAMETER_KEY.test(name)) {
      throw badRequest(`Invalid mapping expression specified: ${name}. Must be method.response.header.{name}`)
    }
    if (!PARAMETER_VALUE.test(value)) throw badRequest(`Invalid mapping expression parameter specified: ${value}`)
  }
}

/** `/expression/`, and one that compiles. */
function isPattern(key: string): boolean {
  if (key.length < 3 || !key.startsWith('/') || !key.endsWith('/')) return false
  try {
    return new RegExp(key.slice(1, -1)).source !== ''
  } catch {
    return false
  }
}
