import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

/** A process under measurement, or beside it. */
export interface Running extends AsyncDisposable {
  readonly pid: number
  /** The first line that it wrote to standard output. */
  readonly firstLine: string
  readonly child: ChildProcess
}

/** The gateway under test has the first core to itself; load and upstream share the second. */
export const CORE = { gateway: '0', load: '1', both: '0,1' } as const
export type Cores = (typeof CORE)[keyof typeof CORE]

/** The path of a program, or undefined. `/usr/sbin` is looked at, too: Debian's nginx is there. */
export function findProgram(name: string): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map((directory) => join(directory, name))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Starts a program on a core and waits for its first line; with `waitForPort` until something listens there instead.
 * `channel`: a channel for messages between it and this process.
 */
export async function start(
  cores: Cores,
  words: readonly string[],
  waitForPort?: number,
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly channel?: boolean } = {},
): Promise<Running> {
  const { channel = false, ...where } = options
  const pinned = findProgram('taskset') === undefined ? words : ['taskset', '-c', cores, ...words]
  const child = spawn(pinned[0] as string, pinned.slice(1), {
    ...where,
    stdio: ['ignore', 'pipe', 'inherit', ...(channel ? (['ipc'] as const) : [])],
  })
  const firstLine = waitForPort === undefined ? await lineOf(child) : ''
  child.stdout?.resume()
  if (waitForPort !== undefined) await untilOpen(waitForPort)
  return {
    pid: child.pid ?? 0,
    firstLine,
    child,
    async [Symbol.asyncDispose]() {
      const ended = child.exitCode === null ? once(child, 'exit') : undefined
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function lineOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no standard output')
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume()
    return line
  }
  throw new Error(`${child.spawnargs.join(' ')} ended without a word`)
}

async function untilOpen(port: number): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    const isOpen = await fetch(`http://127.0.0.1:${port}/`).then(
      (response) => response.arrayBuffer().then(() => true),
      () => false,
    )
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`nothing listens on ${port}`)
}

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Resident memory of a process and its children in MiB: nginx's worker is a child of its master. */
export function memoryOf(pid: number): number {
  const read = (id: string) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0)
  return family(pid).reduce((sum, id) => sum + read(id), 0) / 1024
}

/** Seconds of CPU that a process and its children have used, user and system: proc(5), fields 14 and 15 of `stat`. */
export function cpuOf(pid: number): number {
  return family(pid).reduce((sum, id) => sum + ownCpuOf(Number(id)), 0)
}

/** Seconds of CPU that a process alone has used. */
export function ownCpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  // Ticks of a hundredth of a second, on every Linux that Node runs on.
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function family(pid: number): string[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
  return [String(pid), ...children].filter((id) => id.trim() !== '')
}
