import type { Spending } from '../values/meter.ts'

/** Character.isWhitespace, for UTF-16 units: Unicode's separators but the no-break spaces, and a few controls. */
export function isJavaWhiteSpace(code: number): boolean {
  if (code <= 0x20) return (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x20)
  if (code === 0xa0 || code === 0x2007 || code === 0x202f) return false
  return code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || (code >= 0x2028 && code <= 0x2029) || isSpace(code)
}

function isSpace(code: number): boolean {
  return code === 0x205f || code === 0x3000
}

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
  return lines.map((line) => (isBlankLine(line) ? '' : trimEnd(line.slice(least)))).join('\n')
}

function isBlankLine(line: string): boolean {
  return indentationOf(line) === line.length
}

function indentationOf(line: string): number {
  let count = 0
  while (count < line.length && isJavaWhiteSpace(line.charCodeAt(count))) count++
  return count
}

function trimEnd(line: string): string {
  let end = line.length
  while (end > 0 && isJavaWhiteSpace(line.charCodeAt(end - 1))) end--
  return line.slice(0, end)
}
