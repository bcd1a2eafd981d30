import { createHash } from 'node:crypto'
import type { Hash, Store } from './store.ts'

/**
 * A tree is a persistent map of path → object hash, stored as objects: a root that names up to 64 buckets, each a
 * sorted list of entries. A change writes one bucket and the root, so its cost does not grow with the tree until
 * buckets do (2,000 entries are about 30 to a bucket), and two trees that share a bucket share its bytes.
 */
const BUCKETS = 64

type Root = Readonly<Record<string, Hash>>
type Bucket = Readonly<Record<string, Hash>>

const decoder = new TextDecoder()
const encoder = new TextEncoder()

export function encodeJson(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value))
}

export function decodeJson<T>(bytes: Uint8Array): T {
  return JSON.parse(decoder.decode(bytes)) as T
}

async function readJson<T>(store: Store, hash: Hash): Promise<T> {
  return decodeJson<T>(await store.readObject(hash))
}

function bucketOf(path: string): string {
  return String((createHash('sha256').update(path).digest()[0] as number) % BUCKETS)
}

/** All entries of a tree, in no particular order. */
export async function readTree(store: Store, root: Hash): Promise<[path: string, hash: Hash][]> {
  const buckets = await readJson<Root>(store, root)
  const entries = await Promise.all(Object.values(buckets).map((bucket) => readJson<Bucket>(store, bucket)))
  return entries.flatMap((bucket) => Object.entries(bucket))
}

/** As readTree, but for a walk over many trees: skips roots and buckets that are in `seen`, and adds what it reads. */
export async function unseenEntries(store: Store, root: Hash, seen: Set<Hash>): Promise<[path: string, hash: Hash][]> {
  if (seen.has(root)) return []
  const entries: [string, Hash][] = []
  for (const bucket of Object.values(await readJson<Root>(store, root))) {
    if (seen.has(bucket)) continue
    entries.push(...Object.entries(await readJson<Bucket>(store, bucket)))
    seen.add(bucket)
  }
  seen.add(root)
  return entries
}

/**
 * Writes the tree that `base` becomes by `changes` (path → new hash, or undefined to remove), and answers its root.
 * Without a base it starts empty.
 */
export async function writeTree(
  store: Store,
  base: Hash | undefined,
  changes: ReadonlyMap<string, Hash | undefined>,
): Promise<Hash> {
  const root: Record<string, Hash> = base === undefined ? {} : { ...(await readJson<Root>(store, base)) }
  const touched = new Map<string, [path: string, hash: Hash | undefined][]>()
  for (const change of changes) {
    const bucket = bucketOf(change[0])
    const list = touched.get(bucket)
    if (list === undefined) touched.set(bucket, [change])
    else list.push(change)
  }
  for (const [name, list] of touched) {
    const old = root[name]
    const entries = new Map(old === undefined ? [] : Object.entries(await readJson<Bucket>(store, old)))
    for (const [path, hash] of list) {
      if (hash === undefined) entries.delete(path)
      else entries.set(path, hash)
    }
    if (entries.size === 0) delete root[name]
    else root[name] = await store.writeObject(encodeJson(sorted(entries)))
  }
  return store.writeObject(encodeJson(sorted(Object.entries(root))))
}

/** Sorted, so that equal contents give equal bytes and equal hashes. */
function sorted(entries: Iterable<[string, Hash]>): Record<string, Hash> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
}
