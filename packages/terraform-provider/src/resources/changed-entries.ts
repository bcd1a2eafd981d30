type Texts = Readonly<Record<string, string>>

/**
 * The entries of a map that a PATCH sends, undefined where none changed: the API merges such maps, and an entry goes by
 * the empty text.
 */
export function changedEntries(prior: Texts | null, planned: Texts | null): Texts | undefined {
  return isSameMap(prior, planned) ? undefined : withTombstones(prior, planned)
}

export function withTombstones(prior: Texts | null, planned: Texts | null): Texts {
  const gone = Object.keys(prior ?? {}).filter((key) => !Object.hasOwn(planned ?? {}, key))
  return { ...Object.fromEntries(gone.map((key) => [key, ''])), ...planned }
}

export function isSameMap(one: Texts | null, other: Texts | null): boolean {
  const [left, right] = [Object.entries(one ?? {}), Object.entries(other ?? {})]
  const names = new Map(right)
  return left.length === right.length && left.every(([key, value]) => names.get(key) === value)
}
