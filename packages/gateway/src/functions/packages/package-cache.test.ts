import { access, mkdir, mkdtemp, readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PackageCache } from './package-cache.ts'
import { removeTree } from './remove-tree.ts'
import { zipOfFiles } from './test-zip.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postern-cache-'))
})

afterEach(async () => {
  await removeTree(root)
})

function zipReader(content: string) {
  return vi.fn<() => Promise<Uint8Array>>(async () => zipOfFiles({ 'index.js': content }))
}

async function contentOf(directory: string): Promise<string> {
  return readFile(join(directory, 'index.js'), 'utf8')
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

test('a package is unpacked once, for calls at the same time and later ones', async () => {
  const cache = new PackageCache(root)
  const read = zipReader('one')
  const directories = await Promise.all([1, 2, 3].map(() => cache.directoryOf('a/+=', read)))
  directories.push(await cache.directoryOf('a/+=', read))
  expect(new Set(directories).size).toBe(1)
  expect(read).toHaveBeenCalledTimes(1)
  expect(await contentOf(String(directories[0]))).toBe('one')
})

test('packages have directories of their own, whatever their hash is', async () => {
  const cache = new PackageCache(root)
  const one = await cache.directoryOf('../one', zipReader('one'))
  const two = await cache.directoryOf('../two', zipReader('two'))
  expect(await Promise.all([contentOf(one), contentOf(two)])).toEqual(['one', 'two'])
  expect((await readdir(root)).length).toBe(2)
})

test('a failure reaches all who wait, and the next call tries again', async () => {
  const cache = new PackageCache(root)
  const failing = vi.fn<() => Promise<Uint8Array>>(async () => Promise.reject(new Error('store is away')))
  const calls = [cache.directoryOf('a', failing), cache.directoryOf('a', failing)]
  expect((await Promise.allSettled(calls)).map((call) => call.status)).toEqual(['rejected', 'rejected'])
  expect(failing).toHaveBeenCalledTimes(1)
  expect(await contentOf(await cache.directoryOf('a', zipReader('one')))).toBe('one')
})

test('a package that cannot be unpacked is refused, and leaves nothing', async () => {
  const cache = new PackageCache(root)
  await expect(cache.directoryOf('a', async () => Buffer.from('no zip'))).rejects.toThrow('Could not unzip')
  expect(await readdir(root)).toEqual([])
})

test('a directory that somebody removed is made again', async () => {
  const cache = new PackageCache(root)
  const read = zipReader('one')
  await removeTree(await cache.directoryOf('a', read))
  const again = await Promise.all([cache.directoryOf('a', read), cache.directoryOf('a', read)])
  expect(again[0]).toBe(again[1])
  expect(await contentOf(again[0])).toBe('one')
  expect(read).toHaveBeenCalledTimes(2)
})

test('what is forgotten goes, and comes again when it is asked for', async () => {
  const cache = new PackageCache(root)
  const directory = await cache.directoryOf('a', zipReader('one'))
  cache.forget('a')
  cache.forget('unknown')
  expect(await contentOf(await cache.directoryOf('a', zipReader('one')))).toBe('one')
  await vi.waitUntil(async () => !(await isThere(directory)))
  expect((await readdir(root)).length).toBe(1)
})

test('what is retained goes with the last release', async () => {
  const cache = new PackageCache(root)
  const releases = [cache.retain('a'), cache.retain('a')]
  const directory = await cache.directoryOf('a', zipReader('one'))
  cache.forget('a')
  releases[0]?.()
  releases[0]?.()
  expect(await contentOf(directory)).toBe('one')
  releases[1]?.()
  await vi.waitUntil(async () => !(await isThere(directory)))
  expect(await readdir(root)).toEqual([])
})

test('what is asked for again after it was forgotten stays', async () => {
  const cache = new PackageCache(root)
  const release = cache.retain('a')
  const directory = await cache.directoryOf('a', zipReader('one'))
  cache.forget('a')
  expect(await cache.directoryOf('a', zipReader('one'))).toBe(directory)
  release()
  expect(await contentOf(directory)).toBe('one')
})

test('what is forgotten while it is unpacked goes when that is done', async () => {
  const cache = new PackageCache(root)
  const directory = cache.directoryOf('a', zipReader('one'))
  cache.forget('a')
  const path = await directory
  await vi.waitUntil(async () => !(await isThere(path)))
  expect(await readdir(root)).toEqual([])
})

test('for room, the least recently used goes: not the retained, not the newest', async () => {
  const cache = new PackageCache(root, 10)
  const read = (content: string) => zipReader(content.repeat(4))
  const release = cache.retain('kept')
  const kept = await cache.directoryOf('kept', read('k'))
  const old = await cache.directoryOf('old', read('o'))
  const used = await cache.directoryOf('used', read('u'))
  await cache.directoryOf('old', read('o'))
  const third = await cache.directoryOf('third', read('t'))
  await vi.waitUntil(async () => !(await isThere(used)))
  expect(await Promise.all([kept, old, third].map((path) => isThere(path)))).toEqual([true, true, true])
  release()
  const large = await cache.directoryOf('large', zipReader('large'.repeat(9)))
  await vi.waitUntil(async () => (await readdir(root)).length === 1)
  expect(await contentOf(large)).toBe('large'.repeat(9))
})

test('closing removes everything, what is being unpacked too, and refuses what comes later', async () => {
  const own = join(root, 'made/by/the/cache')
  const cache = new PackageCache(own)
  await cache.directoryOf('a', zipReader('one'))
  cache.retain('a')
  const pending = cache.directoryOf('b', zipReader('two'))
  await cache.close()
  await pending
  expect(await isThere(own)).toBe(false)
  await expect(cache.directoryOf('a', zipReader('one'))).rejects.toThrow('closed')
  expect(() => cache.retain('a')).toThrow('closed')
  await cache.close()
})

test('a root that was there stays, and so does what others put into it', async () => {
  await writeFile(join(root, 'mine'), '')
  const cache = new PackageCache(root)
  await cache.directoryOf('a', zipReader('one'))
  await cache.close()
  expect(await readdir(root)).toEqual(['mine'])
})

test('what an earlier process left is removed, and nothing else', async () => {
  const dead = new PackageCache(root)
  const left = await dead.directoryOf('a', zipReader('one'))
  await mkdir(join(root, `.${'0'.repeat(64)}.1-AbC123`))
  await mkdir(join(root, 'other'))
  const cache = new PackageCache(root)
  const directory = await cache.directoryOf('b', zipReader('two'))
  expect(await isThere(left)).toBe(false)
  expect((await readdir(root)).length).toBe(2)
  expect(await contentOf(directory)).toBe('two')
})

test('a root that cannot be made is tried again', async () => {
  await writeFile(join(root, 'blocked'), '')
  const cache = new PackageCache(join(root, 'blocked/cache'))
  await expect(cache.directoryOf('a', zipReader('one'))).rejects.toThrow('ENOTDIR')
  await unlink(join(root, 'blocked'))
  expect(await contentOf(await cache.directoryOf('a', zipReader('one')))).toBe('one')
})
