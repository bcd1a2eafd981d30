import { badRequest } from '../aws-protocol/service-error.ts'
import type { ApiDraft } from '../store/api-draft.ts'
import type { Kinds } from '../store/documents.ts'
import { changeApi } from './change-api.ts'
import { childKey, childrenOf } from './child-key.ts'
import type { ControlPlane } from './control-plane.ts'
import { draftId } from './ids.ts'
import { draftResource, readApi, readResource } from './lookup.ts'
import { type Page, type PageRequest, page } from './paging.ts'

type ChildKind = 'integrationresponses' | 'routeresponses'

interface About<Kind extends ChildKind> {
  readonly kind: Kind
  readonly parentKind: 'integrations' | 'routes'
  /** What they are called in the refusal of APIs that cannot have them. */
  readonly noun: string
  /** Throws where a child, as it would be stored, is none that AWS accepts. */
  readonly check: (draft: ApiDraft, parentId: string, child: Kinds[Kind]) => void
}

/** Integration responses or route responses: children of an integration or a route, which only WebSocket APIs have. */
export class ChildResources<Kind extends ChildKind> {
  readonly #plane: ControlPlane
  readonly #about: About<Kind>

  constructor(plane: ControlPlane, about: About<Kind>) {
    this.#plane = plane
    this.#about = about
  }

  /** `make` gets the new child's id. */
  create(apiId: string, parentId: string, make: (id: string) => Kinds[Kind]): Promise<Kinds[Kind]> {
    return this.#change(apiId, parentId, (draft) => {
      const id = draftId(draft, this.#about.kind, parentId)
      return this.#put(draft, parentId, id, make(id))
    })
  }

  /** `change` gets the child as it is. */
  update(apiId: string, parentId: string, id: string, change: (old: Kinds[Kind]) => Kinds[Kind]): Promise<Kinds[Kind]> {
    return this.#change(apiId, parentId, (draft) =>
      this.#put(draft, parentId, id, change(draftResource(draft, this.#about.kind, id, parentId))),
    )
  }

  remove(apiId: string, parentId: string, id: string): Promise<void> {
    return this.#change(apiId, parentId, (draft) => {
      draftResource(draft, this.#about.kind, id, parentId)
      draft.remove(this.#about.kind, childKey(id, parentId))
    })
  }

  async read(apiId: string, parentId: string, id: string): Promise<Kinds[Kind]> {
    const api = await readApi(this.#plane, apiId)
    readResource(api, this.#about.parentKind, parentId)
    return readResource(api, this.#about.kind, id, parentId)
  }

  async list(apiId: string, parentId: string, request: PageRequest): Promise<Page<Kinds[Kind]>> {
    const api = await readApi(this.#plane, apiId)
    readResource(api, this.#about.parentKind, parentId)
    const children = (api as { readonly [K in ChildKind]: ReadonlyMap<string, Kinds[K]> })[this.#about.kind]
    return page(childrenOf(children, parentId), request)
  }

  #change<T>(apiId: string, parentId: string, work: (draft: ApiDraft) => T): Promise<T> {
    return changeApi(this.#plane, apiId, (draft) => {
      draftResource(draft, this.#about.parentKind, parentId)
      if (draft.api.ProtocolType !== 'WEBSOCKET') {
        throw badRequest(`${this.#about.noun} are only supported for WEBSOCKET APIs`)
      }
      return work(draft)
    })
  }

  #put(draft: ApiDraft, parentId: string, id: string, child: Kinds[Kind]): Kinds[Kind] {
    this.#about.check(draft, parentId, child)
    draft.put(this.#about.kind, childKey(id, parentId), child)
    return child
  }
}
