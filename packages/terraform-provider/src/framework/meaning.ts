import { isRecord, member, UNKNOWN, type Value, type ValueRecord } from '../conversion/value.ts'
import { isEqual, isZero } from './equal.ts'
import { type Attribute, absentOf, type Block, type Field, fieldType, type Schema, type Sibling } from './schema.ts'

/** Whether the state's value says what another one says, so that it may stay. */
export function means(field: Field, prior: Value, wanted: Value, sibling: Sibling): boolean {
  if (isEqual(fieldType(field), prior, wanted)) return true
  return field.kind === 'attribute' ? attributeMeans(field, prior, wanted, sibling) : blocksMean(field, prior, wanted)
}

function attributeMeans(field: Attribute<unknown>, prior: Value, wanted: Value, sibling: Sibling): boolean {
  const isDistinct = field.fallback !== undefined || field.zeroCounts === true
  if (!isDistinct && isZero(prior) && isZero(wanted)) return true
  return field.same?.(prior, wanted, sibling) ?? false
}

function blocksMean(field: Block, prior: Value, wanted: Value): boolean {
  if (field.same?.(prior, wanted) === true) return true
  if (field.nesting === 'single') {
    return isRecord(prior) && isRecord(wanted) && recordMeans(field.fields, prior, wanted)
  }
  const [before, after] = [itemsOf(prior), itemsOf(wanted)]
  if (before === undefined || after === undefined || before.length !== after.length) return false
  if (field.nesting === 'list') return after.every((item, index) => recordMeans(field.fields, before[index], item))
  return pairedWith(field, before, after).every((pair) => pair !== undefined)
}

function recordMeans(fields: Schema, prior: ValueRecord | undefined, wanted: ValueRecord): boolean {
  if (prior === undefined) return false
  return Object.entries(fields).every(([name, field]) =>
    means(field, member(prior, name), member(wanted, name), (other) => member(wanted, other)),
  )
}

/**
 * For each wanted item of a set the prior one that says the same, each taken once. `ignored`: fields that do not tell
 * items apart.
 */
export function pairedWith(
  block: Block,
  prior: readonly ValueRecord[],
  wanted: readonly ValueRecord[],
  isIgnored: (field: Field, wanted: Value) => boolean = () => false,
): readonly (ValueRecord | undefined)[] {
  const left = [...prior]
  return wanted.map((item) => {
    const telling = Object.entries(block.fields).filter(([name, field]) => !isIgnored(field, member(item, name)))
    const fields = Object.fromEntries(telling)
    const at = left.findIndex((candidate) => recordMeans(fields, candidate, item))
    return at < 0 ? undefined : left.splice(at, 1)[0]
  })
}

/** The blocks of a list or set, where they are known. */
export function itemsOf(value: Value): readonly ValueRecord[] | undefined {
  return Array.isArray(value) && value.every(isRecord) ? value : undefined
}

/** What the API says of a resource, with the state's own wording where both mean the same. */
export function reconcile(schema: Schema, state: ValueRecord, remote: ValueRecord): ValueRecord {
  const result: Record<string, Value> = {}
  for (const [name, field] of Object.entries(schema)) {
    const own = member(state, name)
    const theirs = member(remote, name)
    if (own !== UNKNOWN && means(field, own, theirs, (it) => member(state, it))) result[name] = own
    else result[name] = field.kind === 'block' ? reconcileBlocks(field, own, theirs) : theirs
  }
  return result
}

function reconcileBlocks(block: Block, own: Value, theirs: Value): Value {
  if (theirs === null) return absentOf(block)
  if (isRecord(own) && isRecord(theirs)) return reconcile(block.fields, own, theirs)
  const [before, after] = [itemsOf(own), itemsOf(theirs)]
  if (before === undefined || after === undefined) return theirs
  const pairs = block.nesting === 'list' ? before : pairedWith(block, before, after)
  return after.map((item, index) => {
    const pair = pairs[index]
    return pair === undefined ? item : reconcile(block.fields, pair, item)
  })
}
