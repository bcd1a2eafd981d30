import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, test } from 'vitest'
import { apigatewayv2 as model } from '../model/apigatewayv2.generated.ts'
import { createRestJsonService, type ServiceFailure } from './rest-json-service.ts'
import { testRestJsonClient } from './rest-json-test-client.ts'
import { badRequest } from './service-error.ts'

type Served = Record<string, { input: object; output: object }>

function serve(handlers: Parameters<typeof createRestJsonService<Served>>[1]) {
  return testRestJsonClient(createRestJsonService<Served>(model, handlers, { jsonDepth: 8 }))
}

test.each([
  ['POST', '/v2/nothing?x=y', 'No operation is at POST /v2/nothing'],
  ['PUT', `/${'a'.repeat(10_000)}`, `No operation is at PUT /${'a'.repeat(255)}`],
  ['GET', '/v2/apis/%zz', 'No operation is at GET /v2/apis/%zz'],
])('%s %s is no operation', async (method, target, message) => {
  const answer = await serve({}).send(method, target)
  expect(answer.status).toBe(404)
  expect(answer.headers.get('x-amzn-errortype')).toBe('UnknownOperationException')
  expect(answer.json).toEqual({ message })
})

test('a handler’s own error is answered as it is', async () => {
  const { send } = serve({ GetApis: () => Promise.reject(badRequest('no')) })
  const answer = await send('GET', '/v2/apis')
  expect([answer.status, answer.json]).toEqual([400, { message: 'no' }])
})

test.each<[string, () => Promise<object>]>([
  ['rejects', () => Promise.reject(new Error('secret'))],
  [
    'throws at once',
    () => {
      throw new Error('secret')
    },
  ],
])('a handler that %s is answered with 500, and told of on the channel, not to the client', async (_how, handler) => {
  const told: ServiceFailure[] = []
  const listener = (failure: unknown) => void told.push(failure as ServiceFailure)
  subscribe('postern:service:error', listener)
  const answer = await serve({ GetApis: handler }).send('GET', '/v2/apis')
  unsubscribe('postern:service:error', listener)
  expect(answer.status).toBe(500)
  expect(answer.text).toBe('{"message":"Internal server error"}')
  expect(told).toMatchObject([{ requestId: 'request-1', operation: 'GetApis', error: new Error('secret') }])
})

test('the query begins at the first question mark', async () => {
  const inputs: object[] = []
  const handler = (input: object) => {
    inputs.push(input)
    return Promise.resolve({})
  }
  await serve({ GetApis: handler }).send('GET', '/v2/apis?nextToken=a?b')
  expect(inputs).toEqual([{ NextToken: 'a?b' }])
})
