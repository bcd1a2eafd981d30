import type { ValueRecord } from '../conversion/value.ts'
import type { Resource } from './resource.ts'
import type { Schema } from './schema.ts'

/** A provider: its own configuration, and its resources. */
export interface Provider<Client> {
  /** The address that users write, such as `hashicorp/aws`; a debugger's reattach names it. */
  readonly address: string
  readonly schema: Schema
  readonly resources: readonly Resource<Client>[]
  /**
   * Without any call: it runs for each plan, and values may be unknown. `stop` is aborted where the user interrupts
   * Terraform: calls in flight are to end by themselves, waits and further attempts at once.
   */
  readonly configure: (config: ValueRecord, stop: AbortSignal) => Client
}
