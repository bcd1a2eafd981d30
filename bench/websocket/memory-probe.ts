/** Loaded before a server that is measured: collects garbage and tells its memory when it is asked over the channel. */
const collect = globalThis.gc
if (collect === undefined || process.send === undefined) throw new Error('needs --expose-gc and a channel')
process.on('message', () => {
  // Twice: what finalizers let go of goes with the second.
  collect()
  setImmediate(() => {
    collect()
    process.send?.(process.memoryUsage())
  })
})
// The server ends as it would without.
process.channel?.unref()
