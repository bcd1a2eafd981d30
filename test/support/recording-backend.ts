import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A backend that keeps what it was asked until a test asks for it. */
export interface RecordingBackend {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string
  /** The next request whose path begins so. */
  next(prefix: string): Promise<RecordedRequest>
  /** Those that nobody asked for yet. */
  waiting(prefix: string): readonly RecordedRequest[]
  close(): void
}

/**
 * Starts it on a free loopback port. It answers with the request's path as JSON; with the status that the path's last
 * segment names, if it is one; and under `/never`, never.
 */
export async function recordingBackend(): Promise<RecordingBackend> {
  const kept: RecordedRequest[] = []
  const asking: { readonly prefix: string; readonly resolve: (request: RecordedRequest) => void }[] = []
  const server = createServer((request, response) => void answer(request, response))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request
    if (path.startsWith('/never')) return
    const recorded = { method, path, headers, body: await text(request) }
    const index = asking.findIndex(({ prefix }) => path.startsWith(prefix))
    if (index < 0) kept.push(recorded)
    else asking.splice(index, 1)[0]?.resolve(recorded)
    const status = /\/([2-5]\d\d)(?:\?|$)/.exec(path)?.[1]
    response.writeHead(Number(status ?? 200), { 'Content-Type': 'application/json' })
    response.end(JSON.stringify({ path }))
  }

  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: (prefix) => {
      const index = kept.findIndex(({ path }) => path.startsWith(prefix))
      const [found] = index < 0 ? [] : kept.splice(index, 1)
      if (found !== undefined) return Promise.resolve(found)
      return new Promise((resolve) => {
        asking.push({ prefix, resolve })
      })
    },
    waiting: (prefix) => kept.filter(({ path }) => path.startsWith(prefix)),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
