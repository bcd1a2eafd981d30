import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { createUndiciUpstream, type UndiciUpstreamOptions } from './undici-upstream.ts'
import type { UpstreamClient, UpstreamRequest } from './upstream.ts'

export interface TestUpstream {
  readonly origin: string
  /** Connections so far. */
  readonly connections: Socket[]
}

/** Opens a server on a free port, which goes away with the test. */
export async function openUpstream(server: Server, scheme = 'http', host = '127.0.0.1'): Promise<TestUpstream> {
  const connections: Socket[] = []
  server.on('connection', (socket: Socket) => {
    connections.push(socket)
    socket.on('error', () => undefined)
  })
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of connections) socket.destroy()
  })
  return { origin: `${scheme}://${host}:${(server.address() as AddressInfo).port}`, connections }
}

export function httpUpstream(handler: RequestListener): Promise<TestUpstream> {
  return openUpstream(createHttpServer({ keepAliveTimeout: 60_000 }, handler))
}

/** An upstream whose answer has `total` bytes, sent as fast as they are taken; `sent` counts. */
export async function streamingUpstream(total: number): Promise<TestUpstream & { readonly sent: () => number }> {
  let sent = 0
  const upstream = await httpUpstream((_request, response) => {
    response.writeHead(200, { 'content-length': total })
    const more = (): void => {
      while (sent < total) {
        sent += 50_000
        if (!response.write(Buffer.alloc(50_000))) {
          response.once('drain', more)
          return
        }
      }
      response.end()
    }
    more()
  })
  return { ...upstream, sent: () => sent }
}

/** An upstream that answers the bytes of each connection as it likes. `text` is all that this connection has brought. */
export function rawUpstream(onText: (socket: Socket, text: string) => void): Promise<TestUpstream> {
  return openUpstream(
    createServer((socket) => {
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1')
        onText(socket, text)
      })
    }),
  )
}

/** A client that goes away with the test. */
export function testClient(options: UndiciUpstreamOptions = {}): UpstreamClient {
  const client = createUndiciUpstream(options)
  onTestFinished(() => client.close())
  return client
}

export function requestTo(origin: string, rest: Partial<UpstreamRequest> = {}): UpstreamRequest {
  return {
    origin,
    method: 'GET',
    target: '/',
    headers: ['Host', 'pets.example'],
    body: undefined,
    timeout: 30_000,
    ...rest,
  }
}
