/** `ws-idle.ts URL COUNT`: opens connections, prints `open` when all are, and keeps them until it is ended. */
import { openRaw } from './raw-socket.ts'

const [url = '', count = '1'] = process.argv.slice(2)
/** Handshakes that are under way at once. */
const AT_ONCE = 50

for (let opened = 0; opened < Number(count); opened += AT_ONCE) {
  const batch = Array.from({ length: Math.min(AT_ONCE, Number(count) - opened) }, () => openRaw(url))
  const sockets = await Promise.all(batch)
  for (const socket of sockets) {
    socket.resume().on('close', () => {
      throw new Error('a connection was closed')
    })
  }
}
console.log('open')
