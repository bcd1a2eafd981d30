import { once } from 'node:events'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { objectHash } from './object-hash.ts'
import type { Ref, RefChange, Store } from './store.ts'
import { ObjectMissing, RefConflict, StoreClosed } from './store.ts'

/** A place for one store, such as a directory of its own. */
export interface StorePlace {
  open(): Promise<Store>
  /** Removes it, once its store is closed. */
  dispose(): Promise<void>
}

/** What every backend promises (store.ts). `survives` says whether a place that is opened again has its refs still. */
export function describeStore(name: string, survives: boolean, makePlace: () => Promise<StorePlace>): void {
  let place: StorePlace
  let store: Store

  beforeEach(async () => {
    place = await makePlace()
    store = await place.open()
  })

  afterEach(async () => {
    await store.close()
    await place.dispose()
  })

  const move = (ref: string, expected: number | undefined, text: string | undefined) =>
    store.moveRef(ref, expected, text === undefined ? undefined : bytesOf(text))
  const make = (ref: string) => move(ref, undefined, ref)
  const names = async (prefix: string) => (await collect(store.listRefs(prefix))).map((ref) => ref.name)
  const watched = (prefix: string) => {
    const changes: [name: string, text: string | undefined][] = []
    const listener = (change: RefChange) => void changes.push([change.name, change.bytes && textOf(change.bytes)])
    return { changes, stop: store.watchRefs(prefix, listener) }
  }

  describe(`${name}: objects`, () => {
    test('are named by the SHA-256 of their bytes and read back', async () => {
      // FIPS 180-4's own example: SHA-256 of "abc".
      const hash = await store.writeObject(bytesOf('abc'))
      expect(hash).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
      expect(textOf(await store.readObject(hash))).toBe('abc')
    })

    test.each([
      ['no bytes at all', 0],
      ['a megabyte', 1024 * 1024],
      ['more than a store keeps waiting in memory', 9 * 1024 * 1024],
    ])('of %s', async (_, size) => {
      const bytes = new Uint8Array(size).fill(7)
      const hash = await store.writeObject(bytes)
      expect(Buffer.compare(await store.readObject(hash), bytes)).toBe(0)
    })

    test('that are many, without a move between them, all read back', async () => {
      const hashes: string[] = []
      for (let index = 0; index < 2500; index++) hashes.push(await store.writeObject(bytesOf(`object ${index}`)))
      const texts = await Promise.all(hashes.map(async (hash) => textOf(await store.readObject(hash))))
      expect(texts).toEqual(hashes.map((_, index) => `object ${index}`))
    })

    test('may be written twice, before and after a move', async () => {
      const first = await store.writeObject(bytesOf('same'))
      expect(await store.writeObject(bytesOf('same'))).toBe(first)
      await make('r')
      expect(await store.writeObject(bytesOf('same'))).toBe(first)
      await make('s')
      expect(textOf(await store.readObject(first))).toBe('same')
    })

    test.each(['f'.repeat(64), '', 'not a hash', '../etc/passwd'])('that are not there: %j', async (hash) => {
      await expect(store.readObject(hash)).rejects.toThrow(ObjectMissing)
    })

    test('belong to the store: neither the bytes passed in nor those handed out are its own', async () => {
      // A Buffer, because its slice() shares memory.
      const passed = Buffer.from('abc')
      const hash = await store.writeObject(passed)
      passed.fill(0)
      const handed = await store.readObject(hash)
      expect(textOf(handed)).toBe('abc')
      handed.fill(0)
      expect(textOf(await store.readObject(hash))).toBe('abc')
      await make('r')
      expect(textOf(await store.readObject(hash))).toBe('abc')
    })

    test('that nothing reaches are removed, the others stay', async () => {
      const hashes = await Promise.all(['a', 'b', 'c', 'd'].map((text) => store.writeObject(bytesOf(text))))
      await make('r')
      const [a, b, c, d] = hashes as [string, string, string, string]
      const e = await store.writeObject(bytesOf('e'))
      expect(await store.removeObjectsExcept(new Set([b, d, 'f'.repeat(64)]))).toBe(3)
      for (const gone of [a, c, e]) await expect(store.readObject(gone)).rejects.toThrow(ObjectMissing)
      for (const kept of [b, d]) expect(objectHash(await store.readObject(kept))).toBe(kept)
      expect(await store.removeObjectsExcept(new Set([b, d]))).toBe(0)
      expect(await store.removeObjectsExcept(new Set())).toBe(2)
      expect(await store.writeObject(bytesOf('a'))).toBe(a)
      expect(textOf(await store.readObject(a))).toBe('a')
    })
  })

  describe(`${name}: refs`, () => {
    test('are made, replaced and removed', async () => {
      expect(await store.readRef('r')).toBeUndefined()
      const first = await move('r', undefined, 'one')
      expect(await store.readRef('r')).toEqual({ name: 'r', revision: first, bytes: bytesOf('one') })
      const second = await move('r', first, 'two')
      expect(await store.readRef('r')).toEqual({ name: 'r', revision: second, bytes: bytesOf('two') })
      await move('r', second, undefined)
      expect(await store.readRef('r')).toBeUndefined()
    })

    test('conflict where the revision is not the expected one, and stay as they are', async () => {
      const old = await move('r', undefined, 'one')
      const now = await move('r', old, 'two')
      const removed = await make('gone')
      await move('gone', removed, undefined)
      const conflicts: [ref: string, expected: number | undefined, next: string | undefined][] = [
        ['r', undefined, 'made again'],
        ['r', undefined, undefined],
        ['r', old, 'from an old state'],
        ['r', old, undefined],
        ['r', now + 1, 'from the future'],
        ['gone', removed, 'after its end'],
        ['gone', removed, undefined],
        ['never', now, undefined],
      ]
      const { changes } = watched('')
      for (const conflict of conflicts) await expect(move(...conflict)).rejects.toThrow(RefConflict)
      expect(changes).toEqual([])
      expect(await names('')).toEqual(['r'])
      expect(await store.readRef('r')).toEqual({ name: 'r', revision: now, bytes: bytesOf('two') })
    })

    test('let one of many parallel movers win', async () => {
      const base = await make('r')
      const tries = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => move('r', base, `${index}`)))
      expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
      const reasons = tries.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason as unknown] : []))
      expect(reasons.every((reason) => reason instanceof RefConflict)).toBe(true)
    })

    test('never repeat a revision, not after removal either', async () => {
      const seen = new Set<number>()
      let revision: number | undefined
      for (let round = 0; round < 5; round++) {
        for (const text of ['made', 'moved', undefined]) {
          const next = await move('r', revision, text)
          expect(seen).not.toContain(next)
          seen.add(next)
          revision = text === undefined ? undefined : next
        }
      }
    })

    test('belong to the store', async () => {
      const passed = Buffer.from('abc')
      const told: RefChange[] = []
      store.watchRefs('', (change) => void told.push(change))
      await store.moveRef('r', undefined, passed)
      passed.fill(0)
      for (const change of told) change.bytes?.fill(0)
      for (let round = 0; round < 2; round++) {
        const handed = await store.readRef('r')
        expect(handed && textOf(handed.bytes)).toBe('abc')
        handed?.bytes.fill(0)
        const [listed] = await collect(store.listRefs(''))
        expect(listed && textOf(listed.bytes)).toBe('abc')
        listed?.bytes.fill(0)
      }
    })

    test('may hold nothing, and a megabyte', async () => {
      await store.moveRef('empty', undefined, new Uint8Array(0))
      await store.moveRef('large', undefined, new Uint8Array(1024 * 1024).fill(9))
      expect((await collect(store.listRefs(''))).map((ref) => ref.bytes.length)).toEqual([0, 1024 * 1024])
    })

    test('refuse a name that has no UTF-8 form', async () => {
      await expect(make('a\ud800')).rejects.toThrow(TypeError)
      expect(await names('')).toEqual([])
    })
  })

  describe(`${name}: lists`, () => {
    test('have the names with the prefix, in the order of their code points', async () => {
      // U+10FFFF is the last code point; in UTF-16 it lies below U+FFFF.
      const all = [
        'a',
        'a/',
        'a/b',
        'a/b/c',
        'a/\u{7f}',
        'a/é',
        'a/\uffff',
        'a/\u{10ffff}',
        'a0',
        'b',
        'A/b',
        'a\0b',
        '',
      ]
      for (const one of all.toSorted()) await make(one)
      const ordered = all.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      for (const prefix of [...all, 'a/\u{10ffff}x', 'c', '\u{10ffff}', '%', '_']) {
        expect(await names(prefix)).toEqual(ordered.filter((one) => one.startsWith(prefix)))
      }
    })

    test('of any names and any prefix', { timeout: 30_000 }, async () => {
      const part = fc.constantFrom('a', 'b', '/', '\0', 'é', '\uffff', '\u{10000}', '\u{10ffff}', '\ud7ff', '\ue000')
      const anyName = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''))
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(anyName, { maxLength: 20 }), anyName, async (all, prefix) => {
          const revisions = new Map<string, number>()
          for (const one of all) revisions.set(one, await make(one))
          const ordered = all.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
          expect(await names(prefix)).toEqual(ordered.filter((one) => one.startsWith(prefix)))
          for (const [one, revision] of revisions) await move(one, revision, undefined)
        }),
        { numRuns: 40 },
      )
    })

    test('are complete where there are many', async () => {
      const all = Array.from({ length: 700 }, (_, index) => `many/${String(index).padStart(4, '0')}`)
      for (const one of all) await make(one)
      await make('many0')
      expect(await names('many/')).toEqual(all)
    })

    test('show at each step what is next at that moment', async () => {
      const all = Array.from({ length: 300 }, (_, index) => `p/${String(index).padStart(3, '0')}`)
      const revisions = new Map<string, number>()
      for (const one of all) revisions.set(one, await make(one))
      const listed: [string, string][] = []
      for await (const ref of store.listRefs('p/')) {
        listed.push([ref.name, textOf(ref.bytes)])
        if (ref.name === 'p/001') {
          await make('p/000a')
          await make('p/001a')
          await make('q')
          await move('p/002', revisions.get('p/002'), undefined)
          await move('p/003', revisions.get('p/003'), 'changed')
          await move('p/001', revisions.get('p/001'), 'changed, but listed already')
        }
        if (ref.name === 'p/299') await make('p/300')
      }
      const expected = all.map((one): [string, string] => [one, one === 'p/003' ? 'changed' : one])
      expected.splice(2, 1, ['p/001a', 'p/001a'])
      expected.push(['p/300', 'p/300'])
      expect(listed).toEqual(expected)
    })

    test('may be left, and run side by side', async () => {
      for (const one of ['a', 'b', 'c']) await make(one)
      for await (const ref of store.listRefs('')) if (ref.name === 'b') break
      const both = await Promise.all([names(''), names('b')])
      expect(both).toEqual([['a', 'b', 'c'], ['b']])
      await make('d')
    })
  })

  describe(`${name}: watches`, () => {
    test('tell of each move under the prefix, in order, and of no others', async () => {
      const inner = watched('a/')
      const outer = watched('')
      const first = await move('a/x', undefined, '1')
      await move('b', undefined, '2')
      const second = await move('a/x', first, '3')
      await move('a/x', second, undefined)
      expect(inner.changes).toEqual([
        ['a/x', '1'],
        ['a/x', '3'],
        ['a/x', undefined],
      ])
      expect(outer.changes.map(([, text]) => text)).toEqual(['1', '2', '3', undefined])
    })

    test('tell before the mover is answered, of a move that can be read by then', async () => {
      const order: string[] = []
      const reads: Promise<Ref | undefined>[] = []
      store.watchRefs('', (change) => {
        order.push(`told ${change.revision}`)
        reads.push(store.readRef(change.name))
      })
      const moves = ['a', 'b', 'c'].map(async (one) => order.push(`answered ${await make(one)}`))
      await Promise.all(moves)
      const revisions = (await Promise.all(reads)).map((ref) => ref?.revision)
      expect(revisions).not.toContain(undefined)
      for (const revision of revisions) {
        expect(order.indexOf(`told ${revision}`)).toBeLessThan(order.indexOf(`answered ${revision}`))
      }
    })

    test('end when they are ended, from within a listener too', async () => {
      const { changes, stop } = watched('')
      await make('a')
      stop()
      stop()
      await make('b')
      expect(changes).toEqual([['a', 'a']])
      const heard: string[] = []
      const stops: (() => void)[] = []
      stops.push(store.watchRefs('', () => stops.forEach((end) => end())))
      stops.push(store.watchRefs('', (change) => void heard.push(change.name)))
      await make('c')
      expect(heard).toEqual([])
    })

    test('that begin while a move is told hear of later ones only', async () => {
      const heard: string[] = []
      let isAdded = false
      store.watchRefs('', () => {
        if (!isAdded) store.watchRefs('', (change) => void heard.push(change.name))
        isAdded = true
      })
      await make('a')
      await make('b')
      expect(heard).toEqual(['b'])
    })

    test('of one listener for two prefixes are two', async () => {
      const heard: string[] = []
      const listener = (change: RefChange) => void heard.push(change.name)
      const stop = store.watchRefs('a', listener)
      store.watchRefs('b', listener)
      await make('a')
      stop()
      await make('aa')
      await make('b')
      expect(heard).toEqual(['a', 'b'])
    })

    test('keep the order for all where a listener moves a ref in its turn', async () => {
      const answers: Promise<number>[] = []
      store.watchRefs('a', () => void answers.push(make('b')))
      const { changes } = watched('')
      await make('a')
      await Promise.all(answers)
      expect(changes.map(([ref]) => ref)).toEqual(['a', 'b'])
    })

    test('whose listener throws neither fail the move nor keep it from others', async () => {
      store.watchRefs('', () => {
        throw new Error('a listener that fails')
      })
      const { changes } = watched('')
      const warned = once(process, 'warning')
      await make('a')
      expect(changes).toEqual([['a', 'a']])
      expect(String((await warned)[0])).toContain('a listener that fails')
    })
  })

  describe(`${name}: close`, () => {
    test('refuses what comes after it', async () => {
      const hash = await store.writeObject(bytesOf('abc'))
      const revision = await make('r')
      await make('s')
      const listing = store.listRefs('')[Symbol.asyncIterator]()
      await listing.next()
      const { changes } = watched('')
      await store.close()
      await store.close()
      await expect(store.readObject(hash)).rejects.toThrow(StoreClosed)
      await expect(store.writeObject(bytesOf('x'))).rejects.toThrow(StoreClosed)
      await expect(store.readRef('r')).rejects.toThrow(StoreClosed)
      await expect(move('r', revision, 'x')).rejects.toThrow(StoreClosed)
      await expect(listing.next()).rejects.toThrow(StoreClosed)
      await expect(names('')).rejects.toThrow(StoreClosed)
      await expect(store.removeObjectsExcept(new Set())).rejects.toThrow(StoreClosed)
      expect(() => store.watchRefs('', () => undefined)).toThrow(StoreClosed)
      expect(changes).toEqual([])
    })

    test.runIf(survives)('keeps all that was moved, and the count of revisions', async () => {
      const kept = await move('kept', undefined, 'kept')
      const last = await make('gone')
      await move('gone', last, undefined)
      await store.close()
      store = await place.open()
      expect(await collect(store.listRefs(''))).toEqual([{ name: 'kept', revision: kept, bytes: bytesOf('kept') }])
      // The removal had a revision, too: the last one that was given.
      expect(await make('gone')).toBeGreaterThan(last + 1)
    })

    test.runIf(!survives)('leaves nothing behind', async () => {
      await make('r')
      await store.close()
      store = await place.open()
      expect(await names('')).toEqual([])
    })
  })
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

async function collect(refs: AsyncIterable<Ref>): Promise<Ref[]> {
  const all: Ref[] = []
  for await (const ref of refs) all.push(ref)
  return all
}
