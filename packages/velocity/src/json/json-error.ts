/** How much of the offending line an excerpt shows on either side of the fault. */
const EXCERPT_REACH = 40

/** A text that is not JSON, or nests deeper than allowed. The message tells the place, and ends in an excerpt. */
export class JsonError extends Error {
  /** Counted in UTF-16 units from 0. */
  readonly offset: number
  /** Counted from 1; line feeds part lines. */
  readonly line: number
  /** Counted in UTF-16 units from 1. */
  readonly column: number

  constructor(text: string, offset: number, problem: string) {
    const lineStart = text.lastIndexOf('\n', offset - 1) + 1
    const line = countLineFeeds(text, lineStart) + 1
    const column = offset - lineStart + 1
    super(`Invalid JSON at line ${line}, column ${column}: ${problem}\n${excerpt(text, lineStart, offset)}`)
    this.name = 'JsonError'
    this.offset = offset
    this.line = line
    this.column = column
  }
}

/** How a message names what stands at an offset: a character, or the end of the text. */
export function nameCharacter(text: string, offset: number): string {
  const code = text.codePointAt(offset)
  if (code === undefined) return 'the end of the text'
  const unprintable = code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000)
  return unprintable || code === 0xfeff
    ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
    : `'${String.fromCodePoint(code)}'`
}

function countLineFeeds(text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** The line around the fault, and a caret beneath it. */
function excerpt(text: string, lineStart: number, offset: number): string {
  const lineEnd = text.indexOf('\n', offset)
  const from = Math.max(lineStart, offset - EXCERPT_REACH)
  const to = Math.min(lineEnd === -1 ? text.length : lineEnd, offset + EXCERPT_REACH)
  // Control characters, tabs among them, would move the caret from its place.
  const shown = text.slice(from, to).replaceAll(/\p{Cc}/gu, ' ')
  return `  ${shown}\n  ${' '.repeat(offset - from)}^`
}
