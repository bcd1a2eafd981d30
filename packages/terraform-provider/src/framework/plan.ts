import { isRecord, member, UNKNOWN, type Value, type ValueRecord } from '../conversion/value.ts'
import type { AttributePath } from './diagnostics.ts'
import { isEqual } from './equal.ts'
import { itemsOf, means, pairedWith } from './meaning.ts'
import { type Attribute, type Block, type Field, fieldType, type Schema, type Sibling } from './schema.ts'

export interface Plan {
  readonly planned: ValueRecord
  readonly replace: readonly AttributePath[]
  /** Whether an attribute that Terraform does not let providers compute differs from the configuration. */
  readonly departs: boolean
}

/**
 * The plan of a resource from its state (null before it is made) and its configuration. It depends on these and on what
 * the resource derives from them, so that Terraform's second question while applying has the same answer.
 * @param derived values of computed attributes that follow from the configuration
 */
export function planChange(
  schema: Schema,
  prior: ValueRecord | null,
  config: ValueRecord,
  derived: ValueRecord = {},
): Plan {
  const planned = { ...planFields(schema, prior ?? undefined, config), ...planDerived(schema, prior, derived) }
  const departs = departsFrom(schema, planned, config)
  if (prior === null) return { planned, replace: [], departs }
  const changed = Object.entries(schema).filter(
    ([name, field]) => !isEqual(fieldType(field), member(prior, name), member(planned, name)),
  )
  if (changed.length === 0) return { planned: prior, replace: [], departs }
  const replace = changed
    .filter(([name, field]) => demandsReplacement(field, member(prior, name), member(planned, name)))
    .map(([name]) => [name])
  return { planned: { ...planned, ...unsettled(schema, config) }, replace, departs }
}

/** Where the state means what follows from the configuration, it stays. */
function planDerived(schema: Schema, prior: ValueRecord | null, derived: ValueRecord): ValueRecord {
  if (prior === null) return derived
  const sibling: Sibling = (name) => member(prior, name)
  return Object.fromEntries(
    Object.entries(derived).map(([name, value]) => {
      const field = schema[name]
      const before = member(prior, name)
      const stays = field !== undefined && value !== UNKNOWN && means(field, before, value, sibling)
      return [name, stays ? before : value]
    }),
  )
}

function unsettled(schema: Schema, config: ValueRecord): ValueRecord {
  const volatile = Object.entries(schema).filter(
    ([name, field]) => field.kind === 'attribute' && field.volatile === true && member(config, name) === null,
  )
  return Object.fromEntries(volatile.map(([name]) => [name, UNKNOWN]))
}

function planFields(schema: Schema, prior: ValueRecord | undefined, config: ValueRecord): ValueRecord {
  const sibling: Sibling = (name) => member(config, name)
  return Object.fromEntries(
    Object.entries(schema).map(([name, field]) => {
      const before = prior && member(prior, name)
      const configured = member(config, name)
      if (field.kind === 'block') return [name, planBlocks(field, before, configured)]
      return [name, planAttribute(field, before, configured, sibling)]
    }),
  )
}

function planAttribute(
  field: Attribute<unknown>,
  /** undefined: there is no prior state. */
  prior: Value | undefined,
  configured: Value,
  sibling: Sibling,
): Value {
  // Once made, what the API decided stays, null too: a change of it shows when the resource is read.
  if (configured === null && field.mode.includes('computed')) return prior === undefined ? UNKNOWN : prior
  const wanted = configured ?? field.fallback ?? null
  if (prior === undefined || wanted === UNKNOWN) return wanted
  return means(field, prior, wanted, sibling) ? prior : wanted
}

function planBlocks(block: Block, prior: Value | undefined, configured: Value): Value {
  if (configured === UNKNOWN) return UNKNOWN
  if (prior !== undefined && block.same?.(prior, configured) === true) return prior
  if (isRecord(configured)) {
    return planFields(block.fields, prior !== undefined && isRecord(prior) ? prior : undefined, configured)
  }
  const items = itemsOf(configured)
  if (items === undefined) return configured
  const before = itemsOf(prior ?? null) ?? []
  // What the API decides does not tell blocks of a set apart where it is not configured.
  const isDecided = (field: Field, value: Value) =>
    field.kind === 'attribute' && field.mode.includes('computed') && value === null
  const meant = items.map((item) => ({ ...item, ...missing(block.fields, item) }))
  const pairs = block.nesting === 'list' ? before : pairedWith(block, before, meant, isDecided)
  return items.map((item, index) => planFields(block.fields, pairs[index], item))
}

/** What values that are not configured stand for. */
function missing(fields: Schema, item: ValueRecord): ValueRecord {
  const found = Object.entries(fields).flatMap(([name, field]) =>
    field.kind === 'attribute' && field.fallback !== undefined && member(item, name) === null
      ? [[name, field.fallback] as const]
      : [],
  )
  return Object.fromEntries(found)
}

function demandsReplacement(field: Field, prior: Value, planned: Value): boolean {
  return typeof field.replace === 'function' ? field.replace(prior, planned) : field.replace === true
}

function departsFrom(schema: Schema, planned: ValueRecord, config: ValueRecord): boolean {
  return Object.entries(schema).some(([name, field]) => {
    const ours = member(planned, name)
    const theirs = member(config, name)
    if (field.kind === 'attribute') return !field.mode.includes('computed') && !isEqual(field.type, ours, theirs)
    if (isRecord(ours) && isRecord(theirs)) return departsFrom(field.fields, ours, theirs)
    const [left, right] = [itemsOf(ours), itemsOf(theirs)]
    if (left === undefined || right === undefined) return ours !== theirs
    if (left.length !== right.length) return true
    return left.some((item, index) => departsFrom(field.fields, item, right[index] ?? {}))
  })
}
