import type { Settings } from '../configuration/settings.ts'

/** A server that answers. */
export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:4566`. */
  readonly url: string
  /** Takes no more calls, lets those in flight end within `limits.drainTimeout`, then lets go of everything. */
  close(): Promise<void>
}

/**
 * Builds and starts the server. Rejects with StoreUnusable or ListenError where the surroundings are to blame. Handed to
 * the command by main.ts, so that `--help` loads none of the rooms.
 */
export type StartServer = (settings: Settings) => Promise<RunningServer>
