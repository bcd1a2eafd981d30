import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { makeDirectory } from './make-directory.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'postern-make-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
})

test('makes what is missing, and tells where that begins', () => {
  expect(makeDirectory(join(root, 'a/b/c'), 0o700)).toBe(join(root, 'a'))
  for (const path of ['a', 'a/b', 'a/b/c']) expect(statSync(join(root, path)).mode & 0o777).toBe(0o700)
  expect(makeDirectory(join(root, 'a/b/c'), 0o700)).toBeUndefined()
  expect(makeDirectory(join(root, 'a/b/d/'), 0o700)).toBe(join(root, 'a/b/d'))
})

test('what is there stays as it is, also behind a link', () => {
  mkdirSync(join(root, 'a'), { mode: 0o755 })
  symlinkSync(join(root, 'a'), join(root, 'link'))
  for (const path of ['a', 'link']) expect(makeDirectory(join(root, path), 0o700)).toBeUndefined()
  expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o755)
  expect(makeDirectory('/', 0o700)).toBeUndefined()
})

describe('throws', () => {
  test('where a file is in the way', () => {
    writeFileSync(join(root, 'file'), '')
    expect(() => makeDirectory(join(root, 'file'), 0o700)).toThrow('EEXIST')
    expect(() => makeDirectory(join(root, 'file/a/b'), 0o700)).toThrow('ENOTDIR')
  })

  test('where a link leads nowhere', () => {
    symlinkSync(join(root, 'nowhere'), join(root, 'link'))
    expect(() => makeDirectory(join(root, 'link'), 0o700)).toThrow('EEXIST')
    expect(() => makeDirectory(join(root, 'link/a'), 0o700)).toThrow('EEXIST')
  })

  test.skipIf(process.platform !== 'linux')('where a directory takes none, and says that it is not there', () => {
    expect(() => makeDirectory('/proc/postern', 0o700)).toThrow('ENOENT')
    expect(() => makeDirectory('/proc/postern/a/b', 0o700)).toThrow('ENOENT')
  })
})
