/** Fills in the variables of an access log's format. `valueOf`: of a name without its `$context.`. */
export type AccessLogFormat = (valueOf: (name: string) => unknown) => string

/** `$context.a.b` and `${context.a.b}`: a full stop or a dash behind a name is text. */
const VARIABLE = /\$context\.(\w+(?:\.\w+)*)|\$\{context\.(\w+(?:\.\w+)*)\}/g
/** A line is one, whatever clients send. */
const CONTROLS = /\p{Cc}/gu
/** Characters of an entry; AWS: 1 MB (spec/http-api.md section 8). */
const LONGEST_LINE = 1_048_576

/**
 * Compiles the format of a stage's access log. Values are put in as texts, without escaping, and what has none prints as
 * `-` (spec/http-api.md section 8, spec/websocket-api.md section 9). Never throws.
 */
export function compileAccessLogFormat(format: string): AccessLogFormat {
  const texts: string[] = []
  const names: string[] = []
  let end = 0
  for (const match of format.matchAll(VARIABLE)) {
    texts.push(format.slice(end, match.index))
    names.push(match[1] ?? match[2] ?? '')
    end = match.index + match[0].length
  }
  const last = format.slice(end)
  return (valueOf) => {
    let line = ''
    for (const [index, name] of names.entries()) line += texts[index] + textOf(valueOf(name))
    return (line + last).replace(CONTROLS, ' ').slice(0, LONGEST_LINE)
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '-' : value
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '-'
}
