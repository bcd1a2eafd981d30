import { describe, expect, test } from 'vitest'
import { parseSelectionExpression, type SelectionPart } from './selection-expression.ts'

const text = (literal: string): SelectionPart => ({ kind: 'literal', text: literal })
const variable = (name: string): SelectionPart => ({ kind: 'variable', name })

/** The guide's truth table and the grammar of spec websocket-api.md 3.1. */
test.each<[string, SelectionPart[]]>([
  ['', []],
  ['action', [text('action')]],
  ['$request.body.action', [variable('request.body.action')]],
  ['${request.body.action}', [variable('request.body.action')]],
  [
    '${request.body.service}/${request.body.action}',
    [variable('request.body.service'), text('/'), variable('request.body.action')],
  ],
  [
    '${request.body.action}-${request.body.invalidPath}',
    [variable('request.body.action'), text('-'), variable('request.body.invalidPath')],
  ],
  ['$request.header.x-api-key', [variable('request.header.x-api-key')]],
  ['$request.body', [variable('request.body')]],
  ["$request.body['a.b'][0]", [variable("request.body['a.b'][0]")]],
  ['$request.body.a $request.body.b', [variable('request.body.a'), text(' '), variable('request.body.b')]],
  ['$request.querystring.a', [variable('request.querystring.a')]],
  ['$request.basepath', [variable('request.basepath')]],
  ['$context.authorizer.usageIdentifierKey', [variable('context.authorizer.usageIdentifierKey')]],
  ['${stageVariables.a}', [variable('stageVariables.a')]],
  ['${integration.response.statuscode}', [variable('integration.response.statuscode')]],
  ['${integration.response.header.a}', [variable('integration.response.header.a')]],
  ['$integration.response.multivalueheader.a', [variable('integration.response.multivalueheader.a')]],
  ['$integration.response.body.errorMessage', [variable('integration.response.body.errorMessage')]],
  ['\\$default', [text('$default')]],
  ['$default', [text('$default')]],
  ['$default/x', [text('$default/x')]],
  ['a\\$b', [text('a$b')]],
  ['a\\b', [text('a\\b')]],
  ['{request.body.a}', [text('{request.body.a}')]],
])('%s', (expression, parts) => {
  expect(parseSelectionExpression(expression)).toEqual(parts)
})

describe('no expression', () => {
  test.each([
    '$',
    '$$',
    '${',
    '${}',
    '${request.body.a',
    '$default2',
    '${default}',
    '$nothing',
    '$request',
    '$request.body.',
    '$request.bodyguard',
    '$request.header',
    '$request.header.',
    '$request.method',
    '$request.path',
    '$context',
    '$context.',
    '$integration.response.status',
    '$integration.response.statuscode.a',
    '$response.body',
    'a $ b',
  ])('%s', (expression) => {
    expect(parseSelectionExpression(expression)).toBeUndefined()
  })
})

test('a long expression costs no more than its length', () => {
  expect(parseSelectionExpression('${request.body.a}'.repeat(100_000))).toHaveLength(100_000)
  expect(parseSelectionExpression('a'.repeat(1_000_000))).toHaveLength(1)
})
