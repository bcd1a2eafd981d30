import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { AssumedCredentials } from './assumed-roles.ts'
import { boundedCollector } from './bounded-collector.ts'

/** Clients that are kept. A definition names region and role, so their number is not ours. */
const CAPACITY = 100
/** Lambda answers 6 MB at most, and somewhat more where bytes of it are escaped. */
const ANSWER_BYTES = 8_388_608
/**
 * Milliseconds for which an unused connection is kept: less than servers do, as a call that is sent while they close
 * one is lost, and must not be sent again.
 */
const IDLE = 4000

interface Client {
  readonly client: LambdaClient
  readonly credentials: AssumedCredentials | undefined
}

/** The SDK's clients of one Lambda endpoint, one for each region and role: a client signs for one of each. */
export class RemoteClients {
  readonly #endpoint: string
  readonly #connections: number
  /** The least recently used first. */
  readonly #clients = new Map<string, Client>()
  /** All share its connections. */
  #first: LambdaClient | undefined

  constructor(endpoint: string, connections: number) {
    this.#endpoint = endpoint
    this.#connections = connections
  }

  /** Without credentials it is the SDK's standard chain that finds some. */
  async clientOf(region: string, roleArn: string, credentials: AssumedCredentials | undefined): Promise<LambdaClient> {
    // Loaded at the first use: most gateways have all their functions here.
    const sdk = await import('@aws-sdk/client-lambda')
    const key = `${region} ${roleArn}`
    const there = this.#clients.get(key)
    this.#clients.delete(key)
    const known = there !== undefined && there.credentials === credentials ? there : undefined
    const client = known?.client ?? this.#create(sdk.LambdaClient, region, credentials)
    this.#clients.set(key, { client, credentials })
    for (const oldest of this.#clients.keys()) {
      if (this.#clients.size <= CAPACITY) break
      this.#clients.delete(oldest)
    }
    return client
  }

  close(): void {
    this.#first?.destroy()
    this.#clients.clear()
  }

  #create(Client: typeof LambdaClient, region: string, credentials: AssumedCredentials | undefined): LambdaClient {
    const agent = { maxSockets: this.#connections, timeout: IDLE }
    const client = new Client({
      endpoint: this.#endpoint,
      region,
      ...(credentials === undefined ? {} : { credentials }),
      // A function may not bear to run twice, and API Gateway does not try again.
      maxAttempts: 1,
      requestHandler: this.#first?.config.requestHandler ?? {
        connectionTimeout: 5000,
        httpAgent: agent,
        httpsAgent: agent,
      },
      streamCollector: boundedCollector(ANSWER_BYTES),
    })
    this.#first ??= client
    return client
  }
}
