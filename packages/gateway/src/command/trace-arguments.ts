import { parseArgs } from 'node:util'
import { unknownFlag, valueMissing } from './flag-problem.ts'

/** What `postern trace …` says. */
export interface TraceArguments {
  readonly help: boolean
  readonly api: string
  readonly stage: string | undefined
  /** Where the server is, such as `http://127.0.0.1:4566`. */
  readonly url: URL
  /** Ends after so many; undefined: when it is interrupted. */
  readonly count: number | undefined
  readonly kept: boolean
  readonly json: boolean
  /** One line each; where there are any, the rest is of no use. */
  readonly problems: readonly string[]
}

export const DEFAULT_URL = 'http://127.0.0.1:4566'
const VALUE_FLAGS = ['api', 'stage', 'url', 'count'] as const
const SWITCHES = ['kept', 'json', 'help'] as const

type Given = ReadonlyMap<string, string>

/** Reads the words behind `trace`: as readArguments does, with flags of its own in place of the settings. */
export function readTraceArguments(words: readonly string[]): TraceArguments {
  const { tokens } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean', short: 'h' },
      kept: { type: 'boolean' },
      json: { type: 'boolean' },
      ...Object.fromEntries(VALUE_FLAGS.map((flag) => [flag, { type: 'string' }] as const)),
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const problems: string[] = []
  const values = new Map<string, string>()
  const switches = new Set<string>()
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`unexpected ${token.value}`)
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    if (SWITCHES.some((known) => known === name)) switches.add(name)
    else if (!VALUE_FLAGS.some((known) => known === name)) {
      problems.push(unknownFlag(rawName, [...VALUE_FLAGS, ...SWITCHES]))
    } else if (!value || (value.startsWith('-') && !inlineValue)) problems.push(valueMissing(rawName))
    else values.set(name, value)
  }
  const url = values.get('url') ?? DEFAULT_URL
  return {
    help: switches.has('help'),
    api: values.get('api') ?? '',
    stage: values.get('stage'),
    url: new URL(URL.canParse(url) ? url : DEFAULT_URL),
    count: values.has('count') ? Number(values.get('count')) : undefined,
    kept: switches.has('kept'),
    json: switches.has('json'),
    // After a flag that is unknown, a word may have been its value.
    problems: problems.length > 0 ? problems : problemsOf(values),
  }
}

function problemsOf(values: Given): string[] {
  const problems: string[] = []
  if (!values.has('api')) problems.push('trace needs an API: --api ID')
  const url = values.get('url')
  if (url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    problems.push(`flag --url: expected an http or https URL, got "${url}"`)
  }
  const count = values.get('count')
  if (count !== undefined && !/^[1-9]\d{0,8}$/.test(count)) {
    problems.push(`flag --count: expected a whole number from 1, got "${count}"`)
  }
  return problems
}
