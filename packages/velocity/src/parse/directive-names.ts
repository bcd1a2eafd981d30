import { Kind, type Token } from './token.ts'

/** Directives that Velocity 1.7 registers (directive.properties); the others belong to its grammar. */
const REGISTERED: ReadonlySet<string> = new Set([
  'foreach',
  'include',
  'parse',
  'macro',
  'literal',
  'evaluate',
  'break',
  'define',
  'stop',
])

const OF_THE_GRAMMAR: ReadonlySet<string> = new Set(['if', 'end', 'set', 'else', 'elseif'])

/** Whether `#name(…)` goes on to an `#end`. */
export function isBlockDirective(name: string): boolean {
  return name === 'foreach' || name === 'macro' || name === 'literal' || name === 'define' || name.startsWith('@')
}

/** `\#if`: a directive or macro that is known loses the backslash that escapes it; anything else is text as it stands. */
export function escapedDirective(image: string, macros: ReadonlySet<string>): string {
  const last = image.lastIndexOf('\\')
  const directive = image.slice(last + 1)
  const name = directive.startsWith('#{') ? directive.slice(2, -1) : directive.slice(1)
  const isKnown = REGISTERED.has(name) || OF_THE_GRAMMAR.has(name) || macros.has(name)
  return isKnown ? image.slice(0, last >> 1) + directive : image
}

/** `count` pairs of backslashes before `next`. */
export function escapedText(count: number, next: Token, macros: ReadonlySet<string>): string {
  const isControl =
    next.kind === Kind.IF_DIRECTIVE ||
    next.kind === Kind.ELSE_DIRECTIVE ||
    next.kind === Kind.ELSEIF_DIRECTIVE ||
    next.kind === Kind.END
  const name = next.image.slice(1)
  const isKnown = isControl || REGISTERED.has(name) || macros.has(name)
  return (isKnown ? '\\' : '\\\\').repeat(count)
}
