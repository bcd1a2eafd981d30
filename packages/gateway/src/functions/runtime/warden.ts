import { type ChildProcess, spawn } from 'node:child_process'
import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { WARDEN_SCRIPT } from './warden-script.ts'

/** Published on `postern:function:warden`: nothing would end the functions' processes if Postern crashed now. */
export interface WardenFailure {
  readonly error: Error
}

const failures = channel('postern:function:warden')

/** A warden that keeps ending is not started for ever. */
const MOST_STARTS = 20

/**
 * Sees to it that no process of a function outlives Postern, not even when Postern is killed: a small process of its own
 * that is told of each worker, and ends them all when Postern's end of the pipe is closed (warden-script.ts).
 */
export class Warden {
  readonly #marker: string
  readonly #directories: readonly string[]
  readonly #groups = new Set<number>()
  #process: ChildProcess | undefined
  #starts = 0
  #closing = false

  /**
   * @param marker a part of the environment of every worker, and of no other process
   * @param directories what to remove at the end
   */
  constructor(marker: string, directories: readonly string[]) {
    this.#marker = marker
    this.#directories = directories
  }

  /** A worker has started: its process id is its group's, too. */
  watch(group: number): void {
    this.#groups.add(group)
    if (this.#process === undefined) this.#start()
    else this.#tell(`+${group}\n`)
  }

  /** A worker has ended, with all that belonged to it. */
  forget(group: number): void {
    if (this.#groups.delete(group)) this.#tell(`-${group}\n`)
  }

  /** Lets the warden do its work, and waits for its end; at most `withinMs`. */
  async close(withinMs: number): Promise<void> {
    this.#closing = true
    const warden = this.#process
    if (warden === undefined || warden.exitCode !== null || warden.signalCode !== null) return
    const gone = once(warden, 'exit')
    warden.stdin?.end()
    const late = AbortSignal.timeout(withinMs)
    await Promise.race([gone, once(late, 'abort')])
  }

  #start(): void {
    if (this.#closing || this.#starts >= MOST_STARTS) return
    this.#starts += 1
    const warden = spawn('/bin/sh', ['-c', WARDEN_SCRIPT, 'postern-warden', this.#marker, ...this.#directories], {
      cwd: '/',
      // A session of its own: a Ctrl-C at Postern's terminal is none for the warden.
      detached: true,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    this.#process = warden
    warden.stdin?.on('error', () => undefined)
    warden.once('error', (error) => this.#failed(warden, error))
    warden.once('exit', (code, signal) => this.#failed(warden, new Error(`The warden ended: ${signal ?? code}`)))
    this.#tell([...this.#groups].map((group) => `+${group}\n`).join(''))
  }

  #failed(warden: ChildProcess, error: Error): void {
    if (this.#closing || this.#process !== warden) return
    this.#process = undefined
    if (failures.hasSubscribers) failures.publish({ error } satisfies WardenFailure)
    if (this.#groups.size > 0) this.#start()
  }

  #tell(line: string): void {
    const input = this.#process?.stdin
    if (line !== '' && input?.writable === true) input.write(line)
  }
}
