/**
 * PATCH, member by member (spec control-plane.md 3.2): an absent member keeps its value, `''` clears a text, lists are
 * replaced, maps are merged key by key unless their table row says otherwise.
 */

type Changes<Document> = { readonly [Member in keyof Document]?: Document[Member] | undefined }
type Texts = Readonly<Record<string, string>>

/** `document` with `changes` applied: undefined keeps, `''` removes, anything else replaces. */
export function patch<Document extends object>(document: Document, changes: Changes<Document>): Document {
  const next = new Map<string, unknown>(Object.entries(document))
  for (const [member, value] of Object.entries(changes)) {
    if (value === '') next.delete(member)
    else if (value !== undefined) next.set(member, value)
  }
  return Object.fromEntries(next) as Document
}

/** A document as it is stored at its creation: members that are undefined or `''` are left out. */
export function compact<Document extends object>(
  document: { [Member in keyof Document]: Document[Member] | undefined },
): Document {
  return Object.fromEntries(
    Object.entries(document).filter(([, value]) => value !== undefined && value !== ''),
  ) as Document
}

/** Merges maps of texts: a key given as `''` goes. Undefined where nothing is left. */
export function mergeMap(old: Texts | undefined, changes: Texts | undefined): Record<string, string> | undefined {
  const merged = new Map(Object.entries(old ?? {}))
  for (const [key, value] of Object.entries(changes ?? {})) {
    if (value === '') merged.delete(key)
    else merged.set(key, value)
  }
  return merged.size === 0 ? undefined : Object.fromEntries(merged)
}

/**
 * Merges maps of models by content type. AWS merges key by key, and `''` removes one; Terraform sends the whole new map
 * and no `''`, so that on AWS a key that was taken away stays, and is planned away for ever. Postern converges: a map
 * with a `''` in it is merged, any other one is the new map, `{}` included (spec control-plane.md 10.6;
 * docs/differences.md).
 */
export function mergeModels(old: Texts | undefined, changes: Texts | undefined): Record<string, string> | undefined {
  const isMerge = changes === undefined || Object.values(changes).includes('')
  return mergeMap(isMerge ? old : undefined, changes)
}

/** `document` without some members. */
export function without<Document extends object>(
  document: Document,
  ...members: (keyof Document & string)[]
): Document {
  const gone = new Set<string>(members)
  return Object.fromEntries(Object.entries(document).filter(([member]) => !gone.has(member))) as Document
}

/** A list or map, or undefined where it is empty: what AWS does not return. */
export function unlessEmpty<Value extends object>(value: Value | undefined): Value | undefined {
  return value === undefined || Object.keys(value).length === 0 ? undefined : value
}
