/**
 * Bare node:http and `ws`: tells each connection its id when it says anything, and passes a POST of
 * `/@connections/{id}` on to it. Prints its port.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'

const connections = new Map<string, WebSocket>()
const http = createServer((request, response) => void post(request, response))
const server = new WebSocketServer({ server: http, perMessageDeflate: false })
server.on('connection', (socket) => {
  const id = randomUUID()
  connections.set(id, socket)
  socket.on('message', () => socket.send(JSON.stringify({ id })))
  socket.on('close', () => connections.delete(id))
})
http.listen(0, '127.0.0.1', () => console.log((http.address() as AddressInfo).port))

async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request)
  const connection = connections.get(decodeURIComponent(request.url?.split('/').at(-1) ?? ''))
  connection?.send(body, { binary: false })
  response.writeHead(connection === undefined ? 410 : 200, { 'Content-Type': 'application/json', 'Content-Length': 0 })
  response.end()
}
