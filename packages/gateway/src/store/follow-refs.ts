import type { Store } from './store.ts'

/**
 * Tells `keep` of all refs under a prefix as they are, and then of each change (`bytes` undefined: removed), before its
 * writer is answered. `id` is the name without the prefix. Answers what ends it.
 */
export async function followRefs(
  store: Pick<Store, 'listRefs' | 'watchRefs'>,
  prefix: string,
  keep: (id: string, bytes: Uint8Array | undefined) => void,
): Promise<() => void> {
  // Watched first: what changes while the list is read is newer than what the list says.
  let changed: Set<string> | undefined = new Set()
  const unwatch = store.watchRefs(prefix, ({ name, bytes }) => {
    changed?.add(name)
    keep(name.slice(prefix.length), bytes)
  })
  for await (const { name, bytes } of store.listRefs(prefix)) {
    if (!changed.has(name)) keep(name.slice(prefix.length), bytes)
  }
  changed = undefined
  return unwatch
}
