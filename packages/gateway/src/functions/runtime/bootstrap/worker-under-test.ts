import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pythonFinder } from '../find-python.ts'
import { type Delivery, type FakeRuntimeApi, type Report, startFakeRuntimeApi } from './fake-runtime-api.ts'

/** How an invocation ended: with a report, or with the end of the worker. */
type Outcome = Report | { readonly kind: 'exit'; readonly code: number | null; readonly body: '' }

export interface WorkerOptions {
  /** The function's package: contents by path. */
  readonly files: Readonly<Record<string, string>>
  /** `index.handler` unless set. */
  readonly handler?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** A bootstrap running a function for real, against a fake Runtime API. */
export interface WorkerUnderTest extends AsyncDisposable {
  readonly api: FakeRuntimeApi
  /** Where the function's package is. */
  readonly directory: string
  readonly child: ChildProcess
  /** Sends an event (JSON of `event`, or `delivery.payload`) and waits for its outcome. */
  invoke(event: unknown, delivery?: Partial<Delivery>): Promise<Outcome>
  /** The document that a failed load posted; an error where the worker ended without one. */
  initError(): Promise<{ readonly document: Record<string, unknown>; readonly type: string | undefined }>
  readonly exited: Promise<number | null>
  /** What it wrote so far; whole once it exited. */
  stdout(): string
  stderr(): string
}

let sequence = 0

interface Program {
  readonly command: string
  readonly source: 'node.ts' | 'python.py'
}

export function startNode(options: WorkerOptions): Promise<WorkerUnderTest> {
  return startWorker({ command: process.execPath, source: 'node.ts' }, options)
}

/** The interpreter itself, as for a function: a version manager's shim takes longer to start than Python. */
const findPython = pythonFinder()

export async function startPython(options: WorkerOptions): Promise<WorkerUnderTest> {
  const found = await findPython('python3')
  return startWorker({ command: found?.program ?? 'python3', source: 'python.py' }, options)
}

async function startWorker(program: Program, options: WorkerOptions): Promise<WorkerUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-bootstrap-'))
  const task = join(directory, 'task')
  await mkdir(task)
  for (const [path, content] of Object.entries(options.files)) {
    await mkdir(dirname(join(task, path)), { recursive: true })
    await writeFile(join(task, path), content)
  }
  const text = await readFile(new URL(program.source, import.meta.url), 'utf8')
  const bootstrap = join(directory, program.source === 'node.ts' ? 'node.mjs' : 'python.py')
  await writeFile(bootstrap, program.source === 'node.ts' ? stripTypeScriptTypes(text) : text)

  const api = await startFakeRuntimeApi()
  const child = spawn(program.command, [bootstrap], {
    cwd: task,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      AWS_LAMBDA_RUNTIME_API: api.address,
      _HANDLER: options.handler ?? 'index.handler',
      LAMBDA_TASK_ROOT: task,
      AWS_LAMBDA_FUNCTION_NAME: 'fn',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/fn',
      AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/24/[$LATEST]0',
      ...options.environment,
    },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part))
  const exited = once(child, 'close').then(([code]) => code as number | null)
  // What it sent before it ended is in the socket by then, and may be read after the end is seen: each turn of the event
  // loop reads what is there.
  const silent = exited.then(async (code) => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
    return code
  })

  return {
    api,
    directory: task,
    child,
    exited,
    stdout: () => stdout,
    stderr: () => stderr,
    invoke: (event, delivery = {}) => {
      sequence += 1
      const report = api.deliver({ requestId: `request-${sequence}`, payload: JSON.stringify(event), ...delivery })
      return Promise.race([report, silent.then((code) => ({ kind: 'exit', code, body: '' }) as const)])
    },
    initError: async () => {
      const early = silent.then((code) => Promise.reject(new Error(`ended with ${code}: ${stderr}${stdout}`)))
      const { body, headers } = await Promise.race([api.initError(), early])
      const type = headers['lambda-runtime-function-error-type']
      return { document: JSON.parse(body) as Record<string, unknown>, type: type?.toString() }
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await exited
      await api.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
