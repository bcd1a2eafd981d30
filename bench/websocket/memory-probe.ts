/**
 * Loaded before a server that is measured: when it is asked over the channel, it tells how late the event loop was since
 * the last time, collects garbage, and tells the memory.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const collect = globalThis.gc
if (collect === undefined || process.send === undefined) throw new Error('needs --expose-gc and a channel')
const RESOLUTION_MS = 10
const lag = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
lag.enable()
process.on('message', () => {
  const milliseconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
  const late = { p99: milliseconds(lag.percentile(99)), most: milliseconds(lag.max) }
  // Twice: what finalizers let go of goes with the second.
  collect()
  setImmediate(() => {
    collect()
    const { rss, heapUsed, external } = process.memoryUsage()
    process.send?.({ resident: rss / 1024, held: (heapUsed + external) / 1024, late })
    setImmediate(() => lag.reset())
  })
})
// The server ends as it would without.
process.channel?.unref()
