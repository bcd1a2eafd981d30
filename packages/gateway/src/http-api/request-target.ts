/** A raw request target, split at its first `?`. */
export interface RequestTarget {
  /** Begins with `/`. */
  readonly path: string
  /** Without the `?`; empty where there is none. */
  readonly query: string
}

const QUESTION_MARK = 63

/**
 * Splits a raw target. Undefined where it is none that an API could serve (E26): not in origin form, or with
 * characters that may not stand in one (RFC 9112 3.2): controls, blanks, `#`. Nothing of the kind goes on to a backend,
 * whatever listener the request came through.
 */
export function splitTarget(target: string): RequestTarget | undefined {
  if (!target.startsWith('/')) return undefined
  let mark = -1
  for (let index = 1; index < target.length; index++) {
    const code = target.charCodeAt(index)
    if (code <= 32 || code === 35 || code === 127 || code > 255) return undefined
    if (code === QUESTION_MARK && mark === -1) mark = index
  }
  return mark === -1 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

/** The first segment of a path, raw: `prod` of `/prod/pets`. */
export function firstSegment(path: string): string {
  const slash = path.indexOf('/', 1)
  return slash === -1 ? path.slice(1) : path.slice(1, slash)
}
