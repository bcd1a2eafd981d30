import type { HttpRequest } from '../transport/http-message.ts'
import { headerOf } from '../transport/http-message.ts'
import { type ExecuteApiPlacement, isPathForm } from './placement.ts'
import { newRequestId } from './request-id.ts'

/**
 * One call of an API: its id, its request, and what the steps of the pipeline have found out so far. The source of
 * `$context`: values that a call may never ask for are worked out when it does.
 */
export class CallContext {
  readonly requestId = newRequestId()
  /** `$context.requestTimeEpoch`: when the call came in, in milliseconds since 1970. */
  readonly timeEpoch = Date.now()
  readonly apiId: string
  readonly request: HttpRequest
  readonly #isPathForm: boolean
  /** The key of the custom domain name's mapping, possibly empty; undefined for a call to no custom domain name. */
  readonly mappingKey: string | undefined
  /** `$context.stage`, once a stage was selected. */
  stage: string | undefined = undefined
  /** `$context.routeKey`, once a route matched. */
  routeKey: string | undefined = undefined

  /** The context of a call that was placed. */
  static of(placement: ExecuteApiPlacement, request: HttpRequest): CallContext {
    return new CallContext(placement.apiId, request, isPathForm(placement), placement.mappingKey)
  }

  /** `isPathForm`: the call came as `/_aws/execute-api/{apiId}/{stage}/…`, so that its Host does not name the API. */
  constructor(apiId: string, request: HttpRequest, isPathForm = false, mappingKey?: string) {
    this.apiId = apiId
    this.request = request
    this.#isPathForm = isPathForm
    this.mappingKey = mappingKey
  }

  /**
   * Host and port by which the API was called: what the client sent. For a call in the path form, and one without a
   * Host, what it would have sent in the host form, so that a backend cannot tell the two apart.
   */
  get host(): string {
    const host = headerOf(this.request.headers, 'host') ?? ''
    if (host !== '' && !this.#isPathForm) return host
    const name = host.replace(PORT, '')
    // Addresses have no names below them; `*.localhost` leads to this machine everywhere.
    const parent = name === '' || ADDRESS.test(name) ? `localhost${PORT.exec(host)?.[0] ?? ''}` : host
    return `${this.apiId}.execute-api.${parent}`
  }

  /** `$context.domainName`: the host without a port, which AWS's never has. */
  get domainName(): string {
    return this.host.replace(PORT, '')
  }
}

const PORT = /:\d*$/
const ADDRESS = /^(?:\[.*\]|[\d.]+)$/
