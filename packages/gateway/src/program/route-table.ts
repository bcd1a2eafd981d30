import { DefinitionError } from '../expression/definition-error.ts'
import type { RouteKey } from './route-key.ts'

/** A route that takes a request, and the raw values of its path parameters in the order of its key. */
export interface RouteMatch<Route> {
  readonly route: Route
  readonly values: readonly string[]
}

/** The routes of one path, by method. */
class Methods<Route> {
  readonly #exact = new Map<string, Route>()
  #any: Route | undefined

  add(method: string, route: Route): void {
    if (method === 'ANY' ? this.#any !== undefined : this.#exact.has(method)) throw new DefinitionError(CONFLICT)
    if (method === 'ANY') this.#any = route
    else this.#exact.set(method, route)
  }

  for(method: string): Route | undefined {
    return this.#exact.get(method) ?? this.#any
  }
}

class Node<Route> {
  literals: Map<string, Node<Route>> | undefined
  variable: Node<Route> | undefined
  /** Routes that end here. */
  full: Methods<Route> | undefined
  /** Routes that take everything from here. */
  greedy: Methods<Route> | undefined
}

const CONFLICT = 'its key has the method and path of another route'
const SLASH = 47

/**
 * The routes of one API: filled once, then only read. Priority (spec/http-api.md section 2, and choices 5 and 6 of its section 13): a full match
 * beats a greedy one beats `$default`; within a class, segment by segment from the left, a literal beats `{var}` beats
 * `{var+}`; on equal paths the method beats `ANY`. So a literal path with `ANY` beats `{var}` with the method.
 *
 * A look-up visits each node of the tree at most twice, so no request can cost more than the API's own size.
 */
export class RouteTable<Route> {
  readonly #root = new Node<Route>()
  #default: Route | undefined

  /** Throws DefinitionError where another route has a key of the same method and shape. */
  add(key: RouteKey, route: Route): void {
    if (key === '$default') {
      if (this.#default !== undefined) throw new DefinitionError(CONFLICT)
      this.#default = route
      return
    }
    let node = this.#root
    for (const segment of key.segments) {
      if (segment.kind === 'greedy') {
        node.greedy ??= new Methods()
        node.greedy.add(key.method, route)
        return
      }
      node = segment.kind === 'variable' ? (node.variable ??= new Node()) : literalChild(node, segment.text)
    }
    node.full ??= new Methods()
    node.full.add(key.method, route)
  }

  /** `path` is raw, begins with `/`, and has good escapes only (`hasGoodEscapes`). */
  find(method: string, path: string): RouteMatch<Route> | undefined {
    const search = new Search(method, path)
    const route = search.full(this.#root, 0) ?? search.greedy(this.#root, 0) ?? this.#default
    return route === undefined ? undefined : { route, values: search.values }
  }
}

function literalChild<Route>(node: Node<Route>, text: string): Node<Route> {
  node.literals ??= new Map()
  const known = node.literals.get(text)
  if (known !== undefined) return known
  const fresh = new Node<Route>()
  node.literals.set(text, fresh)
  return fresh
}

/** One look-up. `at` is always the index of the slash before the next segment, or `#end`. */
class Search {
  readonly #method: string
  readonly #path: string
  /** Where matching ends: before a trailing slash, which is tolerated. */
  readonly #end: number
  readonly #isEncoded: boolean
  /** Raw values of the variables on the way that is being tried; those of the match when it was found. */
  readonly values: string[] = []

  constructor(method: string, path: string) {
    this.#method = method
    this.#path = path
    // `/` alone is one empty segment: `/{proxy+}` and `/{id}` take it, where there is no route `/`.
    this.#end = path.length > 1 && path.charCodeAt(path.length - 1) === SLASH ? path.length - 1 : path.length
    this.#isEncoded = path.includes('%')
  }

  full<Route>(node: Node<Route>, at: number): Route | undefined {
    if (at === this.#end || this.#isRoot(at)) {
      const route = node.full?.for(this.#method)
      if (route !== undefined || at === this.#end) return route
    }
    const next = this.#nextSlash(at)
    const segment = this.#path.slice(at + 1, next)
    const literal = node.literals?.get(this.#decoded(segment))
    if (literal !== undefined) {
      const route = this.full(literal, next)
      if (route !== undefined) return route
    }
    return this.#throughVariable(node, segment, at, next, 'full')
  }

  greedy<Route>(node: Node<Route>, at: number): Route | undefined {
    if (at === this.#end) return undefined
    const next = this.#nextSlash(at)
    const segment = this.#path.slice(at + 1, next)
    const literal = node.literals?.get(this.#decoded(segment))
    const route =
      (literal === undefined ? undefined : this.greedy(literal, next)) ??
      this.#throughVariable(node, segment, at, next, 'greedy')
    if (route !== undefined) return route
    const own = at + 1 < this.#end || this.#isRoot(at) ? node.greedy?.for(this.#method) : undefined
    // With the trailing slash: the backend sees it.
    if (own !== undefined) this.values.push(this.#path.slice(at + 1))
    return own
  }

  #throughVariable<Route>(
    node: Node<Route>,
    segment: string,
    at: number,
    next: number,
    how: 'full' | 'greedy',
  ): Route | undefined {
    if (node.variable === undefined || (segment === '' && !this.#isRoot(at))) return undefined
    this.values.push(segment)
    const route = how === 'full' ? this.full(node.variable, next) : this.greedy(node.variable, next)
    if (route === undefined) this.values.pop()
    return route
  }

  #isRoot(at: number): boolean {
    return at === 0 && this.#path.length === 1
  }

  #nextSlash(at: number): number {
    const slash = this.#path.indexOf('/', at + 1)
    return slash === -1 || slash > this.#end ? this.#end : slash
  }

  /** Literals are compared with decoded text, and `%2F` does not split. */
  #decoded(segment: string): string {
    return this.#isEncoded && segment.includes('%') ? decodeURIComponent(segment) : segment
  }
}

/** Whether each `%` of a raw path begins an escape, and the escapes are UTF-8; else the request is E26. */
export function hasGoodEscapes(path: string): boolean {
  if (!path.includes('%')) return true
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
