import { conform } from '../conversion/conform.ts'
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
  checkName(typeName)
  return { typeName, nesting: NESTING[nesting], minItems, maxItems, block: blockMessage(fields, description) }
}

function attributeMessage(name: string, { mode, type, description, sensitive, fallback }: Attribute<unknown>) {
  checkName(name)
  // Found here, and not by the first who leaves the attribute out.
  conform(type, fallback, `The fallback of ${name}`)
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

function checkName(name: string): void {
  if (!/^[a-z0-9_]+$/.test(name)) throw new Error(`${name} is no name: only a to z, 0 to 9 and _ are allowed`)
}
