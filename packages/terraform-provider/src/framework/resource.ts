import type { CtyType } from '../conversion/cty-type.ts'
import type { ValueRecord } from '../conversion/value.ts'
import type { Diagnostic } from './diagnostics.ts'
import { type Config, type Schema, type State, typeOf } from './schema.ts'

/** A resource as its author writes it. `Client` is what the provider's configuration made. */
export interface ResourceDefinition<S extends Schema, Client> {
  /** Such as `aws_apigatewayv2_integration`. */
  readonly name: string
  readonly schema: S
  /** Of the schema: grows where stored states need `upgrade`. Default 0. */
  readonly version?: number
  /** Makes of a state that an older version stored, as the JSON that it is, one of today's. */
  readonly upgrade?: (stored: Readonly<Record<string, unknown>>, version: number) => Readonly<Record<string, unknown>>
  /** The attributes of which an import id consists, in order, with `/` between. */
  readonly importId: readonly (keyof S & string)[]
  /** What is wrong with a configuration by itself, without any call. Unknown values are not to be guessed. */
  readonly check?: (config: Config<State<S>>) => Iterable<Diagnostic>
  /** What is wrong with it beside what is there already. Asked while planning a change. */
  readonly checkPlan?: (config: Config<State<S>>, client: Client) => Promise<Iterable<Diagnostic>>
  /**
   * Values of computed attributes that follow from the configuration, such as all tags from the tags. The same
   * question must always have the same answer; no calls.
   */
  readonly derive?: (config: Config<State<S>>, client: Client) => Partial<Config<State<S>>>
  /** Makes it, and answers what identifies it. Values that the API decides are null in what is planned. */
  readonly create: (planned: State<S>, client: Client) => Promise<Partial<State<S>>>
  /**
   * Resolves when what was made or changed is ready for use. It is in Terraform's state before, so that nothing is
   * lost where this fails. `stopped`: Terraform was told to stop, so that waiting must end.
   */
  readonly ready?: (state: State<S>, client: Client, stopped: AbortSignal) => Promise<void>
  /** Reads it; undefined where it is gone. */
  readonly read: (state: State<S>, client: Client) => Promise<State<S> | undefined>
  readonly update: (prior: State<S>, planned: State<S>, client: Client) => Promise<void>
  /** To find it gone is no failure. */
  readonly delete: (state: State<S>, client: Client, stopped: AbortSignal) => Promise<void>
  /** Throws where this one must not be imported. */
  readonly checkImport?: (state: State<S>, client: Client) => Promise<void>
}

/** The same for the server, which holds resources of every schema. */
export interface Resource<Client> {
  readonly name: string
  readonly schema: Schema
  readonly version: number
  readonly type: CtyType
  readonly importId: readonly string[]
  upgrade(stored: Readonly<Record<string, unknown>>, version: number): Readonly<Record<string, unknown>>
  check(config: ValueRecord): readonly Diagnostic[]
  checkPlan(config: ValueRecord, client: Client): Promise<readonly Diagnostic[]>
  derive(config: ValueRecord, client: Client): ValueRecord
  create(planned: ValueRecord, client: Client): Promise<ValueRecord>
  ready(state: ValueRecord, client: Client, stopped: AbortSignal): Promise<void>
  read(state: ValueRecord, client: Client): Promise<ValueRecord | undefined>
  update(prior: ValueRecord, planned: ValueRecord, client: Client): Promise<void>
  delete(state: ValueRecord, client: Client, stopped: AbortSignal): Promise<void>
  checkImport(state: ValueRecord, client: Client): Promise<void>
}

/**
 * Forgets the type of a resource's schema. Here alone are values cast to it: everything that comes off the wire has
 * been made to conform to the schema's own type.
 */
export function defineResource<const S extends Schema, Client>(own: ResourceDefinition<S, Client>): Resource<Client> {
  const state = (value: ValueRecord) => value as unknown as State<S>
  const config = (value: ValueRecord) => value as unknown as Config<State<S>>
  const record = (value: unknown) => value as ValueRecord
  return {
    name: own.name,
    schema: own.schema,
    version: own.version ?? 0,
    type: typeOf(own.schema),
    importId: own.importId,
    upgrade: (stored, version) => own.upgrade?.(stored, version) ?? stored,
    check: (value) => [...(own.check?.(config(value)) ?? [])],
    checkPlan: async (value, client) => [...((await own.checkPlan?.(config(value), client)) ?? [])],
    derive: (value, client) => record(own.derive?.(config(value), client) ?? {}),
    ready: async (value, client, stopped) => own.ready?.(state(value), client, stopped),
    create: async (planned, client) => record(await own.create(state(planned), client)),
    read: async (value, client) => {
      const found = await own.read(state(value), client)
      return found && record(found)
    },
    update: (prior, planned, client) => own.update(state(prior), state(planned), client),
    delete: (value, client, stopped) => own.delete(state(value), client, stopped),
    checkImport: async (value, client) => own.checkImport?.(state(value), client),
  }
}
