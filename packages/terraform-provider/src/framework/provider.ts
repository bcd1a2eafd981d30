import type { ValueRecord } from '../conversion/value.ts'
import type { DataSource } from './data-source.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { Resource } from './resource.ts'
import type { Schema } from './schema.ts'

/** A provider: its own configuration, and its resources. */
export interface Provider<Client> {
  /** The address that users write, such as `hashicorp/aws`; a debugger's reattach names it. */
  readonly address: string
  readonly schema: Schema
  readonly resources: readonly Resource<Client>[]
  readonly dataSources: readonly DataSource<Client>[]
  /** What is wrong with its own configuration by itself, without any call. Unknown values are not to be guessed. */
  readonly check?: (config: ValueRecord) => Iterable<Diagnostic>
  /**
   * Without any call: it runs for each plan, and values may be unknown. `stop` is aborted where the user interrupts
   * Terraform: calls in flight are to end by themselves, waits and further attempts at once.
   */
  readonly configure: (config: ValueRecord, stop: AbortSignal) => Client | Promise<Client>
}
