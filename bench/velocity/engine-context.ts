import { HostObject, parseJson } from '../../packages/velocity/src/index.ts'
import { escapeJavaScript, type MappingEvent } from './mapping.ts'

/** The event as our engine's templates see it. */
export function engineContext({ body, params, context, stageVariables }: MappingEvent): Record<string, unknown> {
  const root = parseJson(body)
  const parsed = (value: unknown) => parseJson(JSON.stringify(value))
  const parameters = parsed(params)
  return {
    input: new HostObject({ path: () => root, params: () => parameters }),
    util: new HostObject({ escapeJavaScript: (text: unknown) => escapeJavaScript(String(text)) }),
    context: parsed(context),
    stageVariables: parsed(stageVariables),
  }
}
