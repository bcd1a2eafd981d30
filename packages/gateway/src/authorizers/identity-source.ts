import { DefinitionError } from '../expression/definition-error.ts'
import { compileSelection, type Selection } from '../expression/evaluate-selection.ts'

const SOURCE =
  /^(?:route\.request\.(?:multivalue)?(header|querystring)\.([^\s,{}]+)|(context\.[\w.]+|stageVariables\.\w+))$/i

/**
 * A WebSocket API's identity source, such as `route.request.header.Auth` (spec/websocket-api.md section 2.5): what the
 * client says of who it is; empty where it does not. Throws DefinitionError.
 */
export function compileIdentitySource(source: string): Selection {
  const [, location, name, other] = SOURCE.exec(source) ?? []
  const variable = other ?? (location !== undefined && name !== undefined ? `request.${location}.${name}` : undefined)
  if (variable === undefined) throw new DefinitionError(`${JSON.stringify(source)} is no identity source`)
  return compileSelection(`\${${variable}}`)
}
