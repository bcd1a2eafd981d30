import { badRequest } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'

/** Throws where routes or route responses name a model, by content type, that the API does not have. */
export function checkModelNames(draft: ApiDraft, models: Readonly<Record<string, string>> | undefined): void {
  const known = new Set([...draft.all('models').values()].map((model) => model.Name))
  const unknown = Object.values(models ?? {}).find((name) => !known.has(name))
  if (unknown !== undefined) {
    throw badRequest(`Invalid model specified: ${unknown}. No model of this API has that name`)
  }
}
