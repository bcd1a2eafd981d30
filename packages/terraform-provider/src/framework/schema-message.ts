import type { Decoded } from '../wire/protobuf.ts'
import type { methods } from '../wire/tfplugin6.ts'
import type { Attribute, Block, Schema } from './schema.ts'

type SchemaMessage = NonNullable<Decoded<typeof methods.GetProviderSchema.response>['provider']>
type BlockMessage = NonNullable<SchemaMessage['block']>

/** Schema.NestedBlock.NestingMode */
const NESTING = { single: 1, list: 2, set: 3 } as const

/** A schema as Terraform is told of it. */
export function schemaMessage(schema: Schema, version = 0): SchemaMessage {
  return { version, block: blockMessage(schema) }
}

function blockMessage(schema: Schema, description = ''): BlockMessage {
  const fields = Object.entries(schema)
  return {
    attributes: fields.flatMap(([name, field]) => (field.kind === 'attribute' ? [attributeMessage(name, field)] : [])),
    blockTypes: fields.flatMap(([name, field]) => (field.kind === 'block' ? [nestedMessage(name, field)] : [])),
    description,
  }
}

function nestedMessage(typeName: string, { fields, nesting, minItems, maxItems, description }: Block) {
  return { typeName, nesting: NESTING[nesting], minItems, maxItems, block: blockMessage(fields, description) }
}

function attributeMessage(name: string, { mode, type, description, sensitive }: Attribute<unknown>) {
  return {
    name,
    type: Buffer.from(JSON.stringify(type)),
    description: description ?? '',
    required: mode === 'required',
    optional: mode.startsWith('optional'),
    computed: mode.endsWith('computed'),
    sensitive: sensitive ?? false,
  }
}
