import type { ReferenceNode, Span, Step } from './ast.ts'
import { literalOf, type Token } from './token.ts'

/**
 * A reference of its tokens. What stands before the name decides how it prints: backslashes, further `$`, a `!`, a brace
 * (Velocity 1.7, ASTReference.getRoot). Takes the escapes off the first token's image, as Velocity does, so that the
 * reference's own text is told without them.
 */
export function referenceOf(tokens: readonly Token[], span: Span, name: Token, steps: readonly Step[]): ReferenceNode {
  const head = tokens[span.first] as Token
  if (head.image.includes('\\!')) return slashbang(head.image, span, steps)
  let backslashes = 0
  while (head.image[backslashes] === '\\') backslashes++
  head.image = head.image.slice(backslashes)
  const dollar = head.image.lastIndexOf('$')
  const morePrefix = dollar > 0 ? head.image.slice(0, dollar) : ''
  if (dollar > 0) head.image = head.image.slice(dollar)
  const { image } = head
  const escaped = backslashes % 2 === 1
  const common = {
    type: 'reference',
    ...span,
    steps,
    image,
    escaped,
    escapePrefix: '\\'.repeat(backslashes >> 1),
    morePrefix,
  } as const
  const text = textOf(tokens, span)
  if (image.startsWith('$!')) {
    const root = image.startsWith('$!{') ? name.image : image.slice(2)
    return { ...common, style: 'quiet', root, nullText: escaped ? text : '' }
  }
  if (image === '${') return { ...common, style: 'formal', root: name.image, nullText: text }
  if (image.startsWith('$')) return { ...common, style: 'normal', root: image.slice(1), nullText: text }
  return { ...common, style: 'runt', root: image, nullText: text }
}

function textOf(tokens: readonly Token[], { first, last }: Span): string {
  let text = ''
  for (let i = first; i <= last; i++) text += literalOf(tokens[i] as Token)
  return text
}

/** `$\!x` prints one backslash less, and only its first token. */
function slashbang(image: string, span: Span, steps: readonly Step[]): ReferenceNode {
  let start = image.indexOf('$')
  while (start < image.length && image[start] !== '\\') start++
  let count = 0
  while (image[start + count] === '\\') count++
  const text = image.slice(0, start) + image.slice(start, start + count - 1) + image.slice(start + count)
  return {
    type: 'reference',
    ...span,
    style: 'slashbang',
    root: text,
    steps,
    nullText: text,
    image,
    escaped: false,
    escapePrefix: '',
    morePrefix: '',
  }
}
