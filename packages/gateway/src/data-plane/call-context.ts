import type { HttpRequest } from '../transport/http-message.ts'
import { headerOf } from '../transport/http-message.ts'
import { newRequestId } from './request-id.ts'

/**
 * One call of an API: its id, its request, and what the steps of the pipeline have found out so far. The source of
 * `$context`: values that a call may never ask for are worked out when it does.
 */
export class CallContext {
  readonly requestId = newRequestId()
  readonly apiId: string
  readonly request: HttpRequest
  /** `$context.stage`, once a stage was selected. */
  stage: string | undefined = undefined
  /** `$context.routeKey`, once a route matched. */
  routeKey: string | undefined = undefined

  constructor(apiId: string, request: HttpRequest) {
    this.apiId = apiId
    this.request = request
  }

  /** `$context.domainName`: the Host that the client used, port included; empty where it sent none. */
  get domainName(): string {
    return headerOf(this.request.headers, 'host') ?? ''
  }
}
