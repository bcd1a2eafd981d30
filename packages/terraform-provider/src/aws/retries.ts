import type { ApiGatewayV2ClientConfig } from '@aws-sdk/client-apigatewayv2'
import { DefaultRateLimiter } from '@smithy/core/retry'

type Strategy = Extract<NonNullable<ApiGatewayV2ClientConfig['retryStrategy']>, { refreshRetryTokenForRetry: unknown }>
type Token = Awaited<ReturnType<Strategy['acquireInitialRetryToken']>>
type Failure = Parameters<Strategy['refreshRetryTokenForRetry']>[1]

/** Milliseconds: what is waited doubles from the first to the second with each attempt, by chance less. */
const FIRST = { THROTTLING: 1000, TRANSIENT: 100 }
const LONGEST = 20_000

/** Nobody listens, or there is no such host: what will not be otherwise in a minute. hashicorp/aws tries 9 times. */
const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'])
const UNREACHABLE_ATTEMPTS = 4

interface RetryOptions {
  readonly attempts: number
  readonly mode: string
  /** Retries that all calls together have left; each costs 5, success gives back. 0: no such limit. */
  readonly tokens: number
  readonly random: () => number
}

/**
 * The SDK's standard strategy gives up after some hundred retries of all calls together, which a plan of 200 resources
 * under API Gateway's throttle needs. hashicorp/aws sets no such limit unless asked to; nor is one set here.
 */
export class Retries implements Strategy {
  readonly mode: string
  readonly #options: RetryOptions
  readonly #limiter: DefaultRateLimiter | undefined
  #left: number

  constructor(options: RetryOptions) {
    this.#options = options
    this.mode = options.mode
    this.#limiter = options.mode === 'adaptive' ? new DefaultRateLimiter() : undefined
    this.#left = options.tokens
  }

  async acquireInitialRetryToken(): Promise<Token> {
    await this.#limiter?.getSendToken()
    return new Attempt(0, 0, 0)
  }

  async refreshRetryTokenForRetry(token: Token, failure: Failure): Promise<Token> {
    this.#limiter?.updateClientSendingRate(failure)
    const count = token.getRetryCount() + 1
    const { errorType } = failure
    if ((errorType !== 'THROTTLING' && errorType !== 'TRANSIENT') || count >= this.#attempts(failure)) refuse()
    const cost = this.#options.tokens > 0 ? RETRY_COST : 0
    if (cost > this.#left) refuse()
    this.#left -= cost
    await this.#limiter?.getSendToken()
    const longest = Math.min(FIRST[errorType] * 2 ** (count - 1), LONGEST)
    return new Attempt(count, Math.max(Math.floor(this.#options.random() * longest), hintOf(failure)), cost)
  }

  recordSuccess(token: Token): void {
    this.#limiter?.updateClientSendingRate({})
    const back = token instanceof Attempt && token.cost > 0 ? token.cost : 1
    this.#left = Math.min(this.#options.tokens, this.#left + back)
  }

  #attempts({ error }: Failure): number {
    const code = (error as { readonly code?: unknown } | undefined)?.code
    const isUnreachable = typeof code === 'string' && UNREACHABLE.has(code)
    return isUnreachable ? Math.min(UNREACHABLE_ATTEMPTS, this.#options.attempts) : this.#options.attempts
  }
}

const RETRY_COST = 5

/** The SDK asks for an exception, and shows the call's own error instead. */
function refuse(): never {
  throw new Error('no retry')
}

/** What the server asks to wait, within bounds. */
function hintOf({ retryAfterHint }: Failure): number {
  if (retryAfterHint === undefined) return 0
  const delay = retryAfterHint.getTime() - Date.now()
  return Number.isNaN(delay) ? 0 : Math.min(delay, LONGEST)
}

class Attempt implements Token {
  readonly cost: number
  readonly #count: number
  readonly #delay: number

  constructor(count: number, delay: number, cost: number) {
    this.#count = count
    this.#delay = delay
    this.cost = cost
  }

  getRetryCount(): number {
    return this.#count
  }

  getRetryDelay(): number {
    return this.#delay
  }
}
