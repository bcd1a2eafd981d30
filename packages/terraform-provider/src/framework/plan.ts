import { member, UNKNOWN, type Value, type ValueRecord } from '../conversion/value.ts'
import type { AttributePath } from './diagnostics.ts'
import { isEqual, isZero } from './equal.ts'
import { type Attribute, fieldType, type Schema } from './schema.ts'

export interface Plan {
  readonly planned: ValueRecord
  readonly replace: readonly AttributePath[]
  /** Whether an attribute that Terraform does not let providers compute differs from the configuration. */
  readonly departs: boolean
}

/**
 * The plan of a resource from its state (null before it is made) and its configuration. It depends on these alone, so
 * that Terraform's second question while applying has the same answer.
 */
export function planChange(schema: Schema, prior: ValueRecord | null, config: ValueRecord): Plan {
  const planned: Record<string, Value> = {}
  const replace: AttributePath[] = []
  let departs = false
  let changes = prior === null
  for (const [name, field] of Object.entries(schema)) {
    const configured = member(config, name)
    const before = prior === null ? null : member(prior, name)
    const value =
      field.kind === 'block' ? configured : planAttribute(field, prior === null ? undefined : before, config, name)
    planned[name] = value
    const type = fieldType(field)
    if (field.kind === 'attribute' && !field.mode.includes('computed') && !isEqual(type, value, configured))
      departs = true
    if (prior === null || isEqual(type, before, value)) continue
    changes = true
    if (field.kind === 'attribute' && demandsReplacement(field, before, value)) replace.push([name])
  }
  if (!changes && prior !== null) return { planned: prior, replace: [], departs }
  return { planned, replace, departs }
}

function planAttribute(
  field: Attribute<unknown>,
  /** undefined: there is no prior state. */
  prior: Value | undefined,
  config: ValueRecord,
  name: string,
): Value {
  const configured = member(config, name)
  // Once made, what the API decided stays, null too: a change of it shows when the resource is read.
  if (configured === null && field.mode.includes('computed')) return prior === undefined ? UNKNOWN : prior
  const wanted = configured ?? field.fallback ?? null
  if (prior === undefined || wanted === UNKNOWN) return wanted
  return means(field, prior, wanted, (other) => member(config, other)) ? prior : wanted
}

function demandsReplacement({ replace }: Attribute<unknown>, prior: Value, planned: Value): boolean {
  return typeof replace === 'function' ? replace(prior, planned) : replace === true
}

/** Whether the state's value says what another one says, so that it may stay. */
function means(field: Attribute<unknown>, prior: Value, wanted: Value, sibling: (name: string) => Value): boolean {
  if (isEqual(field.type, prior, wanted)) return true
  const absent = (value: Value) => (isZero(value) && field.fallback === undefined ? null : value)
  if (absent(prior) === null && absent(wanted) === null) return true
  return field.same?.(prior, wanted, sibling) ?? false
}

/** What the API says of a resource, with the state's own wording where both mean the same. */
export function reconcile(schema: Schema, state: ValueRecord, remote: ValueRecord): ValueRecord {
  const result: Record<string, Value> = {}
  for (const [name, field] of Object.entries(schema)) {
    const own: Value = member(state, name)
    const theirs: Value = member(remote, name)
    const stays = field.kind === 'attribute' && own !== UNKNOWN && means(field, own, theirs, (it) => member(state, it))
    result[name] = stays ? own : theirs
  }
  return result
}
