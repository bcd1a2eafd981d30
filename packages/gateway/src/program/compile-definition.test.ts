import { expect, test } from 'vitest'
import { checkDefinition, compileDefinition } from './compile-definition.ts'
import { testDefinition } from './test-api.ts'

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
])('can be deployed: %j', (routes) => {
  expect(checkDefinition(testDefinition(routes))).toBeUndefined()
})

test.each([
  [{ 'GET /{a}': 'http://b', 'GET /{b}': 'http://b' }, 'Route rt1: its key has the method and path of another route'],
  [{ 'nothing good': 'http://b' }, 'Route rt0: its key is neither a path nor $default'],
  [
    { 'GET /a': 'http://b', 'GET /{x}': 'http://{x}/' },
    'Integration in1: its URI has the path parameter {x} before its path',
  ],
])('cannot be deployed: %j', (routes, reason) => {
  expect(checkDefinition(testDefinition(routes))).toBe(reason)
})

test('an integration that no route leads to does not stand in the way', () => {
  const definition = testDefinition({ 'GET /a': 'http://{x}/' })
  const routes = new Map([['rt0', { RouteId: 'rt0', RouteKey: 'GET /a' }]])
  expect(checkDefinition({ ...definition, routes })).toBeUndefined()
})

test('WebSocket APIs have nothing to compile here', () => {
  expect(checkDefinition(testDefinition({ $connect: undefined }, { ProtocolType: 'WEBSOCKET' }))).toBeUndefined()
})
