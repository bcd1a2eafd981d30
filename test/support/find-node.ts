import { realpathSync } from 'node:fs'
import { delimiter } from 'node:path'
import { findProgram } from './find-program.ts'
import { runProgram } from './run-program.ts'

/** A Node of a major version among all that the PATH has, or undefined. */
export async function findNode(major: number): Promise<string | undefined> {
  for (const directory of new Set((process.env['PATH'] ?? '').split(delimiter))) {
    const path = findProgram('node', directory)
    if (path === undefined) continue
    const { stdout } = await runProgram(path, ['--version'])
    if (stdout.startsWith(`v${major}.`)) return realpathSync(path)
  }
  return undefined
}
