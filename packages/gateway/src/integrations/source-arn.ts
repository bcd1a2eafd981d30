import { executeApiArn } from './execute-api-arn.ts'
import type { IntegrationBinding } from './integration.ts'

/**
 * What a function's resource policy may name (spec/http-api.md section 5.6):
 * `arn:aws:execute-api:{region}:{account}:{apiId}/{stage}/{METHOD}/{route path}`; of the `$default` route
 * `…:{apiId}/{stage}/$default`. A route with ANY has the method of the call.
 */
export class SourceArn {
  readonly #head: string
  /** Undefined: `head` is all of it. */
  readonly #path: string | undefined
  /** One text per method, so that what is known of it is found by the same string. */
  readonly #known = new Map<string, string>()

  constructor({ owner, apiId, stageName, routeKey, isDefaultRoute }: IntegrationBinding) {
    const stage = executeApiArn(owner, apiId, `${stageName}/`)
    this.#head = isDefaultRoute ? `${stage}$default` : stage
    this.#path = isDefaultRoute ? undefined : routeKey.slice(routeKey.indexOf(' ') + 1)
  }

  /** `method` is one that the listener takes, so there are few. */
  of(method: string): string {
    if (this.#path === undefined) return this.#head
    const known = this.#known.get(method)
    if (known !== undefined) return known
    const arn = this.#head + method + this.#path
    this.#known.set(method, arn)
    return arn
  }
}
