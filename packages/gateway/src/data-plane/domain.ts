import type { ApiMappingDocument, DomainNameDocument } from '../store/documents.ts'
import type { DomainPlacement } from './placement.ts'

const SLASH = 47

/** AWS's own on every domain (spec/websocket-api.md section 1.2); for HTTP APIs that is not documented. */
const HEALTH = new Set(['/ping', '/sping'])

/** One custom domain name, ready to place calls by its mappings. */
export class Domain {
  readonly #isWebSocket: boolean
  readonly #isHttp: boolean
  readonly #mappings: ReadonlyMap<string, ApiMappingDocument>
  /** Segments of the key that has most of them. */
  readonly #deepest: number

  constructor({ ApiMappings, RoutingMode }: DomainNameDocument) {
    // Rules lead to REST APIs alone, which are not here: where mappings are not asked, nothing is found.
    const mappings = RoutingMode === 'ROUTING_RULE_ONLY' ? [] : ApiMappings
    this.#isHttp = ApiMappings.some(({ ProtocolType }) => ProtocolType === 'HTTP')
    this.#isWebSocket = !this.#isHttp
    this.#mappings = new Map(mappings.map((mapping) => [mapping.ApiMappingKey, mapping]))
    this.#deepest = Math.max(0, ...mappings.map(({ ApiMappingKey: key }) => (key === '' ? 0 : key.split('/').length)))
  }

  place(target: string): DomainPlacement {
    const mark = target.indexOf('?')
    const pathEnd = mark === -1 ? target.length : mark
    if (this.#isWebSocket && HEALTH.has(target.slice(0, pathEnd))) return { kind: 'health' }
    let mapping = this.#mappings.get('')
    let keyEnd = 0
    // The longest key that the path begins with, by whole segments. Raw: nothing that may stand in a key needs escaping.
    let end = 0
    for (let depth = 0; depth < this.#deepest && target.charCodeAt(end) === SLASH && end < pathEnd; depth++) {
      const slash = target.indexOf('/', end + 1)
      end = slash === -1 || slash > pathEnd ? pathEnd : slash
      const longer = end === 1 ? undefined : this.#mappings.get(target.slice(1, end))
      if (longer === undefined) continue
      mapping = longer
      keyEnd = end
    }
    if (mapping === undefined) return { kind: 'unmapped', status: this.#isHttp ? 404 : 403 }
    const { ApiId, ApiMappingKey, Stage } = mapping
    return {
      kind: 'execute-api',
      apiId: ApiId,
      target: restOf(target, keyEnd),
      stage: Stage,
      mappingKey: ApiMappingKey,
    }
  }
}

/** What follows a key, with a leading `/`. */
function restOf(target: string, keyEnd: number): string {
  if (keyEnd === 0) return target
  const rest = target.slice(keyEnd)
  return rest.charCodeAt(0) === SLASH ? rest : `/${rest}`
}
