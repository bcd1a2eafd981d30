import {
  bytes,
  choice,
  choiceOfInt,
  type Decoded,
  int,
  later,
  type Message,
  many,
  message,
  one,
  text,
  truth,
} from './protobuf.ts'

/**
 * Terraform's plugin protocol 6 (docs/plugin-protocol/tfplugin6.7.proto of hashicorp/terraform): the messages that a
 * provider of resources exchanges. Fields that it never reads or writes are left out, as proto3 allows.
 */
export const DynamicValue = message({ msgpack: bytes(1), json: bytes(2) })

const Step = message({ attributeName: choice(1), elementKeyString: choice(2), elementKeyInt: choiceOfInt(3) })
const AttributePath = message({ steps: many(1, Step) })
const Diagnostic = message({ severity: int(1), summary: text(2), detail: text(3), attribute: one(4, AttributePath) })
const RawState = message({ json: bytes(1) })

const Attribute = message({
  name: text(1),
  type: bytes(2),
  description: text(3),
  required: truth(4),
  optional: truth(5),
  computed: truth(6),
  sensitive: truth(7),
})
interface BlockShape {
  readonly version: number
  readonly attributes: readonly Partial<Decoded<typeof Attribute>>[]
  readonly blockTypes: readonly Partial<NestedBlockShape>[]
  readonly description: string
}
interface NestedBlockShape {
  readonly typeName: string
  readonly block: Partial<BlockShape> | undefined
  readonly nesting: number
  readonly minItems: number
  readonly maxItems: number
}
const Block: Message<BlockShape> = message({
  version: int(1),
  attributes: many(2, Attribute),
  blockTypes: many(
    3,
    later(() => NestedBlock),
  ),
  description: text(4),
})
const NestedBlock: Message<NestedBlockShape> = message({
  typeName: text(1),
  block: one(2, Block),
  nesting: int(3),
  minItems: int(4),
  maxItems: int(5),
})
const Schema = message({ version: int(1), block: one(2, Block) })
/** `map<string, Schema>` is, on the wire, a list of these. */
const NamedSchema = message({ key: text(1), value: one(2, Schema) })
const ServerCapabilities = message({ planDestroy: truth(1), getProviderSchemaOptional: truth(2) })

const Diagnostics = message({ diagnostics: many(1, Diagnostic) })
const TypeAndConfig = message({ typeName: text(1), config: one(2, DynamicValue) })
const Empty = message({})
const NamedType = message({ typeName: text(1) })

/** Name of the method → its request and its response. */
export const methods = {
  GetMetadata: {
    request: Empty,
    response: message({
      serverCapabilities: one(1, ServerCapabilities),
      dataSources: many(3, NamedType),
      resources: many(4, NamedType),
    }),
  },
  GetProviderSchema: {
    request: Empty,
    response: message({
      provider: one(1, Schema),
      resourceSchemas: many(2, NamedSchema),
      dataSourceSchemas: many(3, NamedSchema),
      diagnostics: many(4, Diagnostic),
      serverCapabilities: one(6, ServerCapabilities),
    }),
  },
  ValidateProviderConfig: {
    request: message({ config: one(1, DynamicValue) }),
    response: message({ diagnostics: many(2, Diagnostic) }),
  },
  ValidateDataResourceConfig: { request: TypeAndConfig, response: Diagnostics },
  ReadDataSource: {
    request: TypeAndConfig,
    response: message({ state: one(1, DynamicValue), diagnostics: many(2, Diagnostic) }),
  },
  ValidateResourceConfig: { request: TypeAndConfig, response: Diagnostics },
  ConfigureProvider: {
    request: message({ terraformVersion: text(1), config: one(2, DynamicValue) }),
    response: Diagnostics,
  },
  UpgradeResourceState: {
    request: message({ typeName: text(1), version: int(2), rawState: one(3, RawState) }),
    response: message({ upgradedState: one(1, DynamicValue), diagnostics: many(2, Diagnostic) }),
  },
  ReadResource: {
    request: message({ typeName: text(1), currentState: one(2, DynamicValue), private: bytes(3) }),
    response: message({ newState: one(1, DynamicValue), diagnostics: many(2, Diagnostic), private: bytes(3) }),
  },
  PlanResourceChange: {
    request: message({
      typeName: text(1),
      priorState: one(2, DynamicValue),
      proposedNewState: one(3, DynamicValue),
      config: one(4, DynamicValue),
      priorPrivate: bytes(5),
    }),
    response: message({
      plannedState: one(1, DynamicValue),
      requiresReplace: many(2, AttributePath),
      plannedPrivate: bytes(3),
      diagnostics: many(4, Diagnostic),
      legacyTypeSystem: truth(5),
    }),
  },
  ApplyResourceChange: {
    request: message({
      typeName: text(1),
      priorState: one(2, DynamicValue),
      plannedState: one(3, DynamicValue),
      config: one(4, DynamicValue),
      plannedPrivate: bytes(5),
    }),
    response: message({
      newState: one(1, DynamicValue),
      private: bytes(2),
      diagnostics: many(3, Diagnostic),
      legacyTypeSystem: truth(4),
    }),
  },
  ImportResourceState: {
    request: message({ typeName: text(1), id: text(2) }),
    response: message({
      importedResources: many(1, message({ typeName: text(1), state: one(2, DynamicValue), private: bytes(3) })),
      diagnostics: many(2, Diagnostic),
    }),
  },
  StopProvider: { request: Empty, response: message({ error: text(1) }) },
} as const
