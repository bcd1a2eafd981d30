import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, lstat, mkdir, mkdtemp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PackageError } from './package-error.ts'
import { removeTree } from './remove-tree.ts'
import { type TestEntry, zipOf, zipOfFiles } from './test-zip.ts'
import { unpackPackage } from './unpack-package.ts'

let place: string

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'postern-unpack-'))
})

afterEach(async () => {
  await removeTree(place)
})

test('files and directories are there with their contents', async () => {
  const large = Buffer.alloc(1_000_000, 'large')
  const directory = join(place, 'code')
  const zip = zipOf([
    { name: 'index.js', content: 'exports.handler = 1' },
    { name: 'lib/deep/large.bin', content: large },
    { name: './lib//stored', content: large, method: 0 },
    { name: 'empty/', method: 0, mode: 0o040700 },
    { name: 'nothing' },
  ])
  expect(await unpackPackage(zip, directory)).toBe(2_000_019)
  expect(await readdir(directory, { recursive: true }).then((names) => names.sort())).toEqual(
    ['empty', 'index.js', 'lib', 'lib/deep', 'lib/deep/large.bin', 'lib/stored', 'nothing'].sort(),
  )
  expect(await readFile(join(directory, 'index.js'), 'utf8')).toBe('exports.handler = 1')
  expect((await readFile(join(directory, 'lib/deep/large.bin'))).equals(large)).toBe(true)
  expect((await readFile(join(directory, 'lib/stored'))).equals(large)).toBe(true)
  expect((await readFile(join(directory, 'nothing'))).length).toBe(0)
  expect(await readdir(place)).toEqual(['code'])
})

const modes: readonly (readonly [string, number | undefined, number])[] = [
  ['plain', 0o100644, 0o444],
  ['executable', 0o100755, 0o555],
  ['executable for its owner', 0o100700, 0o555],
  ['set-id and sticky', 0o107755, 0o555],
  ['set-id without execution', 0o106644, 0o444],
  ['unreadable', 0o100000, 0o444],
  ['of a maker without Unix modes', undefined, 0o444],
]

test.each(modes)('modes: %s', async (_, mode, expected) => {
  const directory = join(place, 'code')
  await unpackPackage(zipOf([{ name: 'lib/bootstrap', content: '#!/bin/sh', mode }]), directory)
  expect((await stat(join(directory, 'lib/bootstrap'))).mode & 0o7777).toBe(expected)
  expect((await stat(join(directory, 'lib'))).mode & 0o7777).toBe(0o555)
  expect((await stat(directory)).mode & 0o7777).toBe(0o555)
})

test('the umask of the process takes nothing away', async () => {
  const script = `
    process.umask(0o777)
    const { unpackPackage } = await import(${JSON.stringify(new URL('unpack-package.ts', import.meta.url).href)})
    await unpackPackage(Buffer.from(process.argv[1], 'base64'), process.argv[2])`
  const zip = zipOf([{ name: 'lib/bootstrap', content: 'run', mode: 0o100755 }])
  const directory = join(place, 'code')
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, zip.toString('base64'), directory])
  expect((await stat(directory)).mode & 0o777).toBe(0o555)
  expect((await stat(join(directory, 'lib'))).mode & 0o777).toBe(0o555)
  expect((await stat(join(directory, 'lib/bootstrap'))).mode & 0o777).toBe(0o555)
})

const broken: readonly (readonly [string, readonly TestEntry[]])[] = [
  [
    'a wrong checksum in the last file',
    [
      { name: 'lib/a', content: 'a' },
      { name: 'lib/b', content: 'b', crc32: 1 },
    ],
  ],
  ['a way out', [{ name: 'a' }, { name: '../b' }]],
  ['a link', [{ name: 'a', content: '/etc', mode: 0o120777 }, { name: 'b' }]],
  ['more than it says', [{ name: 'a' }, { name: 'b', content: Buffer.alloc(500_000), size: 200_000 }]],
]

test.each(broken)('nothing is left after a failure: %s', async (_, entries) => {
  await expect(unpackPackage(zipOf(entries), join(place, 'code'))).rejects.toThrow(PackageError)
  expect(await readdir(place)).toEqual([])
})

test('after a failure no other file is begun', async () => {
  const many = Array.from({ length: 2000 }, (_, index): TestEntry => ({ name: `f${index}`, content: 'x' }))
  const [first, ...rest] = many
  const zip = zipOf([{ ...first, name: 'f0', crc32: 1 }, ...rest])
  await expect(unpackPackage(zip, join(place, 'code'))).rejects.toThrow('entry "f0": its checksum is wrong')
  expect(await readdir(place)).toEqual([])
})

test('what is there already is not touched', async () => {
  const directory = join(place, 'code')
  await mkdir(directory)
  await writeFile(join(directory, 'mine'), 'mine')
  await expect(unpackPackage(zipOfFiles({ a: '1' }), directory)).rejects.toThrow('ENOTEMPTY')
  await symlink('/nowhere', join(place, 'link'))
  await expect(unpackPackage(zipOfFiles({ a: '1' }), join(place, 'link'))).rejects.toThrow('ENOTDIR')
  expect((await lstat(join(place, 'link'))).isSymbolicLink()).toBe(true)
  expect(await readdir(directory)).toEqual(['mine'])
  expect(await readdir(place).then((names) => names.sort())).toEqual(['code', 'link'])
})

test('a parent that is not there is an error', async () => {
  await expect(unpackPackage(zipOfFiles({ a: '1' }), join(place, 'no/code'))).rejects.toThrow('ENOENT')
})

test('an unpacked tree can be removed, and what is not there is no error', async () => {
  const directory = join(place, 'code')
  await unpackPackage(zipOfFiles({ 'a/b/c': '1', d: '2' }), directory)
  await removeTree(directory)
  await expect(access(directory, constants.F_OK)).rejects.toThrow('ENOENT')
  await removeTree(directory)
})

test('removing follows no links', async () => {
  const outside = join(place, 'outside')
  const tree = join(place, 'tree')
  await mkdir(outside, { mode: 0o755 })
  await writeFile(join(outside, 'kept'), 'kept')
  await mkdir(tree)
  await symlink(outside, join(tree, 'link'))
  await removeTree(tree)
  expect(await readdir(outside)).toEqual(['kept'])
  expect((await stat(outside)).mode & 0o777).toBe(0o755)
})
