import { uriEncoded } from '../../aws-protocol/uri-encoding.ts'
import { isHopByHop } from '../../data-plane/hop-by-hop.ts'
import { DefinitionError } from '../../expression/definition-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { decodedPath, decodedQuery, headerBytes } from '../event-text.ts'
import { type AwsQuery, askForAction } from './aws-service-action.ts'
import type { AwsServiceTarget } from './aws-service-uri.ts'
import type { EventSources } from './event-sources.ts'
import { methodOf } from './integration-method.ts'
import { RequestParameters } from './request-parameters.ts'

/** A request, before it is signed. */
export interface AwsRequestParts {
  readonly method: string
  readonly path: string
  readonly query: AwsQuery
  /** By their names in lower case: `content-type`, and all that begin with `x-amz-`. */
  readonly signedHeaders: Readonly<Record<string, string>>
  /** Those of other names that parameters are mapped to. */
  readonly otherHeaders: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

const HEADER = /^integration\.request\.header\.(.+)$/
/** Of the signature, besides those that no integration may map (spec/websocket-api.md section 4.1). */
const ILLEGAL = /^(?:authorization|expect|host|x-amz-(?:date|security-token|content-sha256))$/i
/** No header's value has control characters; clients choose what is in messages. */
const CONTROLS = /[^\t -~\u0080-\uffff]/g

/** The requests of an AWS integration with a service (spec/websocket-api.md sections 4.1 to 4.3). */
export class AwsServiceRequests {
  readonly #method: string
  readonly #parameters: RequestParameters

  /** Throws DefinitionError. */
  constructor(document: IntegrationDocument) {
    const { RequestParameters: parameters } = document
    this.#method = methodOf(document)
    this.#parameters = new RequestParameters(parameters)
    for (const key of Object.keys(parameters ?? {})) {
      const name = HEADER.exec(key)?.[1]
      if (name !== undefined && (ILLEGAL.test(name) || isHopByHop(name))) {
        throw new DefinitionError(`the header ${name} cannot be mapped`)
      }
    }
  }

  /** A text says what is wrong with what was mapped. */
  make(target: AwsServiceTarget, sources: EventSources, payload: string | Uint8Array): AwsRequestParts | string {
    const fill = this.#filler(sources)
    const path = canonicalPath(fill(target.path))
    if (path === undefined) return 'a mapped parameter would lead out of its place in the path'
    const own = target.query.filter((pair) => pair !== '').map((pair) => decodedPair(fill(pair)))
    const hasBody = this.#method !== 'GET' && this.#method !== 'HEAD'
    const mapped = { query: this.#mappedQuery(sources), headers: this.#mappedHeaders(sources) }
    const given = { own, mapped: mapped.query, payload, hasBody, contentType: mapped.headers.get('content-type') }
    const asked = askForAction(target, given)
    const headers = new Map([...Object.entries(asked.headers), ...mapped.headers])
    const body = hasBody && asked.body.length > 0 ? asked.body : undefined
    // Which a message does not have (section 4.1).
    if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
    const isSigned = ([name]: readonly [string, string]) => name === 'content-type' || name.startsWith('x-amz-')
    return {
      method: this.#method,
      path,
      query: asked.query,
      signedHeaders: Object.fromEntries([...headers].filter(isSigned)),
      otherHeaders: Object.fromEntries([...headers].filter((header) => !isSigned(header))),
      body,
    }
  }

  /** Puts values, which are encoded, in the place of `{name}`; in one pass, so that no value is a template. */
  #filler(sources: EventSources): (text: string) => string {
    const values = new Map<string, string>()
    for (const [name, [value = '']] of this.#parameters.values('path', sources)) values.set(name, value)
    return (text) => text.replace(/\{([^{}]+)\}/g, (placeholder, name: string) => values.get(name) ?? placeholder)
  }

  #mappedQuery(sources: EventSources): AwsQuery {
    const pairs = [...this.#parameters.values('querystring', sources)]
    return pairs.flatMap(([name, values]) => values.map((value) => [name, decodedQuery(headerBytes(value))] as const))
  }

  /** One line for each name. */
  #mappedHeaders(sources: EventSources): Map<string, string> {
    const lines = new Map<string, string>()
    for (const [name, values] of this.#parameters.values('header', sources)) {
      lines.set(name.toLowerCase(), values.join(',').toWellFormed().replace(CONTROLS, ' '))
    }
    return lines
  }
}

/** In the one encoding that all services sign alike. Undefined: it would lead elsewhere than it says. */
function canonicalPath(path: string): string | undefined {
  const segments = path.split('/').map((segment) => decodedPath(headerBytes(segment)))
  if (segments.some((segment) => segment === '.' || segment === '..')) return undefined
  return segments.map(uriEncoded).join('/')
}

function decodedPair(pair: string): readonly [string, string] {
  const bytes = headerBytes(pair)
  const equals = bytes.indexOf('=')
  if (equals === -1) return [decodedQuery(bytes), '']
  return [decodedQuery(bytes.slice(0, equals)), decodedQuery(bytes.slice(equals + 1))]
}
