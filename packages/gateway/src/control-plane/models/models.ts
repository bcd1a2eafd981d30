import { badRequest, conflict } from '../../aws-protocol/service-error.ts'
import { isJsonObject } from '../../model/json-object.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { ModelDocument } from '../../store/documents.ts'
import { changeApi } from '../change-api.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { draftId } from '../ids.ts'
import { draftResource, readApi, readResource } from '../lookup.ts'
import { page } from '../paging.ts'
import { compact, patch } from '../patch.ts'
import { modelTemplate } from './model-template.ts'

type Operation = 'CreateModel' | 'DeleteModel' | 'GetModel' | 'GetModels' | 'GetModelTemplate' | 'UpdateModel'

/** Models of WebSocket APIs (spec control-plane.md 4.9). */
export function modelHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    CreateModel({ ApiId, ...given }) {
      return changeApi(plane, ApiId, (draft) => {
        const model = compact<ModelDocument>({ ...given, ModelId: draftId(draft, 'models') })
        check(draft, model)
        draft.put('models', model.ModelId, model)
        return model
      })
    },

    async GetModel({ ApiId, ModelId }) {
      return readResource(await readApi(plane, ApiId), 'models', ModelId)
    },

    async GetModels(input) {
      return page((await readApi(plane, input.ApiId)).models, input)
    },

    async GetModelTemplate({ ApiId, ModelId }) {
      const model = readResource(await readApi(plane, ApiId), 'models', ModelId)
      return { Value: modelTemplate(model.Schema ?? '') }
    },

    UpdateModel({ ApiId, ModelId, ...changes }) {
      return changeApi(plane, ApiId, (draft) => {
        const old = draftResource(draft, 'models', ModelId)
        const model = patch<ModelDocument>(old, changes)
        check(draft, model)
        if (model.Name !== old.Name) rename(draft, old.Name ?? '', model.Name ?? '')
        draft.put('models', ModelId, model)
        return model
      })
    },

    async DeleteModel({ ApiId, ModelId }) {
      await changeApi(plane, ApiId, (draft) => {
        rejectInUse(draft, draftResource(draft, 'models', ModelId))
        draft.remove('models', ModelId)
      })
      return {}
    },
  }
}

function check(draft: ApiDraft, model: ModelDocument): void {
  if (draft.api.ProtocolType !== 'WEBSOCKET') throw badRequest('Models are only supported for WEBSOCKET APIs')
  if (!/^[A-Za-z0-9]{1,128}$/.test(model.Name ?? '')) {
    throw badRequest(`Invalid model name specified: ${model.Name}. Model names may have letters and digits`)
  }
  for (const other of draft.all('models').values()) {
    if (other.Name === model.Name && other.ModelId !== model.ModelId) {
      throw conflict(`Model with name ${model.Name} already exists for this API`)
    }
  }
  // AWS's frame around what its schema validator says, as in its REST APIs.
  if (!holdsJsonObject(model.Schema ?? '')) {
    throw badRequest(
      'Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]',
    )
  }
}

function holdsJsonObject(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text))
  } catch {
    return false
  }
}

function rejectInUse(draft: ApiDraft, { Name = '' }: ModelDocument): void {
  const uses = (models: Readonly<Record<string, string>> = {}) => Object.values(models).includes(Name)
  const route = [...draft.all('routes').values()].find((one) => uses(one.RequestModels))
  if (route !== undefined) throw conflict(`Cannot delete model '${Name}', is referenced in route: ${route.RouteKey}`)
  const response = [...draft.all('routeresponses').values()].find((one) => uses(one.ResponseModels))
  if (response !== undefined) {
    throw conflict(`Cannot delete model '${Name}', is referenced in route response: ${response.RouteResponseId}`)
  }
}

/**
 * Routes and route responses name models by name: they follow, since Terraform renames a model before it tells the
 * routes of it.
 */
function rename(draft: ApiDraft, from: string, to: string): void {
  const renamed = (models: Readonly<Record<string, string>> = {}) =>
    Object.values(models).includes(from)
      ? Object.fromEntries(Object.entries(models).map(([key, name]) => [key, name === from ? to : name]))
      : undefined
  for (const [id, route] of draft.all('routes')) {
    const RequestModels = renamed(route.RequestModels)
    if (RequestModels !== undefined) draft.put('routes', id, { ...route, RequestModels })
  }
  for (const [id, response] of draft.all('routeresponses')) {
    const ResponseModels = renamed(response.ResponseModels)
    if (ResponseModels !== undefined) draft.put('routeresponses', id, { ...response, ResponseModels })
  }
}
