import type { CtyType } from '../conversion/cty-type.ts'
import { decodeJsonState } from '../conversion/json-state.ts'
import { decodeMsgpack, encodeMsgpack } from '../conversion/msgpack.ts'
import type { Value, ValueRecord } from '../conversion/value.ts'
import type { UnaryMethod } from '../wire/grpc-server.ts'
import { type Decoded, type Message } from '../wire/protobuf.ts'
import { type DynamicValue, methods } from '../wire/tfplugin6.ts'
import { checkAnswer } from './answer.ts'
import { applyChange, importedState } from './apply.ts'
import { type AttributePath, type Diagnostic, diagnosticOf, ResourceError } from './diagnostics.ts'
import { planChange, reconcile } from './plan.ts'
import type { Provider } from './provider.ts'
import type { Resource } from './resource.ts'
import { type Schema, typeOf } from './schema.ts'
import { schemaMessage } from './schema-message.ts'
import { validateValues } from './validate.ts'

type Methods = typeof methods
type Handlers = {
  readonly [N in keyof Methods]: (
    request: Decoded<Methods[N]['request']>,
  ) => Promise<Partial<Decoded<Methods[N]['response']>>> | Partial<Decoded<Methods[N]['response']>>
}
type Dynamic = Partial<Decoded<typeof DynamicValue>> | undefined

const SEVERITY = { error: 1, warning: 2 } as const
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
  const configType = typeOf(provider.schema)
  let client: Client | undefined
  let stop = new AbortController()
  const find = (typeName: string): Resource<Client> => {
    const resource = resources.get(typeName)
    if (resource === undefined) throw new Error(`this provider has no resource ${typeName}`)
    return resource
  }
  const configured = (): Client => {
    if (client === undefined) throw new Error('the provider is not configured')
    return client
  }
  return {
    GetMetadata: () => ({ serverCapabilities, resources: [...resources.keys()].map((typeName) => ({ typeName })) }),
    GetProviderSchema: () => ({
      serverCapabilities,
      provider: schemaMessage(provider.schema),
      resourceSchemas: [...resources.values()].map(({ name, schema }) => ({
        key: name,
        value: schemaMessageOf(name, schema),
      })),
    }),
    ValidateProviderConfig: ({ config }) => ({
      diagnostics: diagnosticMessages(validateValues(provider.schema, objectOf(configType, config))),
    }),
    ConfigureProvider({ config }) {
      try {
        stop = new AbortController()
        client = provider.configure(objectOf(configType, config), stop.signal)
        return {}
      } catch (error) {
        return { diagnostics: diagnosticMessages([diagnosticOf(error)]) }
      }
    },
    ValidateResourceConfig({ typeName, config }) {
      const resource = find(typeName)
      const values = objectOf(resource.type, config)
      const found = validateValues(resource.schema, values)
      // A value that is not allowed would only lead to more complaints about the same.
      return { diagnostics: diagnosticMessages(found.length > 0 ? found : resource.check(values)) }
    },
    UpgradeResourceState({ typeName, rawState }) {
      const { name, type } = find(typeName)
      try {
        return { upgradedState: dynamic(decodeJsonState(type, rawState?.json ?? new Uint8Array())) }
      } catch (error) {
        const { detail } = diagnosticOf(error)
        throw new ResourceError(`A state of ${name} is not of its schema`, detail)
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
        return { newState: dynamic(state), private: held, diagnostics: diagnosticMessages([diagnosticOf(error)]) }
      }
    },
    async PlanResourceChange({ typeName, priorState, proposedNewState, config, priorPrivate: plannedPrivate }) {
      const resource = find(typeName)
      if (valueOf(resource.type, proposedNewState) === null) return { plannedState: dynamic(null), plannedPrivate }
      const values = objectOf(resource.type, config)
      const prior = valueOf(resource.type, priorState) as ValueRecord | null
      const { planned, replace, departs } = planChange(resource.schema, prior, values)
      const answer = { plannedState: dynamic(planned), plannedPrivate, legacyTypeSystem: departs }
      if (planned === prior) return answer
      try {
        const diagnostics = diagnosticMessages(await resource.checkPlan(values, configured()))
        return { ...answer, diagnostics, requiresReplace: replace.map(pathMessage) }
      } catch (error) {
        return { ...answer, diagnostics: diagnosticMessages([diagnosticOf(error)]) }
      }
    },
    // Without the legacy flag, whatever the plan had: what was planned is what must be there, by Terraform's check as by ours.
    async ApplyResourceChange({ typeName, priorState, plannedState, plannedPrivate }) {
      const resource = find(typeName)
      const prior = valueOf(resource.type, priorState) as ValueRecord | null
      const planned = valueOf(resource.type, plannedState) as ValueRecord | null
      const { state, diagnostics } = await applyChange(resource, prior, planned, configured())
      return { newState: dynamic(state), private: plannedPrivate, diagnostics: diagnosticMessages(diagnostics) }
    },
    async ImportResourceState({ typeName, id }) {
      try {
        const resource = find(typeName)
        const state = importedState(resource, id)
        await resource.checkImport(state, configured())
        return { importedResources: [{ typeName, state: dynamic(state) }] }
      } catch (error) {
        return { diagnostics: diagnosticMessages([diagnosticOf(error)]) }
      }
    },
    // Calls in flight must end by themselves: what they make would be lost from the state.
    StopProvider: () => {
      stop.abort()
      return {}
    },
  }
}

/** Terraform shows of an error here no more than its texts. */
function schemaMessageOf(name: string, schema: Schema) {
  try {
    return schemaMessage(schema)
  } catch (error) {
    throw new ResourceError(`${name} is declared wrongly`, error instanceof Error ? error.message : String(error))
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

function diagnosticMessages(diagnostics: readonly Diagnostic[]) {
  return diagnostics.map(({ severity, summary, detail, path }) => ({
    severity: SEVERITY[severity],
    summary,
    detail,
    ...(path && { attribute: pathMessage(path) }),
  }))
}

function pathMessage(path: AttributePath) {
  return {
    steps: path.map((step) => (typeof step === 'string' ? { attributeName: step } : { elementKeyString: step.key })),
  }
}
