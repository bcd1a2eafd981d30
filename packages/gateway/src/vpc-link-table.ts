import type { VpcLinks, VpcLinkTarget } from './data-plane/vpc-links.ts'
import type { VpcLinkDocument } from './store/documents.ts'
import { followRefs } from './store/follow-refs.ts'
import type { Store } from './store/store.ts'
import { decodeJson } from './store/tree.ts'

/**
 * Where VPC links lead: to the address that the configuration has for the link's id, or else for its name; without one,
 * a link that exists leads to the integration's URL itself (docs/differences.md). Follows the store, so that no call reads it.
 */
export class VpcLinkTable implements VpcLinks {
  readonly #configured: ReadonlyMap<string, VpcLinkTarget>
  readonly #links = new Map<string, VpcLinkTarget>()
  #unwatch: (() => void) | undefined

  private constructor(addresses: Readonly<Record<string, string>>) {
    this.#configured = new Map(Object.entries(addresses).map(([link, address]) => [link, { address }]))
  }

  /** Knows all links under `prefix` when it resolves. */
  static async open(
    store: Pick<Store, 'listRefs' | 'watchRefs'>,
    prefix: string,
    addresses: Readonly<Record<string, string>>,
  ): Promise<VpcLinkTable> {
    const table = new VpcLinkTable(addresses)
    table.#unwatch = await followRefs(store, prefix, (id, bytes) => table.#keep(id, bytes))
    return table
  }

  find(id: string): VpcLinkTarget | undefined {
    return this.#configured.get(id) ?? this.#links.get(id)
  }

  close(): void {
    this.#unwatch?.()
  }

  #keep(id: string, bytes: Uint8Array | undefined): void {
    if (bytes === undefined) {
      this.#links.delete(id)
      return
    }
    const { Name = '' } = decodeJson<VpcLinkDocument>(bytes)
    this.#links.set(id, this.#configured.get(Name) ?? DIRECT)
  }
}

const DIRECT: VpcLinkTarget = { address: undefined }
