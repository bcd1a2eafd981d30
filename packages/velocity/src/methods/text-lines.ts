import { isWhitespace, stripTrailing } from '../values/character-classes.ts'
import type { Spending } from '../values/meter.ts'

/** String.lines(): what newlines of any kind end. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** String.stripIndent() (JDK 15): the least indentation of all lines goes, and white space at their ends. */
export function stripIndent(text: string, meter: Spending): string {
  const lines = text.split(/\r\n|\r|\n/)
  meter.spend(lines.length)
  const last = lines.length - 1
  let least = Number.POSITIVE_INFINITY
  for (const [i, line] of lines.entries()) {
    if (i === last || !isBlankLine(line)) least = Math.min(least, indentationOf(line))
  }
  return lines.map((line) => (isBlankLine(line) ? '' : stripTrailing(line.slice(least)))).join('\n')
}

function isBlankLine(line: string): boolean {
  return indentationOf(line) === line.length
}

function indentationOf(line: string): number {
  let count = 0
  while (count < line.length && isWhitespace(line.charCodeAt(count))) count++
  return count
}
