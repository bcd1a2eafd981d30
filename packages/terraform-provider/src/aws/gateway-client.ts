import type * as Sdk from '@aws-sdk/client-apigatewayv2'
import type { AwsConfiguration } from './configuration.ts'
import { stopRetries } from './stop-retries.ts'

/** API Gateway v2, as resources call it. The SDK is loaded for the first call: most starts of a provider make none. */
export class GatewayClient {
  readonly #configuration: AwsConfiguration
  readonly #stop: AbortSignal
  readonly #apis = new Map<string, Promise<Sdk.GetApiCommandOutput>>()
  #client: Promise<{ readonly sdk: typeof Sdk; readonly client: Sdk.ApiGatewayV2Client }> | undefined

  /** @param stop says that no call is to be tried once more. */
  constructor(configuration: AwsConfiguration, stop: AbortSignal) {
    this.#configuration = configuration
    this.#stop = stop
  }

  /** Makes a call with the SDK's commands. */
  async call<T>(send: (client: Sdk.ApiGatewayV2Client, sdk: typeof Sdk) => Promise<T>): Promise<T> {
    this.#client ??= this.#open()
    const { client, sdk } = await this.#client
    return send(client, sdk)
  }

  /** The protocol of an API, asked once per API and process: a plan of 200 integrations asks 200 times. */
  async protocolOf(apiId: string): Promise<string | undefined> {
    const known = this.#apis.get(apiId)
    const asked = known ?? this.call((client, sdk) => client.send(new sdk.GetApiCommand({ ApiId: apiId })))
    if (known === undefined) this.#apis.set(apiId, asked)
    return (await asked).ProtocolType
  }

  async #open() {
    const sdk = await import('@aws-sdk/client-apigatewayv2')
    const { region, profile, keys, endpoint, maxAttempts } = this.#configuration
    const client = new sdk.ApiGatewayV2Client({
      maxAttempts,
      ...(region !== undefined && { region }),
      ...(profile !== undefined && { profile }),
      ...(keys !== undefined && { credentials: keys }),
      ...(endpoint !== undefined && { endpoint }),
    })
    stopRetries(client, this.#stop)
    return { sdk, client }
  }
}

/** What the API does not know (any more). */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotFoundException'
}
