/**
 * Selection expressions: text with `$variable` or `${variable}` in it, such as `$request.body.action`.
 * Guide: apigateway-websocket-api-selection-expressions; grammar: spec websocket-api.md 3.1.
 */

export type SelectionPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }

/** Characters of a bare variable; `-` is among them, since `$request.header.x-api-key` is legal. */
const BARE = /[A-Za-z0-9_.\-[\]@*'"]/

/** What a variable may be, whole: a body may be asked for as such, or for a JSON path below it. */
const VARIABLE =
  /^(request\.body([.[].+)?|request\.basepath|(request\.(header|querystring)|context|stageVariables)\..+|integration\.response\.(statuscode|(header|multivalueheader)\..+|body([.[].+)?))$/s

/** The parts of an expression, or undefined where it is none: an unclosed `${`, or an unknown variable. */
export function parseSelectionExpression(text: string): SelectionPart[] | undefined {
  const parts: SelectionPart[] = []
  let literal = ''
  const flush = () => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal })
    literal = ''
  }
  for (let at = 0; at < text.length; ) {
    const character = text[at] as string
    if (character === '\\' && text[at + 1] === '$') {
      literal += '$'
      at += 2
    } else if (character !== '$') {
      literal += character
      at++
    } else if (text.startsWith('$default', at) && !BARE.test(text[at + 8] ?? ' ')) {
      // Unescaped `$default` is in everyday use and means the literal key.
      literal += '$default'
      at += 8
    } else {
      const end = text[at + 1] === '{' ? text.indexOf('}', at) : endOfBare(text, at + 1)
      const name = text[at + 1] === '{' ? text.slice(at + 2, end) : text.slice(at + 1, end)
      if (end === -1 || !VARIABLE.test(name)) return undefined
      flush()
      parts.push({ kind: 'variable', name })
      at = text[at + 1] === '{' ? end + 1 : end
    }
  }
  flush()
  return parts
}

function endOfBare(text: string, start: number): number {
  let end = start
  while (end < text.length && BARE.test(text[end] as string)) end++
  return end
}
