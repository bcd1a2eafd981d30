import { DefinitionError } from '../../expression/definition-error.ts'
import { compileSelection, type SelectionSources } from '../../expression/evaluate-selection.ts'
import type { EventSources } from './event-sources.ts'

/** The values of a mapped parameter; none where its source is absent. */
export type MappedValue<Sources> = (sources: Sources) => readonly string[]

const LITERAL = /^'(.*)'$/s

/** Whether a source is a text of its own, which goes into URLs as it is written (spec/websocket-api.md section 4.3). */
export const isLiteral = (source: string): boolean => LITERAL.test(source)

/**
 * The right side of an integration's `request_parameters` (spec/websocket-api.md section 4.3). `method.request` is a
 * synonym of `route.request`. Throws DefinitionError.
 */
export function compileRequestValue(source: string): MappedValue<EventSources> {
  const literal = LITERAL.exec(source)?.[1]
  if (literal !== undefined) return () => [literal]
  const name = source.replace(/^method\.request\./, 'route.request.')
  const [, kind, rest = ''] =
    /^route\.request\.(header|multivalueheader|querystring|multivaluequerystring)\.(.+)$/s.exec(name) ?? []
  switch (kind) {
    case 'header':
      return (sources) => sources.headers(rest).slice(-1)
    case 'multivalueheader':
      return (sources) => sources.headers(rest)
    case 'querystring':
      return (sources) => sources.querystrings(rest).slice(-1)
    case 'multivaluequerystring':
      return (sources) => sources.querystrings(rest)
    default:
      if (name.startsWith('integration.')) throw noSource(source)
      return compileVariable(name.replace(/^route\.request\.body/, 'request.body'), source)
  }
}

/** The right side of an integration response's `response_parameters` (section 7.3). Throws DefinitionError. */
export function compileResponseValue(source: string): MappedValue<SelectionSources> {
  const literal = LITERAL.exec(source)?.[1]
  return literal === undefined ? compileVariable(source, source) : () => [literal]
}

/** An absent value is left out, and so is an empty one: expressions do not tell the two apart. */
function compileVariable(name: string, source: string): MappedValue<SelectionSources> {
  if (!/^(?:request\.body|integration\.response|context|stageVariables)\b/.test(name)) {
    throw noSource(source)
  }
  const selection = compileSelection(`\${${name}}`)
  return (sources) => {
    const value = selection(sources)
    return value === '' ? [] : [value]
  }
}

function noSource(source: string): DefinitionError {
  return new DefinitionError(`the mapping ${JSON.stringify(source)} names no source of a value`)
}
