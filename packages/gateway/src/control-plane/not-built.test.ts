import { CreateRoutingRuleCommand } from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { apigatewayv2 } from '../model/apigatewayv2.generated.ts'
import { controlPlaneHandlers } from './handlers.ts'
import { refusalOf } from './test-client.ts'
import { testWire } from './test-wire.ts'

/** Portals: later issues build them. Routing rules lead to REST APIs alone, which are not here. */
const later = /RoutingRule|Portal|Product/

const operations = Object.entries(apigatewayv2.operations)
const unbuilt = operations.filter(([name]) => later.test(name))

test('every other operation is built, and nothing else', () => {
  const built = Object.keys(controlPlaneHandlers(testWire().plane))
  const expected = operations.filter(([name]) => !later.test(name)).map(([name]) => name)
  expect(built.sort()).toEqual(expected.sort())
  expect([operations.length, built.length]).toEqual([103, 72])
})

test.each(unbuilt)('%s answers 501 with its own name, whatever it is sent', async (name, { method, path }) => {
  const { call } = testWire()
  const answer = await call(method, path.replace('/v2/', '').replaceAll(/\{\w+\}/g, 'x'), undefined)
  expect(answer).toEqual({
    status: 501,
    code: 'NotImplementedException',
    body: { message: `Postern does not implement ${name} yet` },
  })
})

test('the SDK reads it as an error', async () => {
  const { client } = testWire()
  const rule = { Actions: [], Conditions: [], DomainName: 'a.test', Priority: 1 }
  expect(await refusalOf(client.send(new CreateRoutingRuleCommand(rule)))).toEqual({
    name: 'NotImplementedException',
    status: 501,
    message: 'Postern does not implement CreateRoutingRule yet',
  })
})
