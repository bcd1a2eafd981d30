import type { StringNode } from './ast.ts'
import { SyntaxProblem } from './syntax-problem.ts'
import type { Token } from './token.ts'

/** A string of its token (Velocity 1.7, ASTStringLiteral.init). */
export function stringOf(token: Token, index: number): StringNode {
  const { image, start } = token
  const isDouble = image.startsWith('"')
  const raw = image.slice(1, -1)
  const text = isDouble ? unescape(raw, start + 1).replaceAll('""', '"') : raw.replaceAll("''", "'")
  const isTemplate = isDouble && (image.includes('$') || image.includes('#'))
  return { type: 'string', first: index, last: index, text, isTemplate, image, start }
}

/** `\uXXXX`, the only escape that Velocity's strings know. */
function unescape(text: string, start: number): string {
  let at = text.indexOf('\\u')
  if (at < 0) return text
  let result = ''
  let copied = 0
  while (at >= 0) {
    const digits = text.slice(at + 2, at + 6)
    // Java's Integer.parseInt takes a sign, too.
    if (digits.length < 4 || !/^[+-]?[0-9a-fA-F]+$/.test(digits)) {
      throw new SyntaxProblem(start + at, start + at + 2, '"\\u" must be followed by four hexadecimal digits')
    }
    result += text.slice(copied, at) + String.fromCharCode(Number.parseInt(digits, 16) & 0xffff)
    copied = at + 6
    at = text.indexOf('\\u', copied)
  }
  return result + text.slice(copied)
}
