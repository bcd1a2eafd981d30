import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MemoryStore } from './memory-store.ts'
import { objectHash } from './object-hash.ts'
import type { Hash } from './store.ts'
import { decodeJson, encodeJson, readTree, unseenEntries, writeTree } from './tree.ts'

/** Counts what is written that was not there. */
class CountingStore extends MemoryStore {
  readonly written = new Map<Hash, number>()

  override async writeObject(bytes: Uint8Array): Promise<Hash> {
    const hash = await super.writeObject(bytes)
    if (!this.written.has(hash)) this.written.set(hash, bytes.length)
    return hash
  }
}

const hashOf = (value: number): Hash => objectHash(encodeJson(value))
const pathOf = (index: number): string => `integrations/${index}`
const entriesUpTo = (count: number) => new Map(Array.from({ length: count }, (_, n) => [pathOf(n), hashOf(n)] as const))

describe('a tree', () => {
  test('is the map that its changes make, and its root depends on nothing else', async () => {
    // Names that a plain object would treat in a way of its own, too.
    const path = fc.oneof(
      fc.constantFrom('routes/a', 'routes/b', 'routes/b/c', '__proto__', 'constructor', '0', '1', 'ü/\u{1f600}', ''),
      fc.nat(200).map(pathOf),
    )
    const changes = fc.array(fc.tuple(path, fc.option(fc.nat(5).map(hashOf), { nil: undefined })), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { maxLength: 6 }), async (rounds) => {
        const store = new MemoryStore()
        const plain = new Map<string, Hash>()
        let root = await writeTree(store, undefined, new Map())
        for (const round of rounds) {
          root = await writeTree(store, root, new Map(round))
          for (const [name, hash] of new Map(round)) {
            if (hash === undefined) plain.delete(name)
            else plain.set(name, hash)
          }
        }
        expect(new Map(await readTree(store, root))).toEqual(plain)
        expect(await writeTree(store, undefined, plain)).toBe(root)
      }),
      { numRuns: 100 },
    )
  })

  test.each([1, 10, 1000])('of %i entries takes a change by writing one bucket and the root', async (count) => {
    const store = new CountingStore()
    const root = await writeTree(store, undefined, entriesUpTo(count))
    for (const change of [[pathOf(0), hashOf(-1)] as const, [pathOf(count), hashOf(count)] as const]) {
      store.written.clear()
      await writeTree(store, root, new Map([change]))
      expect(store.written.size).toBe(2)
    }
    store.written.clear()
    await writeTree(store, root, new Map([[pathOf(0), undefined]]))
    expect(store.written.size).toBeLessThanOrEqual(2)
  })

  test('of a thousand entries writes less than 10 KB for a change', async () => {
    const store = new CountingStore()
    const root = await writeTree(store, undefined, entriesUpTo(1000))
    store.written.clear()
    await writeTree(store, root, new Map([[pathOf(1000), hashOf(1000)]]))
    const bytes = [...store.written.values()].reduce((sum, length) => sum + length, 0)
    expect(bytes).toBeLessThan(10_000)
  })

  test('shares all buckets but one with the tree that it was made of', async () => {
    const store = new MemoryStore()
    const before = await writeTree(store, undefined, entriesUpTo(1000))
    const after = await writeTree(store, before, new Map([[pathOf(1), hashOf(-1)]]))
    const buckets = async (root: Hash) =>
      new Set(Object.values(decodeJson<Record<string, Hash>>(await store.readObject(root))))
    const shared = (await buckets(before)).intersection(await buckets(after))
    expect((await buckets(before)).size).toBe(64)
    expect(shared.size).toBe(63)
  })

  test('that does not change keeps its root', async () => {
    const store = new MemoryStore()
    const root = await writeTree(store, undefined, entriesUpTo(5))
    const changes = new Map([[pathOf(1), hashOf(1)] as const, ['not/there', undefined] as const])
    expect(await writeTree(store, root, changes)).toBe(root)
    expect(await writeTree(store, root, new Map())).toBe(root)
  })

  test('that loses all entries is the empty tree', async () => {
    const store = new MemoryStore()
    const empty = await writeTree(store, undefined, new Map())
    const full = await writeTree(store, empty, entriesUpTo(30))
    const removals = new Map([...entriesUpTo(30).keys()].map((path) => [path, undefined]))
    expect(await writeTree(store, full, removals)).toBe(empty)
    expect(await readTree(store, empty)).toEqual([])
  })
})

test('a walk over trees reads what they share once', async () => {
  const store = new MemoryStore()
  const first = await writeTree(store, undefined, entriesUpTo(500))
  const second = await writeTree(store, first, new Map([[pathOf(3), hashOf(-3)]]))
  const seen = new Set<Hash>()
  expect(new Map(await unseenEntries(store, first, seen))).toEqual(entriesUpTo(500))
  const rest = await unseenEntries(store, second, seen)
  expect(rest).toContainEqual([pathOf(3), hashOf(-3)])
  expect(rest.length).toBeLessThan(30)
  expect(await unseenEntries(store, second, seen)).toEqual([])
  // Two roots, and of the first's 64 buckets one in two states.
  expect(seen.size).toBe(2 + 64 + 1)
})
