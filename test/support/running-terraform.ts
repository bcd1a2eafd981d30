import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { ProgramResult } from './run-program.ts'

/** A Terraform command that a test interferes with while it runs, in a process group of its own as under a terminal. */
export class RunningTerraform {
  readonly ended: Promise<ProgramResult>
  readonly #child: ChildProcess
  readonly #output = { stdout: '', stderr: '' }
  readonly #changes = new EventEmitter()

  constructor(program: string, words: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const child = spawn(program, words, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        this.#output[name] += text
        this.#changes.emit('change')
      })
    }
    this.ended = once(child, 'close').then(([code]) => ({ status: (code as number | null) ?? -1, ...this.#output }))
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Resolves once it has written the text. */
  async untilSaid(text: string): Promise<void> {
    while (!this.#output.stdout.includes(text) && !this.#output.stderr.includes(text))
      await once(this.#changes, 'change')
  }

  /** What a key of the terminal does: the signal reaches the provider, too. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal)
  }

  /** The processes of providers that it has started and that run still. */
  providers(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && parentOf(name) === this.pid && isAlive(Number(name)))
      .map(Number)
  }
}

/** Of a process that is not one's own child nobody tells the end: looks until it is gone. The test's time is the bound. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await delay(20)
}

/** What has ended, and nobody has asked about yet, has no program any more. */
function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`)
}

function parentOf(name: string): number | undefined {
  try {
    // proc(5): pid (comm) state ppid …; comm may have spaces and brackets.
    return Number(/^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1])
  } catch {
    // It ended meanwhile.
    return undefined
  }
}
