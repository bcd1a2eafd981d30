/** A trace as the server tells it. Read leniently: the server may be of another version. */
interface ToldTrace {
  readonly time?: string
  readonly event?: string
  readonly routeKey?: string
  readonly stage?: string
  readonly connectionId?: string
  readonly requestId?: string
  readonly status?: number
  readonly milliseconds?: number
  readonly steps?: readonly ToldStep[]
}

interface ToldStep {
  readonly step?: string
  readonly at?: number
  readonly [detail: string]: unknown
}

const STEP_WIDTH = 21

/** A trace for people: a line for the event, and below it one for each detail of each step. */
export function traceText(json: string): string {
  const trace = JSON.parse(json) as ToldTrace
  const time = trace.time?.slice(11, 23) ?? ''
  const head = `${time} ${trace.event} ${trace.routeKey}  ${trace.status} in ${trace.milliseconds} ms`
  const ids = `stage ${trace.stage}, connection ${trace.connectionId}, request ${trace.requestId}`
  return `${shown(head)}  (${shown(ids)})\n${(trace.steps ?? []).map(stepText).join('')}\n`
}

function stepText({ step = '', at = 0, ...details }: ToldStep): string {
  const lines = Object.entries(details).flatMap(([name, value]) => detailLines(name, value))
  const [first = '', ...rest] = lines
  const indent = ' '.repeat(11 + STEP_WIDTH)
  const head = `  ${`+${at.toFixed(1)}`.padStart(8)} ${shown(step).padEnd(STEP_WIDTH)}`
  return [`${head}${first}`, ...rest.map((line) => indent + line)].map((line) => `${line.trimEnd()}\n`).join('')
}

function detailLines(name: string, value: unknown): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, text]) => detailLines(`${name} ${key}`, text))
  }
  const [first = '', ...rest] = String(value).split('\n')
  return [`${shown(name)}: ${shown(first)}`, ...rest.map((line) => `  ${shown(line)}`)]
}

/** Texts come from clients: control characters could drive the terminal. */
function shown(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
