import { member, type ValueRecord } from '../conversion/value.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { Schema } from './schema.ts'

/** What the schema alone finds wrong with a configuration. */
export function validateValues(schema: Schema, config: ValueRecord): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const [name, field] of Object.entries(schema)) {
    const value = member(config, name)
    if (field.kind === 'block' || field.oneOf === undefined || typeof value !== 'string') continue
    if (field.oneOf.includes(value)) continue
    const allowed = field.oneOf.map((text) => JSON.stringify(text)).join(', ')
    const detail = `${name} is ${JSON.stringify(value)}. Allowed: ${allowed}.`
    found.push({ severity: 'error', summary: `Invalid ${name}`, detail, path: [name] })
  }
  return found
}
