/**
 * A load of WebSocket clients, in a process of its own.
 * `ws-load.ts URL HOST CONNECTIONS SECONDS`: each connection sends a message when the last one was answered; prints the
 * round trips a second.
 */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { measure, report } from './rate.ts'

const [url = '', host = '', count = '1', seconds = '1'] = process.argv.slice(2)
const MESSAGE = '{"action":"bench","id":7,"text":"hello"}'
/** Handshakes that are under way at once. */
const AT_ONCE = 50

const sockets: WebSocket[] = []
while (sockets.length < Number(count)) {
  const batch = Array.from({ length: Math.min(AT_ONCE, Number(count) - sockets.length) }, open)
  sockets.push(...(await Promise.all(batch)))
}
let trips = 0
const told = measure()
for (const socket of sockets) {
  socket.on('message', () => {
    trips++
    socket.send(MESSAGE)
  })
  socket.send(MESSAGE)
}
setTimeout(() => {
  report(told(trips))
  process.exit()
}, Number(seconds) * 1000)

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false, ...(host !== '' && { headers: { host } }) })
  await once(socket, 'open')
  return socket
}
