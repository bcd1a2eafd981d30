import { isRecord, member, type Value, type ValueRecord } from '../conversion/value.ts'
import type { AttributePath, Diagnostic } from './diagnostics.ts'
import { itemsOf } from './meaning.ts'
import type { Attribute, Block, Schema } from './schema.ts'

/** What the schema alone finds wrong with a configuration. */
export function validateValues(schema: Schema, config: ValueRecord): readonly Diagnostic[] {
  return validateFields(schema, config, (name) => [name])
}

function validateFields(
  schema: Schema,
  config: ValueRecord,
  pathOf: (name: string) => AttributePath,
): readonly Diagnostic[] {
  return Object.entries(schema).flatMap(([name, field]) => {
    const value = member(config, name)
    return field.kind === 'block'
      ? validateBlocks(field, value, pathOf(name))
      : validateAttribute(field, name, value, pathOf(name))
  })
}

function validateBlocks(block: Block, value: Value, at: AttributePath): readonly Diagnostic[] {
  if (isRecord(value)) return validateFields(block.fields, value, (name) => [...at, name])
  return (itemsOf(value) ?? []).flatMap((item, index) =>
    // Terraform finds elements of a set by their whole value only: the set is as near as we can point.
    validateFields(block.fields, item, (name) => (block.nesting === 'list' ? [...at, { index }, name] : at)),
  )
}

function validateAttribute(
  { oneOf }: Attribute<unknown>,
  name: string,
  value: Value,
  path: AttributePath,
): readonly Diagnostic[] {
  if (oneOf === undefined || typeof value !== 'string' || oneOf.includes(value)) return []
  const allowed = oneOf.map((text) => JSON.stringify(text)).join(', ')
  const detail = `${name} is ${JSON.stringify(value)}. Allowed: ${allowed}.`
  return [{ severity: 'error', summary: `Invalid ${name}`, detail, path }]
}
