import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const STRIP = `process.stdout.write(
  process.getBuiltinModule('node:module').stripTypeScriptTypes(
    process.getBuiltinModule('node:fs').readFileSync(process.argv[1], 'utf8')))`

/**
 * The file that Node workers run. TypeScript is stripped of its types once for all workers, as that takes longer than
 * all else of a start; and in a process of its own, as it would hold up Postern for as long. A release has a `.mjs`.
 */
export function nodeBootstrap(file: string, workDirectory: string): () => Promise<string> {
  if (!file.endsWith('.ts')) return () => Promise.resolve(file)
  let stripped: Promise<string> | undefined
  return () => {
    stripped ??= strip(file, join(workDirectory, 'node.mjs')).catch((error: unknown) => {
      stripped = undefined
      throw error
    })
    return stripped
  }
}

async function strip(from: string, to: string): Promise<string> {
  const quiet = '--disable-warning=ExperimentalWarning'
  const { stdout } = await promisify(execFile)(process.execPath, [quiet, '-e', STRIP, from], {
    env: {},
    maxBuffer: 16 * 1_048_576,
  })
  await writeFile(to, stdout)
  return to
}
