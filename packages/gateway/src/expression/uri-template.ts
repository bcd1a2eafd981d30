/** A piece of an integration URI (spec/http-api.md section 5.2). */
export type UriToken =
  | { readonly kind: 'text'; readonly text: string }
  /** `{name}`: the value of a path parameter; of a greedy one, too, without its `+`. */
  | { readonly kind: 'parameter'; readonly name: string }
  /** `${stageVariables.name}` */
  | { readonly kind: 'variable'; readonly name: string }

const PARAMETER_NAME = /^[\w.:-]+$/
const VARIABLE = /^\$\{stageVariables\.(\w+)\}$/

/**
 * Splits an integration URI into text and placeholders. Braces that hold neither a parameter name nor a stage variable
 * are text: AWS documents no error for them.
 */
export function parseUriTemplate(uri: string): readonly UriToken[] {
  const tokens: UriToken[] = []
  let text = ''
  for (let at = 0; at < uri.length; ) {
    const close = uri.indexOf('}', at)
    const open = close === -1 ? -1 : uri.lastIndexOf('{', close)
    if (open < at) {
      // No placeholder ends here: what is left, or a brace that was never opened.
      const end = close === -1 ? uri.length : close + 1
      text += uri.slice(at, end)
      at = end
      continue
    }
    const start = open > at && uri[open - 1] === '$' ? open - 1 : open
    const token = placeholder(uri.slice(start, close + 1))
    text += uri.slice(at, start)
    if (token === undefined) {
      text += uri.slice(start, close + 1)
    } else {
      if (text !== '') tokens.push({ kind: 'text', text })
      text = ''
      tokens.push(token)
    }
    at = close + 1
  }
  if (text !== '') tokens.push({ kind: 'text', text })
  return tokens
}

function placeholder(source: string): UriToken | undefined {
  if (!source.startsWith('$')) {
    const name = source.slice(1, -1)
    return PARAMETER_NAME.test(name) ? { kind: 'parameter', name } : undefined
  }
  const variable = VARIABLE.exec(source)?.[1]
  return variable === undefined ? undefined : { kind: 'variable', name: variable }
}
