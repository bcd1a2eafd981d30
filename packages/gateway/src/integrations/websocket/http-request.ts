import { isHopByHop } from '../../data-plane/hop-by-hop.ts'
import { parseUriTemplate, type UriToken } from '../../expression/uri-template.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import type { HeaderList } from '../../transport/http-message.ts'
import { headerBytes } from '../event-text.ts'
import type { EventSources } from './event-sources.ts'
import { methodOf } from './integration-method.ts'
import { RequestParameters } from './request-parameters.ts'
import type { WebSocketEvent } from './websocket-event.ts'
import type { WebSocketBinding } from './websocket-integration.ts'

/** Where an HTTP integration leads, bound to a stage. */
export interface HttpTarget {
  /** Scheme, host and port. */
  readonly origin: string
  readonly host: string
  readonly method: string
  /** Path and query as they are written, with `{name}` in them. */
  readonly path: string
}

const AUTHORITY = /^(https?:\/\/)([^/?#]*)(.*)$/is

/** The requests of an HTTP or HTTP_PROXY integration (spec/websocket-api.md sections 4.1 to 4.3). Throws DefinitionError. */
export class HttpRequests {
  readonly #tokens: readonly UriToken[]
  readonly #method: string
  readonly #isProxy: boolean
  readonly #parameters: RequestParameters

  constructor(document: IntegrationDocument, uri: string) {
    this.#tokens = parseUriTemplate(uri)
    this.#method = methodOf(document)
    this.#isProxy = document.IntegrationType === 'HTTP_PROXY'
    this.#parameters = new RequestParameters(document.RequestParameters)
  }

  /** Fills in a stage's variables. Answers what is wrong as a text. */
  bind({ stageVariables }: WebSocketBinding): HttpTarget | string {
    let text = ''
    for (const token of this.#tokens) {
      if (token.kind === 'text') text += token.text
      else if (token.kind === 'parameter') text += `{${token.name}}`
      else if (Object.hasOwn(stageVariables, token.name)) text += stageVariables[token.name] ?? ''
      else return `the stage variable ${token.name} is not defined`
    }
    const [, scheme = '', authority = '', path = ''] = AUTHORITY.exec(text) ?? []
    if (!URL.canParse(scheme + authority) || /[@{}\s]/.test(authority)) return 'its URI has no usable host'
    const { origin, host } = new URL(scheme + authority)
    // A fragment is nobody's but the client's (RFC 9110 section 7.1).
    const [sent = ''] = path.split('#', 1)
    return { origin, host, method: this.#method, path: sent.startsWith('/') ? sent : `/${sent}` }
  }

  make(target: HttpTarget, event: WebSocketEvent, sources: EventSources, payload: string | Uint8Array) {
    const hasBody = payload.length > 0 && target.method !== 'GET' && target.method !== 'HEAD'
    return {
      target: this.#targetOf(target, event, sources),
      headers: this.#headersOf(target, event, sources, hasBody),
      body: hasBody ? payload : undefined,
    }
  }

  #targetOf({ path }: HttpTarget, { type, connection }: WebSocketEvent, sources: EventSources): string {
    let text = path
    for (const [name, [value = '']] of this.#parameters.values('path', sources)) {
      text = text.replaceAll(`{${name}}`, () => value)
    }
    const query: string[] = []
    if (this.#isProxy && type === 'CONNECT' && connection.query !== '') query.push(connection.query)
    for (const [name, values] of this.#parameters.values('querystring', sources)) {
      for (const value of values) query.push(`${encodeURIComponent(name)}=${value}`)
    }
    if (query.length === 0) return text
    return `${text}${text.includes('?') ? '&' : '?'}${query.join('&')}`
  }

  /** Mapped headers take the place of those that came, and of the gateway's own. */
  #headersOf(target: HttpTarget, event: WebSocketEvent, sources: EventSources, hasBody: boolean): HeaderList {
    const { apiId } = event.connection
    const mapped = [...this.#parameters.values('header', sources)]
    const taken = new Set(mapped.map(([name]) => name.toLowerCase()))
    const lines: string[] = ['Host', target.host]
    const add = (name: string, value: string) => {
      if (!taken.has(name.toLowerCase())) lines.push(name, value)
    }
    const came = new Set<string>()
    if (this.#isProxy && event.type === 'CONNECT') {
      const { headers } = event.connection
      for (let i = 0; i < headers.length; i += 2) {
        const name = headers[i] as string
        const lower = name.toLowerCase()
        if (isHopByHop(name) || NOT_FORWARDED.has(lower)) continue
        came.add(lower)
        add(name, headers[i + 1] as string)
      }
    }
    if (hasBody && !came.has('content-type')) add('Content-Type', 'application/json')
    if (!came.has('accept')) add('Accept', 'application/json')
    if (!came.has('user-agent')) add('User-Agent', `AmazonAPIGateway_${apiId}`)
    lines.push('X-Amzn-Apigateway-Api-Id', apiId, 'X-Amzn-Trace-Id', event.traceId)
    for (const [name, values] of mapped) {
      if (name.toLowerCase() === 'host') lines[1] = headerBytes((values[0] ?? target.host).replace(CONTROLS, ' '))
      else for (const value of values) lines.push(name, headerBytes(value.replace(CONTROLS, ' ')))
    }
    return lines
  }
}

/** No header's value has them; clients choose what is in messages. */
const CONTROLS = /\p{Cc}/gu

const NOT_FORWARDED = new Set([
  'host',
  'content-length',
  'expect',
  'te',
  'via',
  'proxy-authenticate',
  'x-amzn-trace-id',
  'x-amzn-apigateway-api-id',
])
