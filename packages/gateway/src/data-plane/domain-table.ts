import { type DomainNameDocument, domainNamePrefix } from '../store/documents.ts'
import { followRefs } from '../store/follow-refs.ts'
import type { Store } from '../store/store.ts'
import { decodeJson } from '../store/tree.ts'
import { Domain } from './domain.ts'
import type { DomainNames, DomainPlacement } from './placement.ts'

export interface DomainTableOptions {
  readonly region: string
  /** Host names that lead to the control plane whatever was created, in lower case: a wildcard could have them, too. */
  readonly ownNames: ReadonlySet<string>
}

/**
 * All custom domain names of a region, in memory. It follows the store, whose watch is told before the writer is
 * answered, so that whoever made a mapping can call it.
 */
export class DomainTable implements DomainNames {
  readonly #ownNames: ReadonlySet<string>
  readonly #domains = new Map<string, Domain>()
  #unwatch: () => void = () => undefined

  private constructor(ownNames: ReadonlySet<string>) {
    this.#ownNames = ownNames
  }

  static async open(store: Pick<Store, 'listRefs' | 'watchRefs'>, options: DomainTableOptions): Promise<DomainTable> {
    const table = new DomainTable(options.ownNames)
    table.#unwatch = await followRefs(store, domainNamePrefix(options.region), (name, bytes) => {
      if (bytes === undefined) table.#domains.delete(name)
      else table.#domains.set(name, new Domain(decodeJson<DomainNameDocument>(bytes)))
    })
    return table
  }

  place(host: string, target: string): DomainPlacement | undefined {
    return this.#domains.size === 0 ? undefined : this.#find(nameOf(host))?.place(target)
  }

  /** Whether a host name, in lower case and without a port, is a custom domain name or below a wildcard one. */
  has(name: string): boolean {
    return this.#find(name) !== undefined
  }

  /** Hears of no further change. */
  close(): void {
    this.#unwatch()
  }

  /** The exact name, or else the wildcard for its leftmost label (spec/http-api.md section 1.1). */
  #find(name: string): Domain | undefined {
    const exact = this.#domains.get(name)
    const dot = name.indexOf('.')
    const found = exact ?? (dot < 1 ? undefined : this.#domains.get(`*${name.slice(dot)}`))
    return found === undefined || this.#ownNames.has(name) ? undefined : found
  }
}

/** A Host header's name: without its port and a final dot, in lower case (RFC 9110 section 4.2.3). */
function nameOf(host: string): string {
  const colon = host.indexOf(':')
  const end = colon === -1 ? host.length : colon
  return host.slice(0, host.endsWith('.', end) ? end - 1 : end).toLowerCase()
}
