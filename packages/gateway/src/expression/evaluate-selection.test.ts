import { describe, expect, test } from 'vitest'
import { DefinitionError } from './definition-error.ts'
import { compileSelection, SelectionBody, type SelectionSources } from './evaluate-selection.ts'

/** Spec: websocket-api.md 3. */

function sources(body: string | undefined, more: Partial<SelectionSources> = {}): SelectionSources {
  return {
    body: body === undefined ? undefined : new SelectionBody(body),
    header: (name) => (name === 'x-api-key' ? 'secret' : undefined),
    querystring: (name) => (name === 'token' ? 'abc' : undefined),
    context: () =>
      new Map<string, unknown>([
        ['connectionId', 'AbCdEf_GhIjCE2A='],
        ['connectedAt', 1_767_607_872_345],
        ['identity', new Map([['sourceIp', '192.0.2.7']])],
      ]),
    stageVariables: { route: 'join' },
    ...more,
  }
}

const evaluate = (expression: string, body?: string, more: Partial<SelectionSources> = {}) =>
  compileSelection(expression)(sources(body, more))

test.each([
  ['$request.body.action', 'join'],
  ['${request.body.action}', 'join'],
  ['${request.body.service}/${request.body.action}', 'chat/join'],
  ['${request.body.action}-${request.body.invalidPath}', 'join-'],
  ['action', 'action'],
  ['\\$default', '$default'],
])('the guide’s truth table (3.1): %s', (expression, value) => {
  const body = '{"service":"chat","action":"join","data":{"room":"room1234"}}'
  expect(evaluate(expression, body)).toBe(value)
})

describe('values (3.1)', () => {
  test.each<[string, string, string]>([
    ['a string', '"join"', 'join'],
    ['an empty string', '""', ''],
    ['an integer', '7', '7'],
    ['a fraction', '1.5', '1.5'],
    ['a negative number', '-3', '-3'],
    ['true', 'true', 'true'],
    ['false', 'false', 'false'],
    ['null', 'null', ''],
    ['a list', '["item1","item2"]', '[item1, item2]'],
    ['an empty list', '[]', '[]'],
    ['an object', '{"a":1,"b":"c"}', '{"a":1,"b":"c"}'],
    ['what looks like an expression is no expression', '"$context.connectionId"', '$context.connectionId'],
    ['nested too deep to be read', `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`, ''],
  ])('%s', (_name, json, value) => {
    expect(evaluate('$request.body.action', `{"action":${json}}`)).toBe(value)
  })
})

describe('paths (3.1, 3.3)', () => {
  test.each<[string, string | undefined, string]>([
    ['$request.body.a.b', '{"a":{"b":"x"}}', 'x'],
    ['$request.body.a.b', '{"a.b":"x"}', ''],
    ["$request.body['a.b']", '{"a.b":"x"}', 'x'],
    ['$request.body.list[0]', '{"list":["x","y"]}', 'x'],
    ['$request.body.list[9]', '{"list":["x","y"]}', ''],
    ['$request.body[1]', '["x","y"]', 'y'],
    ['$request.body.list[*]', '{"list":["x","y"]}', '[x, y]'],
    ['$request.body..a', '{"a":1,"b":{"a":2}}', '[1, 2]'],
    ['$request.body.none', '{"a":1}', ''],
    ['$request.body.a.b.c', '{"a":1}', ''],
    ['$request.body.constructor', '{}', ''],
    ['$request.body.__proto__', '{}', ''],
    ['$request.body.a', '"a"', ''],
    ['$request.body.a', '7', ''],
    ['$request.body.a', 'null', ''],
    ['$request.body.a', 'no JSON', ''],
    ['$request.body.a', '', ''],
    ['$request.body.a', undefined, ''],
    ['$request.body', 'no JSON', 'no JSON'],
    ['$request.body', '', ''],
    ['$request.body', undefined, ''],
    ['literal', 'no JSON', 'literal'],
    ['${request.body.a[?(@.b ==]}', '{"a":1}', ''],
  ])('%s of %j', (expression, body, value) => {
    expect(evaluate(expression, body)).toBe(value)
  })

  test('a list that is too long to be a text is none', () => {
    // 190 objects within each other, each of which prints the rest: a path may find more than a message holds.
    const nested = `${'{"a":'.repeat(190)}"${'x'.repeat(100_000)}"${'}'.repeat(190)}`
    expect(evaluate('$request.body..a', nested)).toBe('')
    // As deep as JSON may be, in a list.
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`
    expect(typeof evaluate('$request.body..a', deep)).toBe('string')
  })

  test('as deep and as large as a message can be', () => {
    const deep = `{"a":${'['.repeat(65_000)}${']'.repeat(65_000)}}`
    expect(typeof evaluate('$request.body.a', deep)).toBe('string')
    expect(evaluate('$request.body.a', `{"a":"${'x'.repeat(131_000)}"}`)).toHaveLength(131_000)
  })
})

describe('other variables (3.1)', () => {
  const response = {
    status: 404,
    headers: (name: string) => (name === 'x-kind' ? ['a', 'b'] : []),
    body: new SelectionBody('{"errorMessage":"no such pet"}'),
  }
  test.each([
    ['$request.header.x-api-key', 'secret'],
    ['$request.header.none', ''],
    ['$request.querystring.token', 'abc'],
    ['$request.querystring.none', ''],
    ['$context.connectionId', 'AbCdEf_GhIjCE2A='],
    ['$context.connectedAt', '1767607872345'],
    ['$context.identity.sourceIp', '192.0.2.7'],
    ['$context.identity.sourceIp.more', ''],
    ['$context.none', ''],
    ['$stageVariables.route', 'join'],
    ['$stageVariables.none', ''],
    ['$stageVariables.constructor', ''],
    ['$request.basepath', ''],
    ['a$stageVariables.route', 'ajoin'],
    ['${stageVariables.route}-x', 'join-x'],
    ['\\$request.body.a', '$request.body.a'],
    ['$default', '$default'],
    ['', ''],
    ['$integration.response.statuscode', '404'],
    ['$integration.response.header.x-kind', 'a'],
    ['$integration.response.header.none', ''],
    ['$integration.response.multivalueheader.x-kind', 'a,b'],
    ['$integration.response.body.errorMessage', 'no such pet'],
    ['$integration.response.body', '{"errorMessage":"no such pet"}'],
  ])('%s', (expression, value) => {
    expect(evaluate(expression, '{}', { response })).toBe(value)
  })
})

test.each([
  '$integration.response.statuscode',
  '$integration.response.header.x-kind',
  '$integration.response.multivalueheader.x-kind',
  '$integration.response.body.errorMessage',
  '$integration.response.body',
])('%s before there is an answer: empty', (expression) => {
  expect(evaluate(expression, '{}')).toBe('')
})

test.each(['$request.nothing.a', '${request.body.a', '$', '${}', '$nothing'])('no expression: %s', (expression) => {
  expect(() => compileSelection(expression)).toThrow(DefinitionError)
})

test('a message is parsed once', () => {
  const body = new SelectionBody('{"a":1,"b":2}')
  expect(body.document).toBe(body.document)
  expect(body.find('$.a')).toBe(body.find('$.a'))
})
