import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type TestAPI, test } from 'vitest'

/** The path of a program, or undefined where the machine has none. */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  for (const directory of path.split(delimiter)) {
    const program = join(directory, name)
    try {
      accessSync(program, constants.X_OK)
      return program
    } catch {
      // Not here.
    }
  }
  return undefined
}

/**
 * `test` where a program is there. Elsewhere the tests are skipped with a message; where `CI=true` the file fails.
 */
export function testWith(what: string, isThere: boolean): TestAPI {
  if (!isThere && process.env['CI'] === 'true') throw new Error(`${what} is not on this machine, and CI=true`)
  if (!isThere) console.warn(`Skipped: ${what} is not on this machine`)
  return isThere ? test : (test.skip as unknown as TestAPI)
}
