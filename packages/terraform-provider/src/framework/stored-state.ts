import { decodeJsonState } from '../conversion/json-state.ts'
import { isRecord, member, type Value, type ValueRecord } from '../conversion/value.ts'
import { ResourceError } from './diagnostics.ts'
import type { Resource } from './resource.ts'
import { absentOf, type Schema } from './schema.ts'

/** A state as it was stored, perhaps by an older version of the provider, as one of today's schema. */
export function storedState<Client>(resource: Resource<Client>, version: number, json: Uint8Array): Value {
  if (version > resource.version) {
    const detail = `The state of ${resource.name} has version ${version}, and this provider knows ${resource.version} at most: a newer one wrote it.`
    throw new ResourceError('State of a newer provider', detail)
  }
  const stored = version < resource.version ? upgraded(resource, version, json) : json
  const state = decodeJsonState(resource.type, stored)
  return isRecord(state) ? withBlocks(resource.schema, state) : state
}

function upgraded<Client>(resource: Resource<Client>, version: number, json: Uint8Array): Uint8Array {
  const stored = JSON.parse(new TextDecoder().decode(json)) as Readonly<Record<string, unknown>>
  return Buffer.from(JSON.stringify(resource.upgrade(stored, version)))
}

/** With blocks that an older version did not know: there are none of them. */
function withBlocks(schema: Schema, state: ValueRecord): ValueRecord {
  return Object.fromEntries(
    Object.entries(schema).map(([name, field]) => [name, member(state, name) ?? absentOf(field)]),
  )
}
