import type { CtyType } from '../conversion/cty-type.ts'
import { decodeMsgpack, encodeMsgpack } from '../conversion/msgpack.ts'
import { type Value, type ValueRecord } from '../conversion/value.ts'
import type { UnaryMethod } from '../wire/grpc-server.ts'
import { type Decoded, type Message } from '../wire/protobuf.ts'
import { type DynamicValue, methods } from '../wire/tfplugin6.ts'
import { checkAnswer } from './answer.ts'
import { applyChange, importedState } from './apply.ts'
import type { DataSource } from './data-source.ts'
import { diagnosticMessages, pathMessage } from './diagnostic-message.ts'
import { diagnosticOf, NotKnownYet, ResourceError } from './diagnostics.ts'
import { reconcile } from './meaning.ts'
import { planChange } from './plan.ts'
import type { Provider } from './provider.ts'
import type { Resource } from './resource.ts'
import { type Schema, typeOf } from './schema.ts'
import { schemaMessage } from './schema-message.ts'
import { storedState } from './stored-state.ts'
import { validateValues } from './validate.ts'

type Methods = typeof methods
type Handlers = {
  readonly [N in keyof Methods]: (
    request: Decoded<Methods[N]['request']>,
  ) => Promise<Partial<Decoded<Methods[N]['response']>>> | Partial<Decoded<Methods[N]['response']>>
}
type Dynamic = Partial<Decoded<typeof DynamicValue>> | undefined

/** Terraform need not ask each process for the schema, and asks for a plan of what it destroys. */
const serverCapabilities = { getProviderSchemaOptional: true, planDestroy: true }

/** The methods of Terraform's protocol for a provider, by path. */
export function serverMethods<Client>(provider: Provider<Client>): ReadonlyMap<string, UnaryMethod> {
  const handlers = handlersOf(provider)
  return new Map(
    (Object.keys(methods) as (keyof Methods)[]).map((name) => {
      const { request, response } = methods[name] as { request: Message<object>; response: Message<object> }
      const handle = handlers[name] as (request: object) => Promise<object> | object
      return [
        `/tfplugin6.Provider/${name}`,
        async (bytes) => response.encode(await answerOrDiagnostic(handle, request.decode(bytes))),
      ]
    }),
  )
}

/** A fault of a resource's code is told as any other error: Terraform would say "Plugin error", and no more. */
async function answerOrDiagnostic(handle: (request: object) => Promise<object> | object, request: object) {
  try {
    return await handle(request)
  } catch (error) {
    return { diagnostics: diagnosticMessages([diagnosticOf(error)]) }
  }
}

function handlersOf<Client>(provider: Provider<Client>): Handlers {
  const resources = new Map(provider.resources.map((resource) => [resource.name, resource]))
  const dataSources = new Map(provider.dataSources.map((source) => [source.name, source]))
  const configType = typeOf(provider.schema)
  let stop = new AbortController()
  let client: Client | undefined
  const find = (typeName: string): Resource<Client> => named(resources, 'resource', typeName)
  const findSource = (typeName: string): DataSource<Client> => named(dataSources, 'data source', typeName)
  const configured = (): Client => {
    if (client === undefined) throw new Error('the provider is not configured')
    return client
  }
  return {
    GetMetadata: () => ({
      serverCapabilities,
      dataSources: [...dataSources.keys()].map((typeName) => ({ typeName })),
      resources: [...resources.keys()].map((typeName) => ({ typeName })),
    }),
    GetProviderSchema: () => ({
      serverCapabilities,
      provider: schemaMessage(provider.schema),
      resourceSchemas: namedSchemas(provider.resources),
      dataSourceSchemas: namedSchemas(provider.dataSources),
    }),
    ValidateProviderConfig({ config }) {
      const values = objectOf(configType, config)
      const found = validateValues(provider.schema, values)
      return { diagnostics: diagnosticMessages(found.length > 0 ? found : [...(provider.check?.(values) ?? [])]) }
    },
    async ConfigureProvider({ config }) {
      stop = new AbortController()
      client = await provider.configure(objectOf(configType, config), stop.signal)
      return {}
    },
    async ValidateResourceConfig({ typeName, config }) {
      const resource = find(typeName)
      const values = objectOf(resource.type, config)
      const found = validateValues(resource.schema, values)
      // A value that is not allowed would only lead to more complaints about the same.
      return { diagnostics: diagnosticMessages(found.length > 0 ? found : await resource.check(values)) }
    },
    ValidateDataResourceConfig({ typeName, config }) {
      const source = findSource(typeName)
      const values = objectOf(source.type, config)
      const found = validateValues(source.schema, values)
      return { diagnostics: diagnosticMessages(found.length > 0 ? found : source.check(values)) }
    },
    async ReadDataSource({ typeName, config }) {
      const source = findSource(typeName)
      return { state: dynamic(await source.read(objectOf(source.type, config), configured())) }
    },
    UpgradeResourceState({ typeName, version, rawState }) {
      const resource = find(typeName)
      try {
        return { upgradedState: dynamic(storedState(resource, version, rawState?.json ?? new Uint8Array())) }
      } catch (error) {
        if (error instanceof ResourceError) throw error
        throw new ResourceError(`A state of ${resource.name} is not of its schema`, diagnosticOf(error).detail)
      }
    },
    async ReadResource({ typeName, currentState, private: held }) {
      const resource = find(typeName)
      const state = objectOf(resource.type, currentState)
      try {
        const remote = await resource.read(state, configured())
        if (remote === undefined) return { newState: dynamic(null), private: held }
        const { sound, faults } = checkAnswer(resource, 'read', remote)
        const newState = dynamic(faults.length > 0 ? state : reconcile(resource.schema, state, sound))
        return { newState, private: held, diagnostics: diagnosticMessages(faults) }
      } catch (error) {
        // Unread, a state stays as it is: that is no failure while nobody can know whom to ask.
        const severity = error instanceof NotKnownYet ? 'warning' : 'error'
        const diagnostics = diagnosticMessages([{ ...diagnosticOf(error), severity }])
        return { newState: dynamic(state), private: held, diagnostics }
      }
    },
    async PlanResourceChange({ typeName, priorState, proposedNewState, config, priorPrivate: plannedPrivate }) {
      const resource = find(typeName)
      if (valueOf(resource.type, proposedNewState) === null) return { plannedState: dynamic(null), plannedPrivate }
      const values = objectOf(resource.type, config)
      const prior = valueOf(resource.type, priorState) as ValueRecord | null
      const { planned, replace, departs } = planChange(
        resource.schema,
        prior,
        values,
        resource.derive(values, configured()),
      )
      const answer = { plannedState: dynamic(planned), plannedPrivate, legacyTypeSystem: departs }
      if (planned === prior) return answer
      const requiresReplace = replace.map(pathMessage)
      try {
        const diagnostics = diagnosticMessages(await resource.checkPlan(values, configured()))
        return { ...answer, diagnostics, requiresReplace }
      } catch (error) {
        // It is asked once more while applying, when all is known.
        if (error instanceof NotKnownYet) return { ...answer, requiresReplace }
        return { ...answer, diagnostics: diagnosticMessages([diagnosticOf(error)]) }
      }
    },
    // Without the legacy flag, whatever the plan had: what was planned is what must be there, by Terraform's check as by ours.
    async ApplyResourceChange({ typeName, priorState, plannedState, plannedPrivate }) {
      const resource = find(typeName)
      const prior = valueOf(resource.type, priorState) as ValueRecord | null
      const planned = valueOf(resource.type, plannedState) as ValueRecord | null
      const { state, diagnostics } = await applyChange(resource, prior, planned, configured(), stop.signal)
      return { newState: dynamic(state), private: plannedPrivate, diagnostics: diagnosticMessages(diagnostics) }
    },
    async ImportResourceState({ typeName, id }) {
      const resource = find(typeName)
      const state = importedState(resource, id)
      await resource.checkImport(state, configured())
      return { importedResources: [{ typeName, state: dynamic(state) }] }
    },
    // Calls in flight are short, and must end: what they make would be lost from the state. Waiting ends.
    StopProvider() {
      stop.abort()
      return {}
    },
  }
}

function valueOf(type: CtyType, value: Dynamic): Value {
  return value?.msgpack === undefined || value.msgpack.length === 0 ? null : decodeMsgpack(type, value.msgpack)
}

function objectOf(type: CtyType, value: Dynamic): ValueRecord {
  const object = valueOf(type, value)
  if (object === null) throw new Error('an object is missing from the request')
  return object as ValueRecord
}

function dynamic(value: Value) {
  return { msgpack: encodeMsgpack(value) }
}

function named<T>(all: ReadonlyMap<string, T>, kind: string, name: string): T {
  const found = all.get(name)
  if (found === undefined) throw new Error(`this provider has no ${kind} ${name}`)
  return found
}

function namedSchemas(all: readonly { readonly name: string; readonly schema: Schema; readonly version?: number }[]) {
  return all.map(({ name, schema, version }) => ({ key: name, value: schemaMessageOf(name, schema, version) }))
}

/** Terraform shows of an error here no more than its texts. */
function schemaMessageOf(name: string, schema: Schema, version: number | undefined) {
  try {
    return schemaMessage(schema, version)
  } catch (error) {
    throw new ResourceError(`${name} is declared wrongly`, error instanceof Error ? error.message : String(error))
  }
}
