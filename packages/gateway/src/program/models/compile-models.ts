import { DefinitionError } from '../../expression/definition-error.ts'
import type { ApiDefinition } from '../../store/api-snapshot.ts'
import type { ModelDocument } from '../../store/documents.ts'
import { boundedSchema } from './bounded-schema.ts'
import { ModelValidator, type ValueCheck } from './model-validator.ts'

/**
 * The models of an API, by name (spec/websocket-api.md section 8). Throws DefinitionError for the first that cannot be
 * used. With `DisableSchemaValidation` such a model is deployed, and no message fits it.
 */
export function compileModels({ api, models }: ApiDefinition): ReadonlyMap<string, ValueCheck> {
  const checks = new Map<string, ValueCheck>()
  if (models.size === 0) return checks
  const urls = `https://apigateway.amazonaws.com/restapis/${api.ApiId}/models/`
  const validator = new ModelValidator()
  const named = [...models.values()].flatMap((model) => (model.Name === undefined ? [] : [{ name: model.Name, model }]))
  for (const { name, model } of named)
    attempt(name, () => validator.add(urls + name, boundedSchema(schemaOf(model), urls)))
  for (const { name } of named) {
    if (!checks.has(name)) attempt(name, () => checks.set(name, validator.compile(urls + name)))
  }
  return checks

  function attempt(name: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error
      const reason = `Model ${name}: ${error.message}`
      if (api.DisableSchemaValidation !== true) throw new DefinitionError(reason)
      checks.set(name, () => reason)
    }
  }
}

/** A model without a schema takes anything. */
function schemaOf({ Schema = '' }: ModelDocument): string {
  return Schema === '' ? '{}' : Schema
}
