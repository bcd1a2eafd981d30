import type * as Sdk from '@aws-sdk/client-apigatewayv2'
import { NotKnownYet, ResourceError } from '../framework/diagnostics.ts'
import type { AwsConfiguration } from './configuration.ts'
import type { Connection } from './connection.ts'
import { checkRegion, partitionOf } from './region.ts'
import { stopRetries } from './stop-retries.ts'
import type { TagPolicy } from './tags.ts'

/** The keys are of an account that the provider's block keeps out: nothing goes on, not even a plan. */
export class AccountNotAllowed extends ResourceError {}

/** API Gateway v2, as resources call it. The SDK is loaded for the first call: most starts of a provider make none. */
export class GatewayClient {
  /** default_tags and ignore_tags. */
  readonly tags: TagPolicy
  readonly #configuration: AwsConfiguration
  readonly #environment: NodeJS.ProcessEnv
  readonly #stop: AbortSignal
  readonly #apis = new Map<string, Promise<Sdk.GetApiCommandOutput>>()
  #connection: Promise<Connection> | undefined
  #permitted: Promise<Connection> | undefined
  #account: Promise<string> | undefined

  private constructor(configuration: AwsConfiguration, environment: NodeJS.ProcessEnv, stop: AbortSignal) {
    this.#configuration = configuration
    this.#environment = environment
    this.#stop = stop
    this.tags = configuration.tags
  }

  /**
   * Without a call. That no region is right is said here, once, and not once for each resource: files are read for it
   * where neither the block nor the environment has one. `stop` says that no call is to be tried once more.
   */
  static async open(
    configuration: AwsConfiguration,
    environment: NodeJS.ProcessEnv,
    stop: AbortSignal,
  ): Promise<GatewayClient> {
    const gateway = new GatewayClient(configuration, environment, stop)
    const { region, mayBeAnyRegion } = configuration
    if (region !== undefined) checkRegion(region, mayBeAnyRegion)
    else if (gateway.isKnown) await gateway.#connected()
    return gateway
  }

  /** False while planning with a provider whose own block has values that are known when applying only: no call is made. */
  get isKnown(): boolean {
    return this.#configuration.unknown.length === 0
  }

  /** Makes a call with the SDK's commands. */
  async call<T>(send: (client: Sdk.ApiGatewayV2Client, sdk: typeof Sdk) => Promise<T>): Promise<T> {
    this.#permitted ??= this.#permit()
    const { client, sdk, endpoint } = await this.#permitted
    try {
      return await send(client, sdk)
    } catch (error) {
      const { explained } = await import('./call-errors.ts')
      throw explained(error, 'API Gateway', endpoint)
    }
  }

  /** The protocol of an API, asked once per API and process: a plan of 200 integrations asks 200 times. */
  async protocolOf(apiId: string): Promise<string | undefined> {
    const known = this.#apis.get(apiId)
    const asked = known ?? this.call((client, sdk) => client.send(new sdk.GetApiCommand({ ApiId: apiId })))
    if (known === undefined) this.#apis.set(apiId, asked)
    return (await asked).ProtocolType
  }

  /** What ARNs name. */
  async region(): Promise<string> {
    return (await this.#connected()).region
  }

  async partition(): Promise<string> {
    return partitionOf(await this.region())
  }

  /** The account of the keys, asked once; empty with `skip_requesting_account_id`, as with hashicorp/aws. */
  async accountId(): Promise<string> {
    const connection = await this.#connected()
    return this.#configuration.isAccountAsked ? this.#accountOf(connection) : ''
  }

  async #connected(): Promise<Connection> {
    const { unknown } = this.#configuration
    if (unknown.length > 0) {
      const detail = `What the provider's block says of ${unknown.join(', ')} is known when it is applied. Until then nothing is asked, and what is there is not looked at.`
      throw new NotKnownYet('Provider configuration not known yet', detail)
    }
    this.#connection ??= this.#open()
    return this.#connection
  }

  async #open(): Promise<Connection> {
    const { openConnection } = await import('./connection.ts')
    const connection = await openConnection(this.#configuration, this.#environment)
    stopRetries(connection.client, this.#stop)
    return connection
  }

  /** A connection whose account may be used. */
  async #permit(): Promise<Connection> {
    const connection = await this.#connected()
    const { allowedAccounts, forbiddenAccounts } = this.#configuration
    if (allowedAccounts.length === 0 && forbiddenAccounts.length === 0) return connection
    // hashicorp/aws has no account to look at where it is told not to ask for it; a guard must not fall asleep.
    const account = await this.#accountOf(connection)
    const isAllowed = allowedAccounts.length === 0 || allowedAccounts.includes(account)
    if (isAllowed && !forbiddenAccounts.includes(account)) return connection
    const detail = 'The keys belong to an account that allowed_account_ids or forbidden_account_ids exclude.'
    throw new AccountNotAllowed(`AWS account ID not allowed: ${account}`, detail)
  }

  async #accountOf(connection: Connection): Promise<string> {
    this.#account ??= connection.askAccountId()
    try {
      return await this.#account
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const reason =
        error instanceof ResourceError ? `${error.summary}. ${error.message}` : `${error.name}: ${error.message}`
      const detail = `The account of the keys is needed for ARNs and for allowed_account_ids, and STS does not tell it.\n\n${reason}\n\nFor services without STS set skip_requesting_account_id = true, or endpoints { sts = "…" }.`
      throw new ResourceError('Retrieving AWS account details', detail)
    }
  }
}

/** What the API does not know (any more). */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotFoundException'
}
