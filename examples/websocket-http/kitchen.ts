import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The web service behind the API. It knows nothing of WebSocket but where to post what a client is to be told. */
interface Kitchen {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  close(): void
}

interface Order {
  readonly dish: string
  readonly count: number
  readonly client: { readonly api: string; readonly stage: string; readonly connection: string }
}

const MENU = new Set(['soup', 'salad'])

/** Starts it; port 0 is any that is free. `gatewayUrl`: where Postern listens. */
export async function startKitchen(gatewayUrl: string, port: number): Promise<Kitchen> {
  const orders = new Map<string, Order>()
  const server = createServer((request, response) => {
    const answered = request.method === 'POST' ? take(request, response) : show(request, response)
    answered.catch((error: unknown) => send(response, 500, { error: String(error) }))
  })

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const order = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Order
    const { dish, count, client } = order
    if (!MENU.has(dish)) return send(response, 404, { dish })
    if (count < 1 || count > 9) return send(response, 422, { error: 'from 1 to 9, please' })
    const id = `${orders.size + 1}`
    orders.set(id, order)
    send(response, 201, { id, dish, count })
    // Later: the client hears of it without having asked. On AWS this request is signed.
    const place = `/_aws/execute-api/${client.api}/${client.stage}/@connections/${encodeURIComponent(client.connection)}`
    await fetch(gatewayUrl + place, { method: 'POST', body: JSON.stringify({ ready: id }) })
  }

  async function show(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = request.url?.split('/')[2] ?? ''
    const order = orders.get(id)
    if (order === undefined) return send(response, 404, { error: `no order ${id}` })
    const isYours = order.client.connection === request.headers['connection-id']
    send(response, 200, { id, dish: order.dish, count: order.count, isYours })
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port }, resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(body))
}

if (import.meta.main) {
  const { url } = await startKitchen(process.env['POSTERN_URL'] ?? 'http://127.0.0.1:4566', 8080)
  console.log(`The kitchen is open on ${url}`)
}
