import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { CORE, findProgram } from '../process.ts'

/** A process that tells its rates; see serve-rates.ts. */
export class RatePeer implements AsyncDisposable {
  readonly name: string
  readonly output: string
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  private constructor(name: string, output: string, child: ChildProcess, lines: AsyncIterator<string>) {
    this.name = name
    this.output = output
    this.#child = child
    this.#lines = lines
  }

  /** All peers may use both cores: one of them runs at a time, and virtual machines compile and collect beside it. */
  static async start(name: string, words: readonly string[]): Promise<RatePeer> {
    const pinned = findProgram('taskset') === undefined ? words : ['taskset', '-c', CORE.both, ...words]
    const [program = '', ...rest] = pinned
    const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const output = JSON.parse(await nextLine(name, lines)) as string
    return new RatePeer(name, output, child, lines)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Renders per second, over so many milliseconds. */
  async rate(milliseconds: number): Promise<number> {
    this.#child.stdin?.write(`${milliseconds}\n`)
    return Number(await nextLine(this.name, this.#lines))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#child.once('close', resolve))
    this.#child.stdin?.end()
    await closed
  }
}

async function nextLine(name: string, lines: AsyncIterator<string>): Promise<string> {
  const line = await lines.next()
  if (line.done === true) throw new Error(`${name} has ended`)
  return line.value
}
