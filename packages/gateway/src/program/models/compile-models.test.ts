import { describe, expect, test } from 'vitest'
import { SelectionBody, type SelectionSources } from '../../expression/evaluate-selection.ts'
import type { ApiDocument, ModelDocument, RouteDocument } from '../../store/documents.ts'
import { checkDefinition } from '../compile-definition.ts'
import { testDefinition } from '../test-api.ts'
import { compileModels } from './compile-models.ts'
import { compileMessageCheck } from './message-check.ts'

const URL = 'https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/'

type Schemas = Readonly<Record<string, unknown>>

/** A schema is given as text or as what the text says. */
function definition(schemas: Schemas, api: Partial<ApiDocument> = {}) {
  const models = Object.entries(schemas).map(([Name, schema], index): [string, ModelDocument] => {
    const Schema = typeof schema === 'string' ? schema : JSON.stringify(schema)
    return [`m${index}`, { ModelId: `m${index}`, Name, Schema }]
  })
  return { ...testDefinition({}, { ProtocolType: 'WEBSOCKET', ...api }), models: new Map(models) }
}

/** Why a value does not fit the model `A`. */
function reason(schemas: Schemas, value: unknown, api?: Partial<ApiDocument>): string | undefined {
  return compileModels(definition(schemas, api)).get('A')?.(value)
}

describe('draft 4', () => {
  test.each<[schema: object, value: unknown, reason: string | undefined]>([
    [{}, 1, undefined],
    [{ type: 'object' }, [], 'must be object'],
    [{ type: ['string', 'null'] }, null, undefined],
    [{ type: 'integer' }, 1.5, 'must be integer'],
    [{ properties: { a: { type: 'string' } } }, { a: 1 }, '/a must be string'],
    [{ required: ['a'] }, {}, "must have required property 'a'"],
    [{ required: ['constructor'] }, {}, "must have required property 'constructor'"],
    [{ properties: { toString: { type: 'string' } } }, {}, undefined],
    [{ properties: { a: {} }, additionalProperties: false }, { b: 1 }, 'must NOT have additional properties'],
    [{ patternProperties: { '^x': { type: 'number' } } }, { xa: '', b: '' }, '/xa must be number'],
    [{ items: { enum: [1, 'a'] } }, [1, 2], '/1 must be equal to one of the allowed values'],
    [{ enum: [{ a: 1, b: [2] }] }, { b: [2], a: 1 }, undefined],
    [{ items: [{ type: 'string' }], additionalItems: false }, ['a', 1], 'must NOT have more than 1 items'],
    [{ minimum: 1, exclusiveMinimum: true }, 1, 'must be > 1'],
    [{ maximum: 1, exclusiveMaximum: false }, 1, undefined],
    [{ multipleOf: 0.01 }, 0.29, undefined],
    [{ minLength: 2 }, '😀', 'must NOT have fewer than 2 characters'],
    [{ pattern: '^\\d+$' }, '12', undefined],
    [{ pattern: '^\\d+$' }, 'x', 'must match pattern "^\\d+$"'],
    [{ pattern: 'b' }, 'abc', undefined],
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      'must NOT have duplicate items',
    ],
    [{ uniqueItems: true }, [1, '1', [1], { a: 1 }, { a: '1' }], undefined],
    [{ uniqueItems: false }, [1, 1], undefined],
    [{ minProperties: 1 }, {}, 'must NOT have fewer than 1 properties'],
    [{ dependencies: { a: ['b'] } }, { a: 1 }, 'must have property b when property a is present'],
    [{ dependencies: { a: { required: ['c'] } } }, { a: 1 }, "must have required property 'c'"],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, 1, undefined],
    [{ oneOf: [{ type: 'integer' }, { type: 'number' }] }, 1, 'must match exactly one schema in oneOf'],
    [{ not: { type: 'string' } }, '', 'must NOT be valid'],
    [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, 3, 'must be <= 2'],
    [{ definitions: { n: { type: 'number' } }, items: { $ref: '#/definitions/n' } }, [''], '/0 must be number'],
    [
      { properties: { next: { $ref: '#' } }, required: ['v'] },
      { v: 1, next: {} },
      "/next must have required property 'v'",
    ],
    // Of later drafts and of ajv's own: not known.
    [{ const: 1, contains: { type: 'string' }, if: {}, nullable: true, $async: true }, 2, undefined],
    [{ format: 'email', type: 'string' }, 'x', undefined],
    [
      { $schema: 'http://json-schema.org/draft-07/schema#', id: 'http://elsewhere.test/', type: 'null' },
      1,
      'must be null',
    ],
    [{ $ref: '#/definitions/n', type: 'string', definitions: { n: { type: 'number' } } }, 1, undefined],
  ])('%j: %j', (schema, value, expected) => {
    expect(reason({ A: schema }, value)).toBe(expected)
  })

  test('models refer to each other', () => {
    const schemas = {
      A: { $ref: `${URL}B` },
      B: { items: { $ref: `${URL}C#/definitions/d` } },
      C: { definitions: { d: { type: 'null' } } },
    }
    expect(reason(schemas, [null])).toBeUndefined()
    expect(reason(schemas, [1])).toBe('/0 must be null')
  })
})

const deep = `${'{"not":'.repeat(70)}{}${'}'.repeat(70)}`
const ALLOWED = `allowed are #/… and ${URL}{name}`

describe('what cannot be deployed, unless the API asks for no validation', () => {
  test.each<[schema: unknown, reason: string]>([
    ['{', 'its schema is no JSON'],
    ['[]', 'its schema is no object'],
    [`{"title":"${'x'.repeat(32_768)}"}`, 'its schema is longer than 32768 characters'],
    [deep, 'its schema nests deeper than 64'],
    [{ allOf: Array.from({ length: 1001 }, () => ({})) }, 'it has more than 1000 schemas'],
    [{ allOf: Array.from({ length: 201 }, () => ({ pattern: 'a' })) }, 'it has more than 200 patterns'],
    [
      { patternProperties: Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`a${n}`, {}])) },
      'it has more than 200 patterns',
    ],
    [{ type: 'text' }, 'its schema is not valid: /type must be equal to one of the allowed values'],
    [{ required: [] }, 'its schema is not valid: /required must NOT have fewer than 1 items'],
    [{ items: 7 }, 'its schema is not valid: /items must be object'],
    [{ pattern: '(' }, 'its schema cannot be used: '],
    [{ $ref: '#/definitions/none' }, "its schema cannot be used: can't resolve reference #/definitions/none"],
    [{ $ref: `${URL}None` }, "its schema cannot be used: can't resolve reference"],
    [
      { $ref: 'http://127.0.0.1/a.json' },
      `its reference "http://127.0.0.1/a.json" leads to no model of this API; ${ALLOWED}`,
    ],
    [{ $ref: `${URL.replace('a1b2', 'zzzz')}B` }, 'leads to no model of this API'],
    [{ $ref: 'file:///etc/passwd' }, 'leads to no model of this API'],
    [
      {
        definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } },
        items: { $ref: '#/definitions/a' },
      },
      'its schema cannot be used: Maximum call stack',
    ],
    [{ $ref: 7 }, 'its reference 7 leads to no model of this API'],
  ])('case %#', async (schema, expected) => {
    const told = await checkDefinition(definition({ A: schema }))
    expect(told).toContain('Model A: ')
    expect(told).toContain(expected)
    const unchecked = { DisableSchemaValidation: true }
    expect(await checkDefinition(definition({ A: schema }, unchecked))).toBeUndefined()
    expect(reason({ A: schema }, {}, unchecked)).toContain(expected)
  })

  test('a model beside a broken one goes on', () => {
    const checks = compileModels(definition({ A: '{', B: { type: 'null' } }, { DisableSchemaValidation: true }))
    expect(checks.get('B')?.(null)).toBeUndefined()
  })
})

const twice = (to: string) => ({ allOf: [{ $ref: to }, { $ref: to }] })
const doubling = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`d${n}`, twice(`#/definitions/d${n + 1}`)]))

test.each<[what: string, schema: object, value: unknown]>([
  ['references that double', { definitions: { ...doubling, d60: {} }, ...twice('#/definitions/d0') }, 1],
  ['a reference to itself', { allOf: [{ $ref: '#' }] }, 1],
  ['a pattern that backtracks', { pattern: '^(a|aa|a?)*(b\\1)*$' }, `${'a'.repeat(2000)}c`],
  [
    'a value deeper than the stack',
    { items: { $ref: '#' }, uniqueItems: true },
    JSON.parse(`${'['.repeat(60_000)}${']'.repeat(60_000)}`),
  ],
  [
    'as many names as a message holds values',
    { items: { required: Array.from({ length: 3000 }, (_, n) => `${n}`) } },
    Array.from({ length: 20_000 }, () => 0),
  ],
])('a message that costs too much does not fit: %s', (_what, schema, value) => {
  expect(reason({ A: schema }, value)).toBe('it costs too much to check')
})

test('large messages fit models of everyday', () => {
  const item = { type: 'object', required: ['id'], properties: { id: { type: 'integer' }, tag: { enum: ['a', 'b'] } } }
  const value = Array.from({ length: 6000 }, (_, id) => ({ id, tag: 'a' }))
  expect(reason({ A: { type: 'array', items: item, uniqueItems: true } }, value)).toBeUndefined()
  expect(
    reason(
      { A: { uniqueItems: true } },
      Array.from({ length: 60_000 }, (_, n) => n),
    ),
  ).toBeUndefined()
})

describe('a route', () => {
  const models = { A: { required: ['a'] }, B: { required: ['b'] } }
  const both = { a: 'A', $default: 'B' }
  test.each<[route: Partial<RouteDocument>, message: string, reason: string | undefined]>([
    [{ RequestModels: both }, 'no JSON', undefined],
    [{ ModelSelectionExpression: '$request.body.kind', RequestModels: both }, '{"kind":"a","a":1}', undefined],
    [
      { ModelSelectionExpression: '$request.body.kind', RequestModels: both },
      '{"kind":"a"}',
      "model A: must have required property 'a'",
    ],
    [{ ModelSelectionExpression: '$request.body.kind', RequestModels: both }, '{"kind":"x","b":1}', undefined],
    [
      { ModelSelectionExpression: '$request.body.kind', RequestModels: both },
      'text',
      'model B: the message is no JSON',
    ],
    [
      { ModelSelectionExpression: '$request.body.kind', RequestModels: { a: 'A' } },
      '{"kind":"toString"}',
      'the route has no model "toString", and no $default',
    ],
    [{ ModelSelectionExpression: '$request.body.kind' }, '{}', 'the route has no model "", and no $default'],
    [{ ModelSelectionExpression: '$default', RequestModels: both }, '{"b":1}', undefined],
    [{ ModelSelectionExpression: 'a', RequestModels: { a: 'Gone' } }, '{}', 'the API has no model Gone'],
    [
      { ModelSelectionExpression: 'a', RequestModels: { a: 'A' } },
      '{"__proto__":{"a":1}}',
      "model A: must have required property 'a'",
    ],
  ])('%j: %s', (route, message, expected) => {
    const check = compileMessageCheck({ RouteId: 'rt0', RouteKey: 'a', ...route }, compileModels(definition(models)))
    const fault = check?.(sourcesOf(message))
    const told = fault && [fault.status, fault.message, fault.integrationError]
    expect(told).toEqual(expected && [400, 'Bad request body', expected])
  })
})

function sourcesOf(message: string): SelectionSources {
  return {
    body: new SelectionBody(message),
    header: () => undefined,
    querystring: () => undefined,
    context: () => new Map(),
    stageVariables: {},
  }
}
