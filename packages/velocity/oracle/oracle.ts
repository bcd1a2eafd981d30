import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { JavaVelocity } from './find-oracle.ts'

/** Small, so that a range of a thousand million ends soon. */
const HEAP = '-Xmx256m'

export interface OracleRequest {
  readonly template: string
  /** The context's JSON as text: JSON.parse loses `1.0` and big integers. */
  readonly contextJson: string
  /** Of API Gateway: binds $input, $util, $context and $stageVariables. */
  readonly event?: unknown
}

/** `error` is the simple name of the exception's class, or `Timeout` where the template took or wrote too much. */
export type OracleAnswer =
  | { readonly output: string; readonly error?: never; readonly message?: never }
  | { readonly error: string; readonly message: string; readonly output?: never }

/** Apache Velocity 1.7 in a process of its own. */
export class Oracle implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #waiting = new Map<number, (answer: OracleAnswer) => void>()
  readonly #broken: Promise<never>
  #lastId = 0

  constructor(java: JavaVelocity) {
    const [program, ...words] = java.command
    this.#child = spawn(program, [HEAP, ...words, 'VelocityOracle'], {
      cwd: java.directory,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const { promise, reject } = Promise.withResolvers<never>()
    this.#broken = promise
    promise.catch(() => undefined)
    this.#child.on('error', reject)
    this.#child.on('close', (code) => reject(new Error(`The oracle has ended: ${code}`)))
    this.#child.stdin.on('error', reject)
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#take(line))
  }

  /** Renders many templates; answers in their order. Waits where Java is slower than its caller. */
  async render(requests: readonly OracleRequest[]): Promise<OracleAnswer[]> {
    const answers: Promise<OracleAnswer>[] = []
    for (const { template, contextJson, event } of requests) {
      const id = ++this.#lastId
      const { promise, resolve } = Promise.withResolvers<OracleAnswer>()
      this.#waiting.set(id, resolve)
      answers.push(promise)
      const { stdin } = this.#child
      if (!stdin.write(`${JSON.stringify({ id, template, contextJson, event })}\n`)) {
        await Promise.race([once(stdin, 'drain'), this.#broken])
      }
    }
    return Promise.race([Promise.all(answers), this.#broken])
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const closed = once(this.#child, 'close')
    this.#child.stdin.end()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #take(line: string): void {
    const { id, ...answer } = JSON.parse(line) as OracleAnswer & { readonly id: number }
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }
}
