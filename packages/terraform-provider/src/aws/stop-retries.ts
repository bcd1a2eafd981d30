import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2'

type Strategy = Awaited<ReturnType<ApiGatewayV2Client['config']['retryStrategy']>>

/** What of any client of the SDK is of use here. */
interface RetryingClient {
  readonly config: { retryStrategy: () => Promise<Strategy> }
}

/**
 * Once the signal is aborted, a client of the SDK starts no further attempt, and a wait for one ends at once with the
 * error of the last. A call in flight goes on: what it makes belongs in the state.
 */
export function stopRetries(client: RetryingClient, signal: AbortSignal): void {
  const { config } = client
  const own = config.retryStrategy
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('stopped'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  // It is there for whoever waits for a further attempt.
  stopped.catch(() => undefined)
  config.retryStrategy = async () => {
    const strategy = await own()
    if (!('refreshRetryTokenForRetry' in strategy)) return strategy
    return {
      acquireInitialRetryToken: (scope) => strategy.acquireInitialRetryToken(scope),
      // The SDK's strategies wait here.
      refreshRetryTokenForRetry: (token, error) =>
        Promise.race([stopped, strategy.refreshRetryTokenForRetry(token, error)]),
      recordSuccess: (token) => strategy.recordSuccess(token),
    }
  }
}
