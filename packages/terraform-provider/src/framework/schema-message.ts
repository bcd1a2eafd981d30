import type { Decoded } from '../wire/protobuf.ts'
import type { methods } from '../wire/tfplugin6.ts'
import type { Attribute, Schema } from './schema.ts'

type SchemaMessage = NonNullable<Decoded<typeof methods.GetProviderSchema.response>['provider']>

/** Schema.NestedBlock.NestingMode */
const NESTING = { list: 2, set: 3 } as const

/** A schema as Terraform is told of it. */
export function schemaMessage(schema: Schema): SchemaMessage {
  const attributes = []
  const blockTypes = []
  for (const [name, field] of Object.entries(schema)) {
    if (field.kind === 'attribute') attributes.push(attributeMessage(name, field))
    else {
      const inner = Object.entries(field.attributes).map(([inner, attribute]) => attributeMessage(inner, attribute))
      const { maxItems, description = '' } = field
      const block = { attributes: inner, description }
      blockTypes.push({ typeName: name, nesting: NESTING[field.nesting], maxItems, block })
    }
  }
  return { version: 0, block: { attributes, blockTypes } }
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
