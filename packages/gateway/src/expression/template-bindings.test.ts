import { compile, type Dialect, parseJson } from '@postern/velocity'
import { describe, expect, test } from 'vitest'
import vectors from '../../../velocity/vectors/cases.json' with { type: 'json' }
import { BindingError } from './binding-error.ts'
import type { TemplateParameters } from './input-binding.ts'
import { templateBindings } from './template-bindings.ts'

interface Vector {
  readonly name: string
  readonly template: string
  readonly event?: {
    readonly body?: string
    readonly params?: TemplateParameters
    readonly context?: object
    readonly stageVariables?: Readonly<Record<string, string>>
  }
  readonly expected: string | null
}

function render(template: string, dialect: Dialect, event: Vector['event'] = {}): string {
  const { body = '', params = {}, context = {}, stageVariables = {} } = event
  return compile(template, { dialect }).render(
    templateBindings({
      body,
      parameters: params,
      context: parseJson(JSON.stringify(context)) as Map<string, unknown>,
      stageVariables,
    }),
  )
}

const cases = (vectors as readonly Vector[]).filter(({ name }) => name.startsWith('apigw/'))

test('there are as many vectors as there were', () => {
  expect(cases.length).toBe(13)
})

describe.each(cases)('$name', ({ template, event, expected }) => {
  test('dialect api-gateway', () => {
    expect(render(template, 'api-gateway', event)).toBe(expected)
  })
})

// In the stock dialect, a list of `$input.path` prints as Java's lists do, which is not what json-smart's do.
const stock = cases.filter(({ name }) => name !== 'apigw/path-list-print')
describe.each(stock)('$name', ({ template, event, expected }) => {
  test('dialect velocity', () => {
    expect(render(template, 'velocity', event)).toBe(expected)
  })
})

test.each<[template: string, output: string]>([
  ['$context.requestId|$context.identity.sourceIp|$context.nothing.at.all|', 'r1|10.0.0.1||'],
  ['$stageVariables.table $stageVariables["table"] $stageVariables.nothing|', 't1 t1 |'],
  ['$context.constructor$context.get("__proto__")$context.toString.name$stageVariables.constructor|', '|'],
  ['$input.constructor$input.get("__proto__")$util.constructor$util.toJson("x")$util.time.nowISO8601()|', '|'],
  ['$input.prototype.x$input.hasOwnProperty("body")$input|$util|', '||'],
  ['#set($input.body = "new")$input.body', 'text'],
  ['#set($context.mine = "m")$context.mine', 'm'],
])('%s', (template, output) => {
  const event = {
    body: 'text',
    context: { requestId: 'r1', identity: { sourceIp: '10.0.0.1' } },
    stageVariables: { table: 't1' },
  }
  expect(render(template, 'api-gateway', event)).toBe(output)
})

test('what a template sets in $context is there afterwards, what it sets in $stageVariables is not', () => {
  const context = new Map<string, unknown>()
  const stageVariables = { a: '1' }
  const bindings = templateBindings({ body: '', context, stageVariables })
  const template = '#set($context.mine = 1)#set($stageVariables.a = "2")$stageVariables.a'
  expect(compile(template, { dialect: 'api-gateway' }).render(bindings)).toBe('2')
  expect([context.get('mine'), stageVariables.a]).toEqual([1, '1'])
})

describe('a template cannot make its bindings work for long', () => {
  const BODY = JSON.stringify({ a: 'x'.repeat(131_072) })

  // Texts are paid for in the engine's steps, as all that a template makes.
  test.each([
    ['a text that doubles', '#set($x="\\")#foreach($i in [1..100])#set($x=$util.escapeJavaScript($x))#end'],
    ['a long text, often', '#foreach($i in [1..900])$util.base64Encode($input.body).length()#end'],
    ['walks of a function', '#foreach($i in [1..900])$input.path("$.concat($..a)").length()#end'],
    ['a long JSON text, often', '#foreach($i in [1..900])$input.json("$").length()#end'],
  ])('%s', (_name, template) => {
    const failure = { name: 'VelocityError', kind: 'budget', budget: 'steps' }
    expect(() => render(template, 'api-gateway', { body: BODY })).toThrow(expect.objectContaining(failure))
  })

  test('walks of the document, which the engine cannot see', () => {
    const template = '#foreach($i in [1..900])$input.path("$..a").size()#end'
    const failure = { name: 'VelocityError', kind: 'evaluation', cause: expect.any(BindingError) as Error }
    expect(() => render(template, 'api-gateway', { body: BODY })).toThrow(expect.objectContaining(failure))
  })
})
