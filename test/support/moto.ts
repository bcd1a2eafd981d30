import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { findProgram } from './find-program.ts'

const program = findProgram('moto_server')

export const hasMoto = program !== undefined

/** moto: AWS's services in the memory of a process, on loopback. */
export class Moto implements AsyncDisposable {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  static async start(): Promise<Moto> {
    const child = spawn(program ?? 'moto_server', ['-H', '127.0.0.1', '-p', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const lines = createInterface({ input: child.stderr })
    const url = await new Promise<string>((resolve, reject) => {
      // It goes on to say what it was asked, which must be read.
      lines.on('line', (line) => {
        const url = /Running on (http:\S+)/.exec(line)?.[1]
        if (url !== undefined) resolve(url)
      })
      lines.once('close', () => reject(new Error('moto_server ended before it listened')))
    })
    return new Moto(child, url)
  }

  /** Calls an action of a service's JSON protocol. */
  async call(service: string, target: string, input: object): Promise<Record<string, unknown>> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
        // It reads the service from the scope, and checks nothing.
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${target}: ${response.status} ${text}`)
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill()
    await ended
  }
}
