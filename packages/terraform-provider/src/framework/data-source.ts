import type { CtyType } from '../conversion/cty-type.ts'
import type { ValueRecord } from '../conversion/value.ts'
import type { Diagnostic } from './diagnostics.ts'
import { type Config, type Schema, type State, typeOf } from './schema.ts'

/** A data source as its author writes it. `Client` is what the provider's configuration made. */
export interface DataSourceDefinition<S extends Schema, Client> {
  /** Such as `aws_apigatewayv2_apis`. */
  readonly name: string
  readonly schema: S
  /** What is wrong with a configuration by itself, without any call. Unknown values are not to be guessed. */
  readonly check?: (config: Config<State<S>>) => Iterable<Diagnostic>
  /** Reads it. Everything is known: Terraform waits until it is. Throws where there is none. */
  readonly read: (config: State<S>, client: Client) => Promise<State<S>>
}

/** The same for the server, which holds data sources of every schema. */
export interface DataSource<Client> {
  readonly name: string
  readonly schema: Schema
  readonly type: CtyType
  check(config: ValueRecord): readonly Diagnostic[]
  read(config: ValueRecord, client: Client): Promise<ValueRecord>
}

/** Forgets the type of a data source's schema, as defineResource does. */
export function defineDataSource<const S extends Schema, Client>(
  own: DataSourceDefinition<S, Client>,
): DataSource<Client> {
  return {
    name: own.name,
    schema: own.schema,
    type: typeOf(own.schema),
    check: (value) => [...(own.check?.(value as unknown as Config<State<S>>) ?? [])],
    read: async (value, client) => (await own.read(value as unknown as State<S>, client)) as unknown as ValueRecord,
  }
}
