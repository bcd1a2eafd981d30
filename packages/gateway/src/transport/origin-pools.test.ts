import { once } from 'node:events'
import { expect, test } from 'vitest'
import { collect } from './test-bodies.ts'
import { httpUpstream, rawUpstream, requestTo, type TestUpstream, testClient } from './test-upstream.ts'

const answering = (): Promise<TestUpstream> => httpUpstream((_request, response) => response.end('ok'))

test('beyond its bound, the origin that was idle for longest loses its connections', async () => {
  const [first, second, third] = [await answering(), await answering(), await answering()]
  const client = testClient({ connections: 1, origins: 2, keepAliveTimeout: 60_000 })
  const call = async ({ origin }: TestUpstream): Promise<void> => {
    await collect((await client.call(requestTo(origin))).body)
  }
  await call(first)
  await call(second)
  await call(first)
  const [socket] = second.connections
  await Promise.all([once(socket as NonNullable<typeof socket>, 'close'), call(third)])
  await call(first)
  await call(second)
  expect([first, second, third].map(({ connections }) => connections.length)).toEqual([1, 2, 1])
})

test('an origin with calls under way is kept: where all are busy, the first to be idle goes', async () => {
  const busy = await rawUpstream(() => undefined)
  const other = await answering()
  const client = testClient({ connections: 1, origins: 1, keepAliveTimeout: 60_000 })
  const slow = client.call(requestTo(busy.origin))
  while (busy.connections.length === 0) await new Promise(setImmediate)
  expect((await collect((await client.call(requestTo(other.origin))).body)).toString()).toBe('ok')
  const [gone] = other.connections
  await once(gone as NonNullable<typeof gone>, 'close')
  busy.connections[0]?.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
  expect((await collect((await slow).body)).toString()).toBe('ok')
  expect(busy.connections[0]?.destroyed).toBe(false)
})

test('one origin by two TLS names has two pools, and plain HTTP needs no name', async () => {
  const upstream = await answering()
  const client = testClient({ connections: 1, keepAliveTimeout: 60_000 })
  for (const serverName of ['a.internal', 'b.internal', 'a.internal']) {
    const { body } = await client.call(requestTo(upstream.origin, { serverName }))
    expect((await collect(body)).toString()).toBe('ok')
  }
  expect(upstream.connections).toHaveLength(2)
})
