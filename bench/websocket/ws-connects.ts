/**
 * `ws-connects.ts URL AT_ONCE SECONDS`: opens connections, each dropped once its handshake is done; prints how many
 * a second.
 */
import { measure, report } from './rate.ts'
import { openRaw } from './raw-socket.ts'

const [url = '', atOnce = '1', seconds = '1'] = process.argv.slice(2)
const told = measure()
const end = performance.now() + Number(seconds) * 1000
let opened = 0
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    while (performance.now() < end) {
      const socket = await openRaw(url)
      opened++
      // A reset, for a closed connection would keep its port for a minute.
      socket.resetAndDestroy()
    }
  }),
)
report(told(opened))
