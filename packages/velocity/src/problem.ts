/** What is wrong with a template, and where. */
export interface Problem {
  /** What was found and what was expected, in one sentence. */
  readonly message: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  /** Offset in the template, in UTF-16 units, from 0. */
  readonly offset: number
  /** The line with a caret below the place. Two lines; long ones are cut. */
  readonly excerpt: string
}

/** Problems that one compile tells of at the most. */
export const MOST_PROBLEMS = 20

/** Characters of the line that an excerpt shows. */
const WIDTH = 100

export function problemAt(source: string, offset: number, message: string): Problem {
  const at = Math.min(offset, source.length)
  let line = 1
  let lineStart = 0
  for (let i = 0; i < at; i++) {
    const code = source.charCodeAt(i)
    if (code === 0x0a || (code === 0x0d && source.charCodeAt(i + 1) !== 0x0a)) {
      line++
      lineStart = i + 1
    }
  }
  const column = at - lineStart + 1
  return { message, line, column, offset: at, excerpt: excerptOf(source, lineStart, at) }
}

function excerptOf(source: string, lineStart: number, at: number): string {
  const rest = /[\r\n]/.exec(source.slice(at, at + WIDTH))
  const lineEnd = rest === null ? Math.min(source.length, at + WIDTH) : at + rest.index
  const from = Math.max(lineStart, at - WIDTH / 2)
  const shown = source.slice(from, Math.min(lineEnd, from + WIDTH)).replaceAll('\t', ' ')
  return `${shown}\n${' '.repeat(at - from)}^`
}
