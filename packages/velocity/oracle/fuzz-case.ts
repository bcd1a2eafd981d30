import { compile, type Dialect, HostObject, nullLike, parseJson, VelocityError } from '../src/index.ts'
import { toJson } from '../src/json/to-json.ts'
import { jsonPath } from '../src/json-path/json-path.ts'
import corpus from './random/corpus.json' with { type: 'json' }
import { mutate } from './random/mutate.ts'
import { Random } from './random/random.ts'
import { contextJson } from './random/scope.ts'
import { changedVector } from './random/vectors.ts'
import { randomCase } from './random-template.ts'

export interface FuzzCase {
  readonly template: string
  /** The context as JSON text. */
  readonly context: string
  readonly dialect: Dialect
}

/** `rendered`, or the kind of its VelocityError; `crash` for anything else that is thrown, and for faults of ours within one. */
export interface FuzzResult {
  readonly outcome: 'rendered' | 'syntax' | 'evaluation' | 'budget' | 'crash'
  readonly trace?: string
}

/** What the lexer, the parser and the methods care for, to be strung together at random. */
const PIECES = [
  '$',
  '$!',
  '${',
  '}',
  '#',
  '##',
  '#*',
  '*#',
  '#**',
  '#[[',
  ']]#',
  '\\',
  '\\\\',
  '"',
  "'",
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '#set(',
  '#if(',
  '#elseif(',
  '#else',
  '#end',
  '#foreach($i in ',
  '#macro(m ',
  '#m(',
  '#@m(',
  '#define($d)',
  '#evaluate(',
  '#literal()',
  '#break',
  '#stop',
  '$a',
  '$b',
  '$d',
  '$foreach',
  '$bodyContent',
  '$input',
  '$util',
  '.a',
  '.b(',
  '.size()',
  '.keySet()',
  '.add(',
  '.put(',
  '.split(',
  '.replaceAll(',
  '.constructor',
  '.json(',
  '.path(',
  '1',
  '-2147483648',
  '9223372036854775807',
  '1e400',
  '0.1',
  '..',
  '==',
  '!=',
  '&&',
  '||',
  '!',
  '+',
  '-',
  '*',
  '/',
  '%',
  ' ',
  '\n',
  '\t',
  '\r\n',
  ',',
  ':',
  '=',
  ' in ',
  'true',
  '$none',
  '\ud800',
  '\u0000',
  '(a*)*b',
  '(?<n>x)',
  '[^a-z',
  '\\1',
  '$.a[?(@.b',
  '$..*',
]

/** The case of a seed: three in ten are random bytes or pieces, the others templates that were changed, or not. */
export function fuzzCase(seed: number): FuzzCase {
  const random = new Random(Math.imul(seed, 0x85ebca6b) ^ 0x2545f491)
  const dialect = random.pick(['velocity', 'api-gateway'] as const)
  const { template, context } = random.branch([
    [1, () => ({ context: changedVector(random).context, template: randomText(random) })],
    [
      2,
      () => ({
        context: changedVector(random).context,
        template: random.some(1, 60, () => random.pick(PIECES)).join(''),
      }),
    ],
    [4, () => changedVector(random)],
    [3, () => randomCase(random.int(0x7fffffff))],
  ])
  let changed = template
  for (let times = random.pick([0, 0, 1, 3, 10]); times > 0; times--) {
    changed = random.chance(60) ? mutate(changed, random) : spliced(changed, random)
  }
  return { template: changed, context: contextJson(context), dialect }
}

function randomText(random: Random): string {
  return random.some(0, 200, () => String.fromCharCode(random.int(256))).join('')
}

function spliced(template: string, random: Random): string {
  const at = random.int(template.length + 1)
  const piece = random.chance(50) ? random.pick(PIECES) : random.pick(corpus.strings)
  return template.slice(0, at) + piece + template.slice(at + random.pick([0, 0, 1, 5]))
}

export function run({ template, context, dialect }: FuzzCase): FuzzResult {
  try {
    const variables = parseJson(context)
    if (!(variables instanceof Map)) throw new TypeError('the context is no object')
    compile(template, { dialect }).render(new Map([...variables, ...hosts(context)]))
    return { outcome: 'rendered' }
  } catch (error) {
    if (error instanceof VelocityError && !isFault(error.cause)) return { outcome: error.kind }
    const cause = error instanceof VelocityError ? error.cause : error
    return { outcome: 'crash', trace: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
}

/** What only a bug throws. Stack overflows are told as a budget; any other RangeError, such as of a string too long, is ours. */
function isFault(cause: unknown): boolean {
  return cause instanceof TypeError || cause instanceof ReferenceError || cause instanceof RangeError
}

function hosts(context: string): [string, unknown][] {
  const document = () => parseJson(context)
  const input = new HostObject({
    body: context,
    json: (path: unknown) => toJson(jsonPath(String(path))(document())),
    path: (path: unknown) => jsonPath(String(path))(document()) ?? nullLike,
  })
  const util = new HostObject({ parseJson: (text: unknown) => parseJson(String(text)), encode: encodeURI })
  return [
    ['input', input],
    ['util', util],
  ]
}
