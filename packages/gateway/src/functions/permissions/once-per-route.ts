/** Routes that are remembered; when there are more, some are told of again. */
const MOST_ROUTES = 10_000

/** Tells a function and a route apart from those that were told of before, so that a warning is logged once for each. */
export class OncePerRoute {
  readonly #told = new Set<string>()
  /** Function → sources that came before: asked on every call, so that no text is made for the answer. */
  readonly #seen = new Map<string, Set<string>>()

  /** Whether this is the first time. The method of a call does not make a route another. */
  isFirst(functionArn: string, sourceArn: string): boolean {
    const sources = this.#seen.get(functionArn)
    if (sources?.has(sourceArn) === true) return false
    if (this.#told.size >= MOST_ROUTES) {
      this.#told.clear()
      this.#seen.clear()
    }
    if (sources === undefined || sources.size >= MOST_ROUTES) this.#seen.set(functionArn, new Set([sourceArn]))
    else sources.add(sourceArn)
    const route = `${functionArn} ${withoutMethod(sourceArn)}`
    const isNew = !this.#told.has(route)
    this.#told.add(route)
    return isNew
  }
}

/** `…/{stage}/{METHOD}/{path}` with a `*` for the method, as a policy for a route with ANY has it. */
function withoutMethod(sourceArn: string): string {
  const [api = '', stage = '', ...rest] = sourceArn.split('/')
  return rest.length < 2 ? sourceArn : [api, stage, '*', ...rest.slice(1)].join('/')
}
