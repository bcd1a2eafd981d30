import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The web service that the demo puts an API in front of. */
export interface DemoUpstream {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string
  close(): void
}

const pets = new Map([
  ['7', { id: '7', name: 'Rex', kind: 'dog' }],
  ['8', { id: '8', name: 'Mia', kind: 'cat' }],
])

/** Starts it on a free loopback port. It says what it was asked, so that one sees what a gateway adds. */
export async function startUpstream(): Promise<DemoUpstream> {
  const server = createServer(answer)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0 }, resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const [, collection, id] = (request.url ?? '/').split(/[/?]/)
  const pet = collection === 'pets' && id !== undefined ? pets.get(id) : undefined
  const found = pet !== undefined || collection === 'health'
  const body = {
    ...(pet ?? (found ? { status: 'healthy' } : { error: 'no such pet' })),
    asked: `${request.method} ${request.url}`,
    forwarded: request.headers['forwarded'],
  }
  request.resume()
  response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(body))
}
