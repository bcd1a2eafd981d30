import { compile } from '@postern/velocity'
import { describe, expect, test } from 'vitest'
import type { TemplateParameters } from './input-binding.ts'
import { templateBindings } from './template-bindings.ts'

function render(template: string, body: string, parameters?: TemplateParameters): string {
  const subject = { body, context: new Map<string, unknown>(), stageVariables: {} }
  const bindings = templateBindings(parameters === undefined ? subject : { ...subject, parameters })
  return compile(template, { dialect: 'api-gateway' }).render(bindings)
}

const BODY = '{"id":7,"name":"a/b","none":null,"empty":"","deep":{"list":[{"n":1},{"n":2.0}]},"__proto__":{"x":1}}'

describe('paths', () => {
  test.each<[template: string, output: string]>([
    ['$input.path("$.id") $input.path("id") $input.path("deep.list[1].n")', '7 7 2.0'],
    ['$input.path("$").id', '7'],
    ['$input.path("$.deep")', '{list=[{"n":1},{"n":2.0}]}'],
    ['$input.path("$.deep.list")', '[{"n":1},{"n":2.0}]'],
    ['$input.path("$..n") $input.path("$..nothing")', '[1,2.0] []'],
    ['$input.path("$.deep.list").size()', '2'],
    ['$input.path("$.none")|$input.path("$.nope")|$input.path("$.nope").a.b|', '|||'],
    ['#if($input.path("$.nope") == "")a#end#if($input.path("$.none") == $null)b#end', 'ab'],
    ['#set($n = $input.path("$.nope"))$n|#if($n == "")empty#end', '|empty'],
    ['$input.path("$.__proto__").x$input.path("$.constructor")$input.path("$").get("toString")|', '1|'],
    ['$input.path()|$input.path(1)|$input.path($nope)|$input.path("$.id", "x")|', '||||'],
    ['$input.json("$.name") $input.json("name") $input.json("$.id")', '"a\\/b" "a\\/b" 7'],
    ['$input.json("$.deep")', '{"list":[{"n":1},{"n":2.0}]}'],
    ['$input.json("$.nope") $input.json("$.none") $input.json("$..nope") $input.json("$.empty")', '"" null [] ""'],
    ['$input.json()|', '|'],
    ['$input.path("$.deep").put("m", 5)$input.json("$.deep.m")', '5'],
    ['$input.body.length()', String(BODY.length)],
  ])('%s', (template, output) => {
    expect(render(template, BODY)).toBe(output)
  })
})

describe('bodies', () => {
  const template = '$input.body|$input.json("$")|$input.path("$")|$input.json("$.a")|$input.path("$.a")'
  test.each<[body: string, output: string]>([
    ['', '{}|""||""|'],
    ['no JSON', 'no JSON|""||""|'],
    ['null', 'null|""||""|'],
    ['"text"', '"text"|"text"|text|""|'],
    ['[1]', '[1]|[1]|[1]|""|'],
    ['{"a":1}', '{"a":1}|{"a":1}|{a=1}|1|1'],
    [' ', ' |""||""|'],
  ])('%j', (body, output) => {
    expect(render(template, body)).toBe(output)
  })
})

describe('parameters', () => {
  const parameters = {
    path: { a: 'path' },
    querystring: { a: 'query', b: 'query', constructor: 'mine' },
    header: { b: 'header', 'X-C': 'header' },
  }
  test.each<[template: string, output: string]>([
    ['$input.params("a") $input.params("b") $input.params("X-C") $input.params("x-c")|', 'path query header |'],
    ['$input.params("constructor")$input.params("__proto__")$input.params("toString")|', 'mine|'],
    ['$input.params().path.a $input.params().get("header").get("X-C")', 'path header'],
    ['#foreach($place in $input.params().keySet())$place #end', 'path querystring header '],
    ['$input.params(1)|$input.params("a", "b")|', '||'],
  ])('%s', (template, output) => {
    expect(render(template, '', parameters)).toBe(output)
  })

  test('of a message: none', () => {
    expect(render('$input.params("a")|$input.params()', '')).toBe('|{path={}, querystring={}, header={}}')
  })
})

describe('what cannot be done ends the rendering, at its place', () => {
  test.each<[template: string, message: RegExp]>([
    ['$input.path("$.a.")', /^\$input\.path: Path must not end/],
    ['$input.json("")', /^\$input\.json: /],
    ['#set($all = $input.path("$"))#set($all.self = $all)$input.json("$")', /^\$input\.json: The value nests/],
  ])('%s', (template, message) => {
    const reason = expect.stringMatching(message) as unknown
    const cause = expect.objectContaining({ name: 'BindingError', message: reason }) as unknown
    const failure = { name: 'VelocityError', kind: 'evaluation', line: 2, cause }
    expect(() => render(`a\n${template}`, '{}')).toThrow(expect.objectContaining(failure))
  })
})

test('the body is read when a path is asked for, and once', () => {
  // Beyond what the parser takes: reading it would be seen.
  const body = `${'['.repeat(300)}${']'.repeat(300)}`
  expect(render('$input.body', body)).toBe(body)
  const times = render('#foreach($i in [1..900])$input.path("$.a")#end', JSON.stringify({ a: 'x', b: 'y'.repeat(1e6) }))
  expect(times).toBe('x'.repeat(900))
})
