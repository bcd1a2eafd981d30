import { conform } from '../conversion/conform.ts'
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
      checkName(name)
      const inner = Object.entries(field.attributes).map(([inner, attribute]) => attributeMessage(inner, attribute))
      const { maxItems } = field
      blockTypes.push({ typeName: name, nesting: NESTING[field.nesting], maxItems, block: { attributes: inner } })
    }
  }
  return { version: 0, block: { attributes, blockTypes } }
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
