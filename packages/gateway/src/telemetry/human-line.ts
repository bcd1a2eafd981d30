import type { ErrorFields } from './error-fields.ts'

/**
 * A JSON log line as a person reads it: `10:15:02 WARN  text name=value`, and further lines of the text and an error's
 * stack below, indented: what a function prints cannot look like a line of Postern's own. Texts come from outside, so
 * control characters, which could drive the terminal, are shown as escapes. An id that stands in the text is not said
 * twice, and streams of functions are for programs.
 */
export function humanLine(json: string): string {
  const { level, time, message, error, ...fields } = JSON.parse(json) as {
    readonly level: string
    readonly time: string
    readonly message: string
    readonly error?: ErrorFields
  }
  const [first = '', ...more] = message.split('\n')
  const isNews = ([name, value]: [string, unknown]) =>
    name !== 'logStream' && !(IDS.has(name) && first.includes(String(value)))
  const pairs = Object.entries(fields).filter(isNews)
  const told = pairs.map(([name, value]) => ` ${name}=${shown(value)}`).join('')
  const head = `${time.slice(11, 19)} ${level.toUpperCase().padEnd(5)} ${escapeControls(first)}${told}\n`
  return head + more.map((line) => `    ${escapeControls(line)}\n`).join('') + stacks(error)
}

/** Long fields that texts often have. */
const IDS = new Set(['requestId', 'functionArn', 'sourceArn'])

/** Quoted only where it must be. */
function shown(value: unknown): string {
  const text = typeof value === 'string' && /^[\w.:/@$-]+$/.test(value) ? value : JSON.stringify(value)
  return escapeControls(text)
}

function stacks(error: ErrorFields | undefined): string {
  if (error === undefined) return ''
  const text = error.stack ?? `${error.name}: ${error.message}`
  const lines = text.split('\n').map((line) => `    ${escapeControls(line.trim())}\n`)
  return lines.join('') + (error.cause === undefined ? '' : `    caused by:\n${stacks(error.cause)}`)
}

/** JSON.stringify leaves DEL and the C1 controls as they are; some terminals obey those, too. A tab does no harm. */
function escapeControls(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
