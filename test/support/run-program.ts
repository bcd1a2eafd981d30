import { spawn } from 'node:child_process'

export interface ProgramResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

/** Runs a program to its end. Rejects only where it cannot be started. */
export function runProgram(
  program: string,
  words: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ProgramResult>()
  const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  child.on('error', reject)
  child.on('close', (code) => resolve({ status: code ?? -1, ...output }))
  return promise
}
