import { expect, test } from 'vitest'
import { UNKNOWN } from '../conversion/value.ts'
import type { MaybeText } from './known.ts'
import { checkAllowed, checkByProtocol, checkUnsupported, type Protocol } from './protocol.ts'

const asked = (answer: () => Promise<string | undefined>) => {
  const calls: string[] = []
  return {
    calls,
    protocolOf(apiId: string) {
      calls.push(apiId)
      return answer()
    },
  }
}
const failing = (name: string, message: string) =>
  asked(async () => {
    throw Object.assign(new Error(message), { name })
  })
const protocolFound = (protocol: Protocol) => checkAllowed('a', 'x', [protocol], protocol)

test('the checks of the kind that the API is of', async () => {
  const gateway = asked(async () => 'WEBSOCKET')
  const [found] = await checkByProtocol('a1', gateway, protocolFound)
  expect(found?.detail).toBe('This is a WebSocket API. Allowed there: "WEBSOCKET".')
  expect(gateway.calls).toEqual(['a1'])
})

test.each<[string, MaybeText]>([
  ['unknown', UNKNOWN],
  ['missing', null],
  ['empty', ''],
])('an id that is %s: nothing is asked', async (_, id) => {
  const gateway = asked(async () => 'HTTP')
  expect(await checkByProtocol(id, gateway, protocolFound)).toEqual([])
  expect(gateway.calls).toEqual([])
})

test('a provider that is not wholly known yet asks nothing', async () => {
  const gateway = { ...asked(async () => 'HTTP'), isKnown: false }
  expect(await checkByProtocol('a1', gateway, protocolFound)).toEqual([])
  expect(gateway.calls).toEqual([])
})

test('an API that is not there is an error', async () => {
  const found = await checkByProtocol('a1', failing('NotFoundException', 'no'), protocolFound)
  expect(found).toMatchObject([{ severity: 'error', summary: 'Invalid api_id', path: ['api_id'] }])
  expect(found[0]?.detail).toMatch(/^There is no API a1 in this region\./)
})

test.each([
  ['AccessDeniedException', 'not authorized to perform apigateway:GET'],
  ['CredentialsProviderError', 'Could not load credentials from any providers'],
  ['Error', 'connect ECONNREFUSED 127.0.0.1:1'],
])('%s: the plan goes on, and says once why it is less', async (name, message) => {
  const gateway = failing(name, message)
  const found = await checkByProtocol('a1', gateway, protocolFound)
  expect(found).toMatchObject([{ severity: 'warning', summary: 'Not checked against the API' }])
  expect(found[0]?.detail).toContain(`${name}: ${message}`)
  expect(await checkByProtocol('a1', gateway, protocolFound)).toEqual([])
  expect(await checkByProtocol('a2', gateway, protocolFound)).toEqual([])
})

test('what only the other kind has, unless it is nothing or unknown', () => {
  const config = { a: 'x', b: '', c: null, d: {}, e: [], f: UNKNOWN, g: false, h: ['x'], i: true }
  const found = [...checkUnsupported(config, Object.keys(config), 'HTTP')]
  expect(found.map(({ path }) => path)).toEqual([['a'], ['h'], ['i']])
  expect(found[0]?.detail).toBe('a is for WebSocket APIs only, and this is an HTTP API.')
})
