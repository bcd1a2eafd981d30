import { isToken } from './mapping-key.ts'

/**
 * Values of an HTTP API's parameter mapping: static text, one variable (`$request.header.x`), or text with variables
 * in `${…}`. Guide: http-api-parameter-mapping; grammar: spec http-api.md 6.
 */

interface MappingVariable {
  readonly source:
    | 'header'
    | 'querystring'
    | 'path'
    | 'body'
    | 'response-header'
    | 'response-body'
    | 'context'
    | 'stage'
  /** Name or JSON path; `''` for the whole path or body. */
  readonly name: string
}

type MappingValuePart = string | MappingVariable

/** The parts of a value, or why it is none. */
export type MappingValueResult = readonly MappingValuePart[] | { readonly problem: string }

type Side = 'request' | 'response'

export function parseMappingValue(value: string, side: Side): MappingValueResult {
  if (value.startsWith('$') && !value.startsWith('${')) {
    const variable = parseVariable(value.slice(1), side)
    return variable === undefined ? { problem: `Invalid mapping expression: ${value}` } : [variable]
  }
  const parts: MappingValuePart[] = []
  let at = 0
  for (;;) {
    const open = value.indexOf('${', at)
    if (open === -1) break
    const close = value.indexOf('}', open)
    if (close === -1) return { problem: `Unclosed variable in mapping expression: ${value}` }
    const variable = parseVariable(value.slice(open + 2, close), side)
    if (variable === undefined) return { problem: `Invalid mapping expression: ${value}` }
    if (open > at) parts.push(value.slice(at, open))
    parts.push(variable)
    at = close + 1
  }
  if (at < value.length) parts.push(value.slice(at))
  return parts
}

const named: readonly (readonly [prefix: string, source: MappingVariable['source'], side: Side | 'both'])[] = [
  ['request.header.', 'header', 'request'],
  ['request.querystring.', 'querystring', 'request'],
  ['request.path.', 'path', 'request'],
  ['request.body.', 'body', 'request'],
  ['response.header.', 'response-header', 'response'],
  ['response.body.', 'response-body', 'response'],
  ['context.', 'context', 'both'],
  ['stageVariables.', 'stage', 'both'],
]
const whole: readonly (readonly [text: string, source: MappingVariable['source'], side: Side])[] = [
  ['request.path', 'path', 'request'],
  ['request.body', 'body', 'request'],
  ['response.body', 'response-body', 'response'],
]

function parseVariable(text: string, side: Side): MappingVariable | undefined {
  for (const [full, source, on] of whole) if (text === full && on === side) return { source, name: '' }
  for (const [prefix, source, on] of named) {
    if (!text.startsWith(prefix) || (on !== 'both' && on !== side)) continue
    const name = text.slice(prefix.length)
    return isName(source, name) ? { source, name } : undefined
  }
  return undefined
}

function isName(source: MappingVariable['source'], name: string): boolean {
  switch (source) {
    case 'header':
    case 'response-header':
      return isToken(name)
    // JSON paths have neither recursive descent nor filters here.
    case 'body':
    case 'response-body':
      return name !== '' && !name.includes('..') && !name.includes('?(')
    // In `$context` only `.` and `_` are allowed as special characters.
    case 'context':
      return /^\w+(\.\w+)*$/.test(name)
    case 'stage':
      return /^\w+$/.test(name)
    default:
      return name !== ''
  }
}
