import { parseArgs } from 'node:util'
import type { Dialect } from '@postern/velocity'
import { suggestion } from '../configuration/nearest-name.ts'
import { unknownFlag, valueMissing } from './flag-problem.ts'

/** What `postern render …` says, with `-` for standard input. The files are not read yet. */
export interface RenderArguments {
  readonly help: boolean
  readonly template: string
  readonly input: string
  readonly context: string | undefined
  readonly parameters: string | undefined
  /** Files and NAME=VALUE, in order: the last one wins. */
  readonly stageVariables: readonly StageVariablesArgument[]
  readonly dialect: Dialect
  /** One line each; where there are any, the rest is of no use. */
  readonly problems: readonly string[]
}

export type StageVariablesArgument = { readonly file: string } | { readonly name: string; readonly value: string }

/** The name that stands for standard input in place of a file's. */
export const STANDARD_INPUT = '-'

const DIALECTS: readonly Dialect[] = ['api-gateway', 'velocity']

const VALUE_FLAGS = ['input', 'context', 'stage-variables', 'params', 'dialect'] as const

type ValueFlag = (typeof VALUE_FLAGS)[number]

/** Reads the words behind `render`: as readArguments does, with flags of its own in place of the settings. */
export function readRenderArguments(words: readonly string[]): RenderArguments {
  const { tokens } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(VALUE_FLAGS.map((flag) => [flag, { type: 'string' }] as const)),
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const problems: string[] = []
  const operands: string[] = []
  const values = new Map<ValueFlag, string>()
  const stageVariables: StageVariablesArgument[] = []
  let help = false
  // `--stage-variables a=1 b=2`: further pairs right behind the flag are its own, too.
  let takesPairs = false
  for (const token of tokens) {
    if (token.kind === 'positional') {
      takesPairs &&= token.value.includes('=')
      if (takesPairs) stageVariables.push(stageVariablesArgument(token.value))
      else operands.push(token.value)
      continue
    }
    takesPairs = false
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    const flag = VALUE_FLAGS.find((known) => known === name)
    if (name === 'help') help = true
    else if (flag === undefined) problems.push(unknownFlag(rawName, [...VALUE_FLAGS, 'help']))
    // `--input --context`: a value was forgotten. `-` alone is one: standard input.
    else if (!value || (value.startsWith('-') && value !== STANDARD_INPUT && !inlineValue)) {
      problems.push(valueMissing(rawName))
    } else if (flag === 'stage-variables') {
      const argument = stageVariablesArgument(value)
      stageVariables.push(argument)
      takesPairs = 'name' in argument
    } else values.set(flag, value)
  }
  const [template = '', ...others] = operands
  const dialect = values.get('dialect') ?? 'api-gateway'
  const given = { template, others, values, stageVariables, dialect }
  return {
    help,
    template,
    input: values.get('input') ?? '',
    context: values.get('context'),
    parameters: values.get('params'),
    stageVariables,
    dialect: isDialect(dialect) ? dialect : 'api-gateway',
    // After a flag that is unknown, a word may have been its value.
    problems: problems.length > 0 ? problems : problemsOf(given),
  }
}

interface Given {
  readonly template: string
  /** Words behind the template's. */
  readonly others: readonly string[]
  readonly values: ReadonlyMap<ValueFlag, string>
  readonly stageVariables: readonly StageVariablesArgument[]
  readonly dialect: string
}

function problemsOf(given: Given): string[] {
  const { template, others, values, stageVariables, dialect } = given
  const problems: string[] = []
  if (template === '') problems.push('render needs a template: postern render TEMPLATE --input FILE')
  if (others.length > 0) problems.push(`unexpected ${others.join(' ')}`)
  if (!values.has('input')) problems.push('render needs the message: --input FILE, or --input - for standard input')
  if (!isDialect(dialect)) {
    const expected = `expected ${DIALECTS.join(' or ')}, got "${dialect}"`
    problems.push(`flag --dialect: ${expected}${suggestion(dialect, DIALECTS)}`)
  }
  for (const one of stageVariables) {
    if ('file' in one || one.name !== '') continue
    problems.push(`flag --stage-variables: expected NAME=VALUE or FILE, got "=${one.value}"`)
  }
  const readers = readersOfStandardInput(given)
  if (readers.length > 1) problems.push(`standard input (-) can be given once, not for ${readers.join(' and ')}`)
  return problems
}

function isDialect(text: string): text is Dialect {
  return DIALECTS.some((dialect) => dialect === text)
}

function stageVariablesArgument(text: string): StageVariablesArgument {
  const end = text.indexOf('=')
  return end < 0 ? { file: text } : { name: text.slice(0, end), value: text.slice(end + 1) }
}

function readersOfStandardInput({ template, values, stageVariables }: Given): string[] {
  return [
    ...(template === STANDARD_INPUT ? ['TEMPLATE'] : []),
    ...[...values].flatMap(([flag, value]) => (value === STANDARD_INPUT ? [`--${flag}`] : [])),
    ...stageVariables.flatMap((one) => ('file' in one && one.file === STANDARD_INPUT ? ['--stage-variables'] : [])),
  ]
}
