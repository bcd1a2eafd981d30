/**
 * A load of WebSocket clients, in a process of its own.
 * `ws-load.ts URL HOST CONNECTIONS SECONDS`: each connection sends a message when the last one was answered; prints the
 * round trips a second. SECONDS `idle`: prints `open` when all are open, and stays until it is ended.
 */
import { once } from 'node:events'
import { WebSocket } from 'ws'

const [url = '', host = '', count = '1', seconds = '1'] = process.argv.slice(2)
const MESSAGE = '{"action":"bench","id":7,"text":"hello"}'
/** Handshakes that are under way at once. */
const AT_ONCE = 50

const sockets: WebSocket[] = []
while (sockets.length < Number(count)) {
  const batch = Array.from({ length: Math.min(AT_ONCE, Number(count) - sockets.length) }, open)
  sockets.push(...(await Promise.all(batch)))
}
if (seconds === 'idle') {
  console.log('open')
} else {
  let trips = 0
  for (const socket of sockets) {
    socket.on('message', () => {
      trips++
      socket.send(MESSAGE)
    })
    socket.send(MESSAGE)
  }
  const start = performance.now()
  setTimeout(() => {
    console.log((trips * 1000) / (performance.now() - start))
    process.exit()
  }, Number(seconds) * 1000)
}

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false, ...(host !== '' && { headers: { host } }) })
  await once(socket, 'open')
  return socket
}
