import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { pythonFinder } from './find-python.ts'
import { testDirectory } from './test-functions.ts'

/** A directory with programs that answer as Python would, or as their text says. */
function programs(texts: Readonly<Record<string, string>>): string {
  const directory = testDirectory()
  for (const [name, text] of Object.entries(texts)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(directory, name), 0o755)
  }
  return directory
}

const answering = (program: string, version: string) => `echo ${program}; echo ${version}`

test.each([
  ['the one of its version', { 'python3.12': answering('/a', '3.12.1'), python3: answering('/b', '3.9.2') }, '/a'],
  ['another, where its own is not there', { python3: answering('/b', '3.9.2') }, '/b'],
  [
    'another, where its own is a shim of nothing',
    { 'python3.12': 'exit 127', python3: answering('/b', '3.9.2') },
    '/b',
  ],
  ['none, where there is none', { python2: answering('/c', '2.7.1') }, undefined],
])('a runtime gets %s', async (_, texts, program) => {
  expect((await pythonFinder(programs(texts))('python3.12'))?.program).toBe(program)
})

test('the first directory of the path with an answer counts, and the answer is remembered', async () => {
  const first = programs({ 'python3.12': 'exit 1' })
  const second = programs({ 'python3.12': answering('/second', '3.12.9') })
  const find = pythonFinder([first, second].join(delimiter))
  expect(await find('python3.12')).toEqual({ program: '/second', version: '3.12.9' })
  writeFileSync(join(second, 'python3.12'), '#!/bin/sh\nexit 1\n')
  expect(await find('python3.12')).toEqual({ program: '/second', version: '3.12.9' })
})
