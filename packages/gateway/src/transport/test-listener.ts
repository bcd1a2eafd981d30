import { onTestFinished } from 'vitest'
import type { HttpHandler } from './http-message.ts'
import type { Listener, ListenerLimits } from './listener.ts'
import { listenWithNode } from './node-listener.ts'
import { RawClient } from './raw-client.ts'
import { testCertificate } from './test-certificate.ts'
import type { TlsCertificate } from './tls-certificates.ts'

export interface TestListener {
  readonly listener: Listener
  readonly port: number
  /** Method and target of each request that reached the handler. */
  readonly dispatched: string[]
  /** A connection of its own. */
  readonly connect: () => Promise<RawClient>
}

const generous: ListenerLimits = {
  headerBytes: 10_240,
  headerCount: 100,
  connections: 100,
  headTimeout: 30_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 60_000,
}

/** What the clients of this test file speak TLS with; undefined: they speak HTTP. */
let shown: TlsCertificate | undefined

/** From now on, the clients of all listeners speak TLS: for files that run the tests of others. */
export function speakTls(): void {
  shown = testCertificate('DNS:localhost')
}

export const isTlsSpoken = (): boolean => shown !== undefined

/** A listener on a free port, which goes away with the test. */
export async function testListener(
  handler: HttpHandler,
  limits: Partial<ListenerLimits> = {},
  host = '127.0.0.1',
): Promise<TestListener> {
  const dispatched: string[] = []
  const certificate = shown ?? { cert: '', key: '' }
  const options = {
    host,
    port: 0,
    limits: { ...generous, ...limits },
    certificates: () => Promise.resolve({ certificateFor: () => certificate }),
  }
  const listener = await listenWithNode(options, (request) => {
    dispatched.push(`${request.method} ${request.target}`)
    return handler(request)
  })
  const clients: RawClient[] = []
  onTestFinished(async () => {
    for (const client of clients) client.socket.destroy()
    await listener.close(0)
  })
  const { port } = listener.address
  return {
    listener,
    port,
    dispatched,
    async connect() {
      const client = await RawClient.open(port, { secure: isTlsSpoken() })
      clients.push(client)
      return client
    },
  }
}
