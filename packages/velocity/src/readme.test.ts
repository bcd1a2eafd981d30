import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** Every example of the README runs as it stands, and prints what its comments say. */
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code)
const run = promisify(execFile)

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(4)
})

test.each(examples.map((code, i) => [i + 1, code] as const))('example %i', async (_number, code) => {
  const expected = [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line)
  // The package's own name leads to itself.
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: import.meta.dirname,
  })
  expect(expected.length).toBeGreaterThan(0)
  expect(stdout.trimEnd().split('\n')).toEqual(expected)
})
