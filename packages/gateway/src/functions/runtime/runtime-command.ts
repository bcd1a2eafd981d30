import { type FileHandle, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunnableFunction } from '../function-runtime.ts'
import type { FindPython } from './find-python.ts'
import { type InvocationError, invalidEntrypoint } from './invocation-error.ts'
import type { NodePrograms } from './node-bootstrap.ts'
import type { TrustVariables } from './trust-files.ts'

/** How a function's process is started, or why it cannot be. */
export type RuntimeCommand =
  | {
      readonly kind: 'program'
      readonly program: string
      readonly arguments: readonly string[]
      /** For `AWS_EXECUTION_ENV`; undefined where Lambda sets none. */
      readonly executionEnvironment: string | undefined
      /** Where its programs look for authorities to trust. */
      readonly trustVariables: TrustVariables
      /** For `INIT_START`: what really runs it. */
      readonly runBy: string
      /** What the operator should know, once per function. */
      readonly warning: string | undefined
    }
  | { readonly kind: 'impossible'; readonly error: InvocationError }

/** What the runtimes that come with Postern are made of. */
export interface RuntimePrograms {
  readonly nodeBootstrap: () => Promise<NodePrograms>
  readonly pythonBootstrap: string
  readonly findPython: FindPython
}

const NODE = /^nodejs(\d{0,3})(?:\.\w{1,8})?$/
const PYTHON = /^python(\d)\.(\d{1,2})$/
const PROVIDED = /^provided(?:\.\w{1,16})?$/

/** From the first version that Lambda still runs, nothing is said about another Node running it. */
const OLDEST_QUIET_NODE = 18

export async function runtimeCommand(
  target: RunnableFunction,
  taskRoot: string,
  programs: RuntimePrograms,
): Promise<RuntimeCommand> {
  const { runtime, memorySize } = target
  if (runtime === undefined) return impossible('the function has no runtime: set one, such as nodejs22.x')
  const node = NODE.exec(runtime)
  if (node !== null) {
    const old = Number(node[1]) < OLDEST_QUIET_NODE
    const { main, preload } = await programs.nodeBootstrap()
    return {
      kind: 'program',
      program: process.execPath,
      arguments: [...heapFlags(memorySize), '--require', preload, main],
      trustVariables: 'node',
      executionEnvironment: `AWS_Lambda_${runtime}`,
      runBy: `Node.js ${process.version}`,
      warning: old ? `${runtime} is no more: the function runs on Node.js ${process.version}` : undefined,
    }
  }
  const python = PYTHON.exec(runtime)
  if (python !== null) return pythonCommand(runtime, programs)
  if (PROVIDED.test(runtime)) return bootstrapCommand(runtime, join(taskRoot, 'bootstrap'))
  return impossible(
    `the runtime ${runtime} is not on this machine: Postern runs nodejs*, python3.* and provided.* functions`,
  )
}

/**
 * Lambda's own flags, from its Node.js bootstrap: 90 % of the memory for old objects, 5 % for each half of the young.
 */
function heapFlags(memorySize: number): string[] {
  return [
    `--max-old-space-size=${Math.max(16, Math.floor(memorySize * 0.9))}`,
    `--max-semi-space-size=${Math.max(1, Math.floor(memorySize * 0.05))}`,
  ]
}

async function pythonCommand(
  runtime: string,
  { pythonBootstrap, findPython }: RuntimePrograms,
): Promise<RuntimeCommand> {
  const python = await findPython(runtime)
  if (python === undefined) {
    return impossible(`the runtime ${runtime} needs Python, and neither ${runtime} nor python3 is on Postern's PATH`)
  }
  const other = !python.version.startsWith(`${runtime.slice('python'.length)}.`)
  return {
    kind: 'program',
    program: python.program,
    // Unbuffered, so that what a function prints is in its log before it answers.
    arguments: ['-u', pythonBootstrap],
    trustVariables: 'all',
    executionEnvironment: `AWS_Lambda_${runtime}`,
    runBy: `Python ${python.version}`,
    warning: other ? `${runtime} is not on this machine: the function runs on Python ${python.version}` : undefined,
  }
}

/** Asks before starting what the kernel would refuse, because the shell between would run a text as a script. */
async function bootstrapCommand(runtime: string, file: string): Promise<RuntimeCommand> {
  const problem = await entrypointProblem(file)
  if (problem !== undefined) return { kind: 'impossible', error: invalidEntrypoint(problem) }
  return {
    kind: 'program',
    program: file,
    arguments: [],
    trustVariables: 'all',
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html: not for OS-only runtimes.
    executionEnvironment: undefined,
    runBy: runtime,
    warning: undefined,
  }
}

async function entrypointProblem(file: string): Promise<string | undefined> {
  let handle: FileHandle
  try {
    const { mode } = await stat(file)
    if ((mode & 0o111) === 0) return forkExec('permission denied')
    handle = await open(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return forkExec('permission denied')
    return "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
  }
  try {
    const head = Buffer.alloc(256)
    const { bytesRead } = await handle.read(head, 0, head.length, 0)
    return await headProblem(head.subarray(0, bytesRead))
  } catch {
    // A directory, say.
    return forkExec('permission denied')
  } finally {
    await handle.close()
  }
}

/** ELF's e_machine (elf.h) of the machines that Node.js and Lambda both run on. */
const ELF_MACHINE = new Map<string, number>([
  ['x64', 62],
  ['arm64', 183],
])

async function headProblem(head: Buffer): Promise<string | undefined> {
  const start = head.toString('latin1')
  if (start.startsWith('#!')) {
    const interpreter = /^#![ \t]*([^\s\0]+)/.exec(start)?.[1]
    if (interpreter === undefined) return forkExec('exec format error')
    const there = await stat(interpreter).then(
      () => true,
      () => false,
    )
    return there ? undefined : forkExec('no such file or directory')
  }
  // Other systems have other formats; their kernels answer for themselves.
  if (process.platform !== 'linux') return undefined
  if (!start.startsWith('\x7fELF') || head.length < 20) return forkExec('exec format error')
  const expected = ELF_MACHINE.get(process.arch)
  const machine = head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18)
  return expected === undefined || machine === expected ? undefined : forkExec('exec format error')
}

function forkExec(reason: string): string {
  return `fork/exec /var/task/bootstrap: ${reason}`
}

function impossible(reason: string): RuntimeCommand {
  return { kind: 'impossible', error: invalidEntrypoint(reason) }
}
