import { describe, expect, test } from 'vitest'
import { answered, badRequest, testWire } from '../test-wire.ts'

/** The CORS configuration of an API as it is read. */
async function corsOf({ call }: ReturnType<typeof testWire>, id: string): Promise<unknown> {
  return (await call('GET', `apis/${id}`)).body?.['corsConfiguration']
}

const whole = {
  allowCredentials: true,
  allowHeaders: ['Content-Type', 'X-A'],
  allowMethods: ['GET', 'put', '*'],
  allowOrigins: ['https://www.example.com', 'HTTP://a.test:8080', 'https://*'],
  exposeHeaders: ['X-B'],
  maxAge: 300,
}

describe('a CORS configuration', () => {
  test.each<[string, object, object | undefined]>([
    [
      'has its header names in lower case, and methods and origins as they came',
      whole,
      { ...whole, allowHeaders: ['content-type', 'x-a'], exposeHeaders: ['x-b'] },
    ],
    ['has only the members that were given', { allowOrigins: ['*'] }, { allowOrigins: ['*'] }],
    [
      'keeps all six members as Terraform sends them',
      {
        allowCredentials: false,
        allowHeaders: [],
        allowMethods: [],
        allowOrigins: [],
        exposeHeaders: [],
        maxAge: 0,
      },
      {
        allowCredentials: false,
        allowHeaders: [],
        allowMethods: [],
        allowOrigins: [],
        exposeHeaders: [],
        maxAge: 0,
      },
    ],
    ['may turn off caching', { maxAge: -1 }, { maxAge: -1 }],
    ['that is empty is none', {}, undefined],
  ])('%s', async (_case, corsConfiguration, expected) => {
    const wire = testWire()
    const id = await wire.create('apis', { name: 'a', protocolType: 'HTTP', corsConfiguration })
    expect(await corsOf(wire, id)).toEqual(expected)
  })

  test.each<[string, object, string]>([
    [
      'credentials for everyone',
      { allowCredentials: true, allowOrigins: ['https://a.test', '*'] },
      "allow-credentials is not supported if 'allow-origin' is *",
    ],
    ['a method that is none', { allowMethods: ['GET', 'G T'] }, 'Invalid CORS method specified: G T'],
    [
      'an origin with a path',
      { allowOrigins: ['https://a.test/x'] },
      'Invalid CORS origin specified: https://a.test/x',
    ],
    ['an origin without a scheme', { allowOrigins: ['a.test'] }, 'Invalid CORS origin specified: a.test'],
    ['an empty origin', { allowOrigins: [''] }, 'Invalid CORS origin specified: '],
    [
      'a header that would end the line',
      { allowHeaders: ['a\r\nset-cookie: b'] },
      'Invalid CORS header specified: a\r\nset-cookie: b',
    ],
    ['an exposed header that is none', { exposeHeaders: ['a b'] }, 'Invalid CORS header specified: a b'],
    [
      'too long a time',
      { maxAge: 86_401 },
      "1 validation error detected: Value '86401' at 'corsConfiguration.maxAge' failed to satisfy constraint: Member must have value less than or equal to 86400",
    ],
    [
      'too short a time',
      { maxAge: -2 },
      "1 validation error detected: Value '-2' at 'corsConfiguration.maxAge' failed to satisfy constraint: Member must have value greater than or equal to -1",
    ],
    ['a time with a fraction', { maxAge: 1.5 }, "Invalid request input: 'corsConfiguration.maxAge' must be an integer"],
    [
      'origins that are no list',
      { allowOrigins: '*' },
      "Invalid request input: 'corsConfiguration.allowOrigins' must be a list",
    ],
  ])('must not have %s', async (_case, corsConfiguration, message) => {
    const { call, httpApi } = testWire()
    const body = { name: 'a', protocolType: 'HTTP', corsConfiguration }
    expect(await call('POST', 'apis', body)).toEqual(badRequest(message))
    const id = await httpApi()
    expect(await call('PATCH', `apis/${id}`, { corsConfiguration })).toEqual(badRequest(message))
  })

  test('is nothing for WebSocket APIs, unless it is empty', async () => {
    const { call, webSocketApi } = testWire()
    const id = await webSocketApi()
    const refused = badRequest('CORS configuration is only supported for HTTP APIs')
    expect(await call('PATCH', `apis/${id}`, { corsConfiguration: { maxAge: 1 } })).toEqual(refused)
    expect((await call('PATCH', `apis/${id}`, { corsConfiguration: {} })).status).toBe(200)
  })

  test('is replaced as a whole by a PATCH, and left alone by an empty one', async () => {
    const wire = testWire()
    const id = await wire.create('apis', { name: 'a', protocolType: 'HTTP', corsConfiguration: whole })
    await wire.call('PATCH', `apis/${id}`, { corsConfiguration: { allowOrigins: ['*'] } })
    expect(await corsOf(wire, id)).toEqual({ allowOrigins: ['*'] })
    // Terraform's removal of the block, where another member changes in the same apply (spec control-plane.md 3.2).
    await wire.call('PATCH', `apis/${id}`, { corsConfiguration: {}, description: 'd' })
    expect(await corsOf(wire, id)).toEqual({ allowOrigins: ['*'] })
    expect(await wire.call('DELETE', `apis/${id}/cors`)).toEqual(answered(204))
    expect(await corsOf(wire, id)).toBeUndefined()
    await wire.call('PATCH', `apis/${id}`, { corsConfiguration: {} })
    expect(await corsOf(wire, id)).toBeUndefined()
    expect(await wire.call('DELETE', `apis/${id}/cors`)).toEqual(answered(204))
  })
})
