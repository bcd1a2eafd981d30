import { expect, test } from 'vitest'
import type { ApiDocument } from '../store/documents.ts'
import { checkDefinition, compileDefinition } from './compile-definition.ts'
import { type TestRoutes, testDefinition } from './test-api.ts'

test('a definition is compiled once', () => {
  const definition = testDefinition({ 'GET /a': 'http://b' })
  expect(compileDefinition(definition)).toBe(compileDefinition(definition))
})

test('after a change, what stayed the same is not compiled again', () => {
  const before = testDefinition({ 'GET /a': 'http://a', 'GET /b': 'http://b' })
  const changed = testDefinition({ 'GET /a': 'http://a', 'GET /b': 'http://c' })
  const after = {
    ...before,
    integrations: new Map(before.integrations).set('in1', changed.integrations.get('in1') as never),
  }
  const [first, second] = [compileDefinition(before).routes, compileDefinition(after).routes]
  expect(second[0]?.integration).toBe(first[0]?.integration)
  expect(second[1]?.integration).not.toBe(first[1]?.integration)
})

test.each([
  [{}],
  [{ 'GET /a': undefined }],
  [{ 'GET /a': { IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'SQS-SendMessage' } as const }],
  [{ 'GET /a': { ConnectionType: 'VPC_LINK', IntegrationUri: 'arn:aws:x' } as const }],
  [{ 'GET /a': 'http://${stageVariables.h}/' }],
])('can be deployed: %j', async (routes) => {
  expect(await checkDefinition(testDefinition(routes))).toBeUndefined()
})

test.each([
  [{ 'GET /{a}': 'http://b', 'GET /{b}': 'http://b' }, 'Route rt1: its key has the method and path of another route'],
  [{ 'nothing good': 'http://b' }, 'Route rt0: its key is neither a path nor $default'],
  [
    { 'GET /a': 'http://b', 'GET /{x}': 'http://{x}/' },
    'Integration in1: its URI has the path parameter {x} before its path',
  ],
])('cannot be deployed: %j', async (routes, reason) => {
  expect(await checkDefinition(testDefinition(routes))).toBe(reason)
})

test('an integration that no route leads to does not stand in the way', async () => {
  const definition = testDefinition({ 'GET /a': 'http://{x}/' })
  const routes = new Map([['rt0', { RouteId: 'rt0', RouteKey: 'GET /a' }]])
  expect(await checkDefinition({ ...definition, routes })).toBeUndefined()
})

test.each<[routes: TestRoutes, api: Partial<ApiDocument>, reason: string | undefined]>([
  [{ $connect: undefined }, {}, undefined],
  [{ a: { IntegrationType: 'MOCK', RequestTemplates: { x: '{"statusCode": 200}' } } }, {}, undefined],
  [
    { a: { IntegrationType: 'MOCK', RequestTemplates: { x: '{\n#if($a)' } } },
    {},
    'Integration in0: template "x", line 2, column 1: #if is not closed: expected #end before the template ends',
  ],
  [{}, { RouteSelectionExpression: '$request.nothing' }, '"$request.nothing" is no selection expression'],
  [
    { a: { RequestParameters: { 'integration.request.header.Content-Length': "'1'" }, IntegrationUri: 'http://b' } },
    {},
    'Integration in0: the header Content-Length cannot be mapped',
  ],
])('of a WebSocket API: %j %j', async (routes, api, reason) => {
  expect(
    await checkDefinition(
      testDefinition(routes, { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action', ...api }),
    ),
  ).toBe(reason)
})
