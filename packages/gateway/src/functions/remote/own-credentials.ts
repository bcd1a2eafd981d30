import type { LambdaClient } from '@aws-sdk/client-lambda'

type Provider = LambdaClient['config']['credentials']

/** The process's own credentials, by the SDKs' standard chain, which keeps them until they expire. */
export class OwnCredentials {
  readonly #region: string
  #provider: Provider | undefined

  constructor(region: string) {
    this.#region = region
  }

  async get(): ReturnType<Provider> {
    // Loaded at the first use; a client of any service has the chain.
    const { LambdaClient } = await import('@aws-sdk/client-lambda')
    this.#provider ??= new LambdaClient({ region: this.#region }).config.credentials
    return this.#provider()
  }
}
