import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** Where functions wait until a test lets them go on: what a test says of them is then true at any speed. */
export interface Gate {
  /** A function that asks for this is held. */
  readonly url: string
  /** Resolves when so many are held. */
  held(count: number): Promise<void>
  /** Lets all go, and all that come later. */
  open(): void
}

export async function testGate(): Promise<Gate> {
  const waiting: ServerResponse[] = []
  let isOpen = false
  const server = createServer((_request, response) => {
    if (isOpen) response.end()
    else waiting.push(response)
  })
  server.listen({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    held: async (count) => {
      while (waiting.length < count) await once(server, 'request')
    },
    open: () => {
      isOpen = true
      for (const response of waiting.splice(0)) response.end()
    },
  }
}
