import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readObjectSource, readParametersSource, readTextsSource } from './json-source.ts'
import { MOST_SOURCE_BYTES, readSource } from './read-source.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-sources-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function fileOf(content: string | Buffer): string {
  const path = join(directory, 'file')
  writeFileSync(path, content)
  return path
}

/** What the error says, without the file's name in front. */
async function refusal(reading: (path: string) => Promise<unknown>, content: string | Buffer): Promise<string> {
  const path = fileOf(content)
  const error: unknown = await reading(path).catch((error: unknown) => error)
  return error instanceof Error ? error.message.replace(path, 'FILE') : 'no error'
}

describe('texts', () => {
  test('are read to the last byte, without a byte order mark', async () => {
    expect(await readSource(fileOf('\ufeffé\r\n \n'))).toBe('é\r\n \n')
    expect(await readSource(fileOf(''))).toBe('')
    expect(await readSource('/dev/null')).toBe('')
    expect((await readSource(fileOf('x'.repeat(MOST_SOURCE_BYTES)))).length).toBe(MOST_SOURCE_BYTES)
  })

  test('are refused beyond the bound, and where they are none', async () => {
    const tooLong = await refusal(readSource, 'x'.repeat(MOST_SOURCE_BYTES + 1))
    expect(tooLong).toBe('file FILE: larger than 10485760 bytes')
    expect(await refusal(readSource, Buffer.from('ff', 'hex'))).toBe('file FILE: is not UTF-8 text')
    await expect(readSource('/dev/zero')).rejects.toThrow('file /dev/zero: larger than 10485760 bytes')
    await expect(readSource(join(directory, 'none'))).rejects.toThrow('none: cannot be read (ENOENT)')
    await expect(readSource(directory)).rejects.toThrow('cannot be read (EISDIR)')
  })
})

test('objects', async () => {
  expect(await readObjectSource(fileOf('{"a":{"b":[1]},"__proto__":2}'))).toEqual(
    new Map<string, unknown>([
      ['a', new Map([['b', expect.arrayContaining([1]) as unknown]])],
      ['__proto__', 2],
    ]),
  )
  expect(await refusal(readObjectSource, '[1]')).toBe('file FILE: expected a JSON object')
  expect(await refusal(readObjectSource, '{"a":\n x}')).toBe(
    "file FILE: Invalid JSON at line 2, column 2: found 'x', expected a value\n   x}\n   ^",
  )
})

test('texts by name', async () => {
  expect(await readTextsSource(fileOf('{"a":"1","__proto__":"p"}'))).toEqual(
    Object.fromEntries([
      ['a', '1'],
      ['__proto__', 'p'],
    ]),
  )
  expect(await refusal(readTextsSource, '{"a":1}')).toBe('file FILE: a: expected a string')
})

test('parameters', async () => {
  const content = '{"path":{"a":"1"},"header":{"X-B":"2"}}'
  expect(await readParametersSource(fileOf(content))).toEqual({ path: { a: '1' }, header: { 'X-B': '2' } })
  expect(await refusal(readParametersSource, '{"headers":{}}')).toBe(
    'file FILE: no such key headers; expected path, querystring or header; did you mean header?',
  )
  expect(await refusal(readParametersSource, '{"path":"a"}')).toBe('file FILE: path: expected an object')
  expect(await refusal(readParametersSource, '{"path":{"a":true}}')).toBe('file FILE: path.a: expected a string')
})
