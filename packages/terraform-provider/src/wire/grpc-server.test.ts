import { once } from 'node:events'
import { connect, type IncomingHttpHeaders } from 'node:http2'
import { type AddressInfo, connect as connectSocket } from 'node:net'
import { expect, test } from 'vitest'
import { makeOwnCertificate } from './certificate.ts'
import { createGrpcServer, type MutualTls, type UnaryMethod } from './grpc-server.ts'

const calls = new Map<string, UnaryMethod>([
  ['/x/Echo', (request) => Promise.resolve(request)],
  ['/x/Fails', () => Promise.reject(new Error('it was 7 % off'))],
])

interface Answer {
  readonly status: string
  readonly message: string
  readonly body: string
}

async function call(path: string, frame: Buffer): Promise<Answer> {
  const server = createGrpcServer(calls, undefined, 100_000)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const stream = session.request({ ':method': 'POST', ':path': path })
  const answer = { status: '', message: '', body: '' }
  const take = (headers: Record<string, string | string[] | number | undefined>) => {
    answer.status ||= [headers['grpc-status'] ?? ''].flat().join()
    answer.message ||= decodeURIComponent([headers['grpc-message'] ?? ''].flat().join())
  }
  stream.on('response', take).on('trailers', take)
  stream.on('data', (part: Buffer) => {
    answer.body += part.toString('hex')
  })
  stream.end(frame)
  await once(stream, 'close')
  session.close()
  server.close()
  return answer
}

test.each<[string, string, string, Answer]>([
  ['a call', '/x/Echo', '00000000026869', { status: '0', message: '', body: '00000000026869' }],
  ['an empty message', '/x/Echo', '0000000000', { status: '0', message: '', body: '0000000000' }],
  ['a method that throws', '/x/Fails', '0000000000', { status: '13', message: 'it was 7 % off', body: '' }],
  ['an unknown method', '/x/None', '0000000000', { status: '12', message: 'unknown method', body: '' }],
  [
    'a compressed message',
    '/x/Echo',
    '01000000026869',
    { status: '13', message: 'not one uncompressed message', body: '' },
  ],
  [
    'a message that is too large',
    '/x/Echo',
    `0000030d40${'00'.repeat(200_000)}`,
    { status: '8', message: 'the message is too large', body: '' },
  ],
  [
    'a message as large as may be',
    '/x/Echo',
    `000001869b${'00'.repeat(99_995)}`,
    { status: '0', message: '', body: `000001869b${'00'.repeat(99_995)}` },
  ],
  ['half a message', '/x/Echo', '000000000968', { status: '13', message: 'not one uncompressed message', body: '' }],
])('%s', async (_, path, hex, answer) => {
  expect(await call(path, Buffer.from(hex, 'hex'))).toEqual(answer)
})

test.each([true, false])('garbage ends its own connection only; over TLS: %s', async (secure) => {
  const [own, client] = [makeOwnCertificate(), makeOwnCertificate()]
  const server = createGrpcServer(calls, secure ? { cert: own.cert, key: own.key, ca: client.cert } : undefined)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  for (const garbage of [
    'GET / HTTP/1.1\r\n\r\n',
    '\0'.repeat(1000),
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff\xff',
  ]) {
    const socket = connectSocket(port, '127.0.0.1')
    // Reset or closed, as the server likes.
    socket.on('error', () => undefined).resume()
    socket.end(garbage, 'latin1')
    await once(socket, 'close')
  }
  const options = secure ? { ca: own.cert, cert: client.cert, key: client.key, servername: 'localhost' } : {}
  const session = connect(`http${secure ? 's' : ''}://127.0.0.1:${port}`, options)
  const stream = session.request({ ':method': 'POST', ':path': '/x/Echo' })
  stream.end(Buffer.alloc(5))
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  expect(headers[':status']).toBe(200)
  session.destroy()
  server.close()
})

test('over TLS only the one client is let in', async () => {
  const [own, client, stranger] = [makeOwnCertificate(), makeOwnCertificate(), makeOwnCertificate()]
  const tls: MutualTls = { cert: own.cert, key: own.key, ca: client.cert }
  const server = createGrpcServer(calls, tls)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const knock = async ({ cert, key }: { cert: string; key: string }) => {
    const { port } = server.address() as AddressInfo
    const session = connect(`https://127.0.0.1:${port}`, { ca: own.cert, cert, key, servername: 'localhost' })
    const stream = session.request({ ':method': 'POST', ':path': '/x/Echo' })
    const outcome = Promise.withResolvers<string>()
    session.on('error', () => outcome.resolve('refused'))
    session.on('close', () => outcome.resolve('refused'))
    stream.on('error', () => outcome.resolve('refused'))
    stream.on('response', () => outcome.resolve('answered'))
    stream.end(Buffer.alloc(5))
    const answer = await outcome.promise
    session.destroy()
    return answer
  }
  expect(await knock(client)).toBe('answered')
  expect(await knock(stranger)).toBe('refused')
  server.close()
})
