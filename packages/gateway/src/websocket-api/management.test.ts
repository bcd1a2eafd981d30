import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ServiceError } from '../aws-protocol/service-error.ts'
import type { ErrorReport } from '../data-plane/fault-response.ts'
import { FakeFunctions, returned } from '../integrations/test-integration.ts'
import { changeApi } from '../program/test-api.ts'
import { FUNCTION, HOST, REQUEST_ID, type TestWebSocketOptions, testWebSocketApi } from './test-websocket-api.ts'

/** The `@connections` API. Spec: websocket-api.md 10. */

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/
const TRACE = /^Root=1-[\da-f]{8}-[\da-f]{24}$/

/** A gateway with an open connection, and its id. */
async function connected(services: TestWebSocketOptions['services'] = {}, headers = {}) {
  const ids: string[] = []
  const functions = new FakeFunctions(({ payload }) => {
    const { requestContext } = JSON.parse(payload) as { requestContext: { connectionId: string } }
    ids.push(requestContext.connectionId)
    return returned('{"statusCode":200}')
  })
  const gateway = await testWebSocketApi({ $connect: { integration: FUNCTION } }, { backends: { functions }, services })
  const client = await gateway.connect('/prod', { headers })
  const id = ids[0] ?? ''
  return { ...gateway, client, id, path: `/prod/@connections/${encodeURIComponent(id)}` }
}

const UNKNOWN = 'AbCdEf_GhIjCE2A%3D'
const common = {
  date: expect.any(String) as string,
  'x-amzn-requestid': expect.stringMatching(UUID) as string,
  'x-amz-apigw-id': expect.stringMatching(REQUEST_ID) as string,
  'x-amzn-trace-id': expect.stringMatching(TRACE) as string,
}
const typed = (errorType: string) => ({ ...common, 'content-type': 'application/json', 'x-amzn-errortype': errorType })

describe('10.2', () => {
  test('POST: 200, empty; the client gets the text', async () => {
    const { http, path, client } = await connected()
    for (const body of ['hi', '{"a" :1}\n', 'Grüße 🙂', 'x'.repeat(131_072)]) {
      const answer = await http('POST', path, body, { 'Content-Type': 'application/octet-stream' })
      expect(answer).toMatchObject({
        status: 200,
        body: '',
        headers: { ...common, 'content-type': 'application/json', 'content-length': '0' },
      })
      expect(answer.headers['x-amzn-errortype']).toBeUndefined()
      expect(await client.next()).toBe(body)
    }
  })

  test('POST without a body: an empty message', async () => {
    const { http, path, client } = await connected()
    expect((await http('POST', path)).status).toBe(200)
    expect(await client.next()).toBe('')
  })

  test('POST of bytes that are no UTF-8: what can be read of them', async () => {
    const { http, path, client } = await connected()
    await http('POST', path, Buffer.of(0x61, 0xff))
    expect(await client.next()).toBe('a\ufffd')
  })

  test('DELETE: 204 without content; the client gets 1000; a second one: 410 (10.4)', async () => {
    const { http, path, client } = await connected()
    const answer = await http('DELETE', path)
    expect(answer).toMatchObject({ status: 204, body: '', headers: common })
    expect([answer.headers['content-type'], answer.headers['content-length']]).toEqual([undefined, undefined])
    expect(await http('DELETE', path)).toMatchObject({ status: 410, body: '' })
    expect(await client.closed).toEqual([1000, 'Connection Closed Normally'])
    for (const method of ['POST', 'GET', 'DELETE']) expect((await http(method, path)).status).toBe(410)
  })

  test('410 as soon as it was asked for, whether or not the client answers the close frame', async () => {
    const { http, path, client } = await connected()
    client.socket.pause()
    await http('DELETE', path)
    for (const method of ['DELETE', 'POST', 'GET']) expect((await http(method, path)).status).toBe(410)
  })

  test.each(['POST', 'GET', 'DELETE'])('410 of an id that is none: %s', async (method) => {
    const { http } = await connected()
    const answer = await http(method, `/prod/@connections/${UNKNOWN}`)
    expect(answer).toMatchObject({
      status: 410,
      body: '',
      headers: { ...typed('GoneException'), 'content-length': '0' },
    })
  })

  test.each([
    ['short', 'short', 'short'],
    ['no padding', 'AbCdEf_GhIjCE2A', 'AbCdEf_GhIjCE2A'],
    ['too long', 'AbCdEf_GhIjCE2AB=', 'AbCdEf_GhIjCE2AB='],
    ['another alphabet', 'AbCdEf%2BGhIjCE2A%3D', 'AbCdEf+GhIjCE2A='],
    ['encoded twice', 'AbCdEf_GhIjCE2A%253D', 'AbCdEf_GhIjCE2A%3D'],
    ['broken escapes', 'AbCdEf_GhIjCE2A%3', 'AbCdEf_GhIjCE2A%3'],
    ['with a quote', '%22x', '\\"x'],
    ['with a line end', 'AbCdEf_GhIjCE2A%3D%0A', 'AbCdEf_GhIjCE2A=\\n'],
  ])('400 of an id that has not its shape: %s', async (_name, raw, shown) => {
    const { http } = await connected()
    for (const method of ['POST', 'GET', 'DELETE']) {
      expect(await http(method, `/prod/@connections/${raw}`)).toMatchObject({
        status: 400,
        body: `{"message":"Invalid connectionId: ${shown}"}`,
        headers: typed('BadRequestException'),
      })
    }
  })

  test.each([
    ['as a length', { 'Content-Length': '131073' }],
    ['in chunks', { 'Transfer-Encoding': 'chunked' }],
  ])('413 of more than 128 KB: %s', async (_name, headers) => {
    const { http, path } = await connected()
    expect(await http('POST', path, 'x'.repeat(131_073), headers)).toMatchObject({
      status: 413,
      body: expect.stringMatching(/^\{"message":"[^"]+"\}$/) as string,
      headers: typed('PayloadTooLargeException'),
    })
  })

  test('429 where the client does not read; memory is not filled', async () => {
    const { http, path, client } = await connected()
    client.socket.pause()
    const body = 'x'.repeat(131_072)
    let answer = await http('POST', path, body)
    let posts = 1
    while (answer.status === 200) {
      answer = await http('POST', path, body)
      posts++
    }
    expect(answer).toMatchObject({ status: 429, body: '{}', headers: typed('LimitExceededException') })
    // What the system's own buffers take comes on top of the gateway's megabyte.
    expect(posts).toBeLessThan(400)
    client.socket.resume()
    for (let i = 1; i < posts; i++) expect(await client.next()).toHaveLength(131_072)
    expect((await http('POST', path, 'again')).status).toBe(200)
    expect(await client.next()).toBe('again')
  })

  test.each([
    ['no stage', '/@connections/AbCdEf_GhIjCE2A='],
    ['unknown stage', '/dev/@connections/AbCdEf_GhIjCE2A='],
    ['stage that was not deployed', '/undeployed/@connections/AbCdEf_GhIjCE2A='],
  ])('403: %s', async (_name, path) => {
    const { apis, http } = await connected()
    await changeApi(apis, (draft) => draft.put('stages', 'undeployed', { StageName: 'undeployed' }))
    expect(await http('POST', path, 'x')).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' },
    })
  })

  test.each(['PUT', 'PATCH', 'OPTIONS'])('403: %s', async (method) => {
    const { http, path } = await connected()
    expect(await http(method, path)).toMatchObject({ status: 403, headers: typed('ForbiddenException') })
  })

  test.each([
    ['/prod/@connections', 426],
    ['/prod/@connections/', 426],
    ['/prod/@connections/AbCdEf_GhIjCE2A=/more', 426],
    ['/prod/connections/AbCdEf_GhIjCE2A=', 426],
  ])('other paths: %s', async (path, status) => {
    const { http } = await connected()
    expect((await http('POST', path, 'x')).status).toBe(status)
  })

  test('keys of a role’s session: its policies decide, about this connection and method', async () => {
    const principal = { arn: 'arn:aws:sts::111122223333:assumed-role/app/s1', userId: 'AROA1:s1', accountId: '1' }
    const asked: unknown[] = []
    const message = 'User: … is not authorized'
    const { http, path, client } = await connected({
      access: { guard: () => undefined, authenticate: () => () => ({ principal }) },
      permit: async (caller, action, resource) => {
        asked.push([caller, action, resource])
        return resource.includes('/POST/') ? undefined : message
      },
    })
    expect((await http('POST', path, 'x')).status).toBe(200)
    expect(await client.next()).toBe('x')
    for (const method of ['GET', 'DELETE']) {
      expect(await http(method, path)).toMatchObject({
        status: 403,
        body: JSON.stringify({ message }),
        headers: typed('ForbiddenException'),
      })
    }
    expect(client.socket.readyState).toBe(client.socket.OPEN)
    const id = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))
    const stage = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod'
    expect(asked).toEqual(
      ['POST', 'GET', 'DELETE'].map((method) => [
        principal,
        'execute-api:ManageConnections',
        `${stage}/${method}/@connections/${id}`,
      ]),
    )
  })

  test('500, and nothing is done: where the policies cannot be asked', async () => {
    const principal = { arn: 'arn:aws:sts::111122223333:assumed-role/app/s1', userId: 'AROA1:s1', accountId: '1' }
    const { http, path, client } = await connected({
      access: { guard: () => undefined, authenticate: () => () => ({ principal }) },
      permit: () => Promise.reject(new Error('secret')),
    })
    const { status, body } = await http('DELETE', path)
    expect([status, body]).toEqual([500, '{"message": "Internal server error"}'])
    expect(client.socket.readyState).toBe(client.socket.OPEN)
  })

  test('refusals of the guard and of the signature', async () => {
    const refused = { status: 403, headers: ['x-amzn-errortype', 'AccessDeniedException'], body: 'page' }
    const guarded = await connected({ access: { guard: () => refused, authenticate: () => () => ({}) } })
    expect(await guarded.http('POST', guarded.path, 'x')).toMatchObject({ status: 403, body: 'page' })
    const error = new ServiceError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token')
    const early = () => {
      throw error
    }
    for (const authenticate of [early, () => early]) {
      const { http, path, client } = await connected({ access: { guard: () => undefined, authenticate } })
      expect(await http('POST', path, 'x')).toMatchObject({
        status: 403,
        body: '{"message":"Missing Authentication Token"}',
        headers: typed('MissingAuthenticationTokenException'),
      })
      expect((await http('DELETE', path)).status).toBe(403)
      expect(client.socket.readyState).toBe(client.socket.OPEN)
    }
  })
})

test('500: what nobody foresaw is told, and not to the caller', async () => {
  const reports: unknown[] = []
  const listen = (report: unknown) => void reports.push((report as ErrorReport).error)
  subscribe('postern:data-plane:error', listen)
  onTestFinished(() => void unsubscribe('postern:data-plane:error', listen))
  const error = new Error('secret')
  const authenticate = () => () => {
    throw error
  }
  const { http, path, client } = await connected({ access: { guard: () => undefined, authenticate } })
  for (const method of ['POST', 'GET', 'DELETE']) {
    expect(await http(method, path)).toMatchObject({
      status: 500,
      body: '{"message": "Internal server error"}',
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'InternalServerErrorException' },
    })
  }
  expect(reports).toEqual([error, error, error])
  expect(client.socket.readyState).toBe(client.socket.OPEN)
})

describe('10.1: ways of writing the path', () => {
  test.each<[string, (id: string) => string, Record<string, string>]>([
    ['as the SDKs have it', (id) => `/prod/%40connections/${id.replace('=', '%3D')}`, {}],
    ['raw', (id) => `/prod/@connections/${id}`, {}],
    [
      'encoded throughout',
      (id) => `/prod/@connections/${id.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
      {},
    ],
    ['with a slash behind it', (id) => `/prod/@connections/${id}/`, {}],
    ['with a query', (id) => `/prod/@connections/${id}?a=1`, {}],
    ['path form', (id) => `/_aws/execute-api/a1b2c3d4e5/prod/@connections/${id}`, { Host: 'localhost' }],
    [
      'path form, encoded',
      (id) => `/_aws/execute-api/a1b2c3d4e5/prod/%40connections/${id}`,
      { Host: 'localhost:4566' },
    ],
  ])('%s', async (_name, pathOf, headers) => {
    const { http, client, id } = await connected()
    expect((await http('POST', pathOf(id), 'hi', headers)).status).toBe(200)
    expect(await client.next()).toBe('hi')
  })

  test('a connection of another stage is not there', async () => {
    const { apis, http, id } = await connected()
    await changeApi(apis, (draft) => {
      const prod = draft.get('stages', 'prod')
      if (prod !== undefined) draft.put('stages', 'dev', { ...prod, StageName: 'dev' })
    })
    expect((await http('GET', `/dev/@connections/${id}`)).status).toBe(410)
    expect((await http('GET', `/prod/@connections/${id}`)).status).toBe(200)
  })
})

describe('10.3: GET', () => {
  test.each([
    ['an agent', { 'User-Agent': 'Example "1.0"' }, '"Example \\"1.0\\""'],
    ['none', {}, 'null'],
  ])('byte for byte: %s', async (_name, headers, userAgent) => {
    const { http, path } = await connected({}, headers)
    const answer = await http('GET', path)
    expect(answer).toMatchObject({ status: 200, headers: { ...common, 'content-type': 'application/json' } })
    const times = [...answer.body.matchAll(/"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/g)].map(([, time]) => time)
    expect(times).toHaveLength(2)
    expect(answer.body).toBe(`{
  "identity" : {
    "sourceIp" : "127.0.0.1",
    "userAgent" : ${userAgent}
  },
  "connectedAt" : "${times[0]}",
  "lastActiveAt" : "${times[1]}"
}`)
  })
})

test('a client that leaves amid its POST', async () => {
  const { raw, id, http, path } = await connected()
  const caller = await raw()
  caller.socket.end(`POST /prod/@connections/${id} HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 10\r\n\r\nabc`)
  await caller.closed
  expect((await http('GET', path)).status).toBe(200)
})
