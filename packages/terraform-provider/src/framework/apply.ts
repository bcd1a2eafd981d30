import { isRecord, isWhollyKnown, member, UNKNOWN, type Value, type ValueRecord } from '../conversion/value.ts'
import { checkAnswer } from './answer.ts'
import { type Diagnostic, diagnosticOf } from './diagnostics.ts'
import { isEqual } from './equal.ts'
import { reconcile } from './meaning.ts'
import type { Resource } from './resource.ts'
import { absentOf, fieldType } from './schema.ts'

export interface Outcome {
  /** null: there is none (any more). */
  readonly state: ValueRecord | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Makes, changes or removes a resource. Whatever fails, the outcome says what is there now. */
export async function applyChange<Client>(
  resource: Resource<Client>,
  prior: ValueRecord | null,
  planned: ValueRecord | null,
  client: Client,
  stopped: AbortSignal = AbortSignal.any([]),
): Promise<Outcome> {
  let state = prior
  try {
    if (planned === null) {
      if (prior !== null) await resource.delete(prior, client, stopped)
      return { state: null, diagnostics: [] }
    }
    const wanted = settled(planned)
    if (prior === null) {
      const { sound, faults } = checkAnswer(resource, 'create', await resource.create(wanted, client))
      // It is there, whatever was answered.
      state = { ...wanted, ...sound }
      if (faults.length > 0) return { state, diagnostics: faults }
    } else {
      await resource.update(prior, wanted, client)
      state = wanted
    }
    await resource.ready(state, client, stopped)
    const remote = await resource.read(state, client)
    if (remote === undefined) throw new Error(`${resource.name} is gone right after it was written`)
    const { sound, faults } = checkAnswer(resource, 'read', remote)
    if (faults.length > 0) return { state, diagnostics: faults }
    state = reconcile(resource.schema, state, sound)
    return { state, diagnostics: departures(resource, planned, state) }
  } catch (error) {
    const told = diagnosticOf(error)
    if (planned !== null) return { state, diagnostics: [told] }
    // Terraform says with errors of a removal neither what it removed nor where that was configured.
    return { state, diagnostics: [{ ...told, detail: `${resource.name} is not removed. ${told.detail}` }] }
  }
}

/** What is not known yet is null: the API decides it. */
function settled(planned: ValueRecord): ValueRecord {
  return Object.fromEntries(Object.entries(planned).map(([name, value]) => [name, settledValue(value)]))
}

function settledValue(value: Value): Value {
  if (value === UNKNOWN) return null
  if (Array.isArray(value)) return value.map(settledValue)
  return isRecord(value) ? settled(value) : value
}

/** Terraform overlooks them where a plan departs from the configuration; we never do. */
function departures<Client>(resource: Resource<Client>, planned: ValueRecord, state: ValueRecord): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const [name, field] of Object.entries(resource.schema)) {
    const wanted: Value = member(planned, name)
    const got: Value = member(state, name)
    if (!isWhollyKnown(wanted) || isEqual(fieldType(field), wanted, got)) continue
    // Not the values: either may be a secret.
    const detail = `The API took ${name}, and then answered another value than the planned one.`
    found.push({ severity: 'error', summary: `${name} is not what was planned`, detail, path: [name] })
  }
  return found
}

/** The object that an import id describes, for reading the rest of it. */
export function importedState<Client>(resource: Resource<Client>, id: string): ValueRecord {
  const parts = id.split('/')
  const names = resource.importId
  if (parts.length !== names.length || parts.includes('')) {
    throw new Error(`The import id ${JSON.stringify(id)} is not of the form ${names.join('/')}.`)
  }
  const known = new Map<string, Value>(names.map((name, index) => [name, parts[index] ?? '']))
  return Object.fromEntries(
    Object.entries(resource.schema).map(([name, field]) => [name, known.get(name) ?? absentOf(field)]),
  )
}
