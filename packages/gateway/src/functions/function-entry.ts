import type { AliasDocument, FunctionDocument, PolicyStatement, VersionDocument } from '../store/function-document.ts'
import type { RunnableFunction } from './function-runtime.ts'

/** How many invocations of a function run. One for all its versions, and for all its changes. */
export interface FunctionLoad {
  running: number
}

/** Where the calls of a qualifier go. Good until the entry is no longer current. */
export interface FunctionRoute {
  readonly entry: FunctionEntry
  /** The version for one call: a routing alias draws. */
  pick(): RunnableFunction
}

/** A function as it stands: its document, indexed, and what runs of it. A change makes a new entry. */
export class FunctionEntry {
  readonly document: FunctionDocument
  /** Unqualified. */
  readonly arn: string
  readonly load: FunctionLoad
  /** Whether this is still what the function is. */
  isCurrent = true
  /** By version. */
  readonly versions: ReadonlyMap<string, VersionDocument>
  readonly aliases: ReadonlyMap<string, AliasDocument>
  /** By version. */
  readonly runnables: ReadonlyMap<string, RunnableFunction>
  readonly #policies: ReadonlyMap<string, readonly PolicyStatement[]>
  readonly #routes = new Map<string, FunctionRoute>()
  readonly #random: () => number

  /** `random` answers numbers from 0 to 1, 1 left out. */
  constructor(
    document: FunctionDocument,
    arn: string,
    load: FunctionLoad,
    runnableOf: (version: VersionDocument) => RunnableFunction,
    random: () => number,
  ) {
    const versions = [document.Latest, ...document.Versions]
    this.document = document
    this.arn = arn
    this.load = load
    this.versions = new Map(versions.map((version) => [version.Version, version]))
    this.aliases = new Map(document.Aliases.map((alias) => [alias.Name, alias]))
    this.runnables = new Map(versions.map((version) => [version.Version, runnableOf(version)]))
    this.#policies = new Map(document.Policies.map(({ Qualifier, Statements }) => [Qualifier, Statements]))
    this.#random = random
  }

  /** The statements of the resource policy that holds for calls with that qualifier. */
  policyOf(qualifier: string | undefined): readonly PolicyStatement[] {
    return this.#policies.get(qualifier ?? '$LATEST') ?? []
  }

  /** The version that a qualifier means: itself, an alias' main one, or `$LATEST`. */
  versionOf(qualifier: string | undefined): VersionDocument | undefined {
    const alias = qualifier === undefined ? undefined : this.aliases.get(qualifier)
    return this.versions.get(alias?.FunctionVersion ?? qualifier ?? '$LATEST')
  }

  /** Undefined where the function has no such version or alias. */
  routeOf(qualifier: string | undefined): FunctionRoute | undefined {
    const key = qualifier ?? '$LATEST'
    const known = this.#routes.get(key)
    if (known !== undefined) return known
    const route = this.#makeRoute(key)
    // Names that lead nowhere are not kept: callers can make up any number of them.
    if (route !== undefined) this.#routes.set(key, route)
    return route
  }

  #makeRoute(qualifier: string): FunctionRoute | undefined {
    const alias = this.aliases.get(qualifier)
    const main = this.runnables.get(alias?.FunctionVersion ?? qualifier)
    if (main === undefined) return undefined
    const others = Object.entries(alias?.Weights ?? {}).flatMap(([version, weight]) => {
      const runnable = this.runnables.get(version)
      return runnable === undefined || weight === 0 ? [] : [{ runnable, weight }]
    })
    const random = this.#random
    if (others.length === 0) return { entry: this, pick: () => main }
    return {
      entry: this,
      pick() {
        let drawn = random()
        for (const { runnable, weight } of others) {
          if (drawn < weight) return runnable
          drawn -= weight
        }
        return main
      },
    }
  }
}
