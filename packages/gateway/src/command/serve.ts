import type { Settings } from '../configuration/settings.ts'
import type { StartServer } from './server-port.ts'
import { writeText } from './write-text.ts'

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * Serves in the foreground until SIGINT or SIGTERM, then drains. A second signal ends the process at once, with the
 * status that a shell gives to one killed by that signal. Rejects where the server cannot start.
 */
export async function serve(settings: Settings, startServer: StartServer): Promise<void> {
  // Before the start: a signal that comes while the store is opened must close it, too.
  const stopped = untilSignal()
  const server = await startServer(settings)
  await writeText(process.stdout, `postern listening on ${server.url}\n`)
  await stopped
  await server.close()
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let signalled = false
    for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
      process.on(signal, () => {
        if (signalled) process.exit(SIGNALS[signal])
        signalled = true
        resolve()
      })
    }
  })
}
