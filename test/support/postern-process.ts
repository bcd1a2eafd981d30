import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../packages/gateway/src/main.ts', import.meta.url))

/** A real `postern`, in a process of its own, on a free port. */
export class PosternProcess implements AsyncDisposable {
  readonly child: ChildProcess
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string
  readonly port: number
  readonly #errors: () => string

  private constructor(child: ChildProcess, url: string, errors: () => string) {
    this.child = child
    this.url = url
    this.port = Number(new URL(url).port)
    this.#errors = errors
  }

  /** Resolves when it can answer. `--ephemeral` unless other flags say where to keep things. */
  static async start(...flags: string[]): Promise<PosternProcess> {
    const store = flags.includes('--data-dir') ? [] : ['--ephemeral']
    const words = [main, '--port', '0', '--log-level', 'warn', ...store, ...flags]
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /^postern listening on (http:\S+)$/.exec(line)?.[1]
      if (url !== undefined) return new PosternProcess(child, url, () => errors)
    }
    throw new Error(`postern ended before it listened: ${errors}`)
  }

  /** What it has written to standard error. */
  get errors(): string {
    return this.#errors()
  }

  /** Sends a signal and waits for the end; answers the exit status, null where the signal ended it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit')
      this.child.kill(signal)
      await ended
    }
    return this.child.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
