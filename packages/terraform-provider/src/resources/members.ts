import { member, type Value, type ValueRecord } from '../conversion/value.ts'
import { isEqual, isZero } from '../framework/equal.ts'
import type { Attribute, Schema, State } from '../framework/schema.ts'

type Members<S extends Schema> = { readonly [N in keyof S & string]?: string }

/** Attributes that members of the API carry as they are. Blocks are not among them. */
export interface MemberTable<S extends Schema, Names extends keyof S> {
  /** The members of a creation: what is set. */
  created(planned: State<S>): Record<string, Value>
  /** The members of a PATCH: what changed. What is not set any more is cleared by the empty value of its type. */
  changed(prior: State<S>, planned: State<S>): Record<string, Value>
  /** What the API answered, as attributes. */
  answered(found: object): Pick<State<S>, Names>
}

/** @param members the name of the member that carries an attribute */
export function memberTable<S extends Schema, const M extends Members<S>>(
  schema: S,
  members: M,
): MemberTable<S, keyof M & keyof S> {
  const rows = Object.entries(members as Readonly<Record<string, string>>).map(([name, to]) => {
    const field = schema[name]
    if (field?.kind !== 'attribute') throw new Error(`${name} is no attribute`)
    return { name, to, field }
  })
  const valueOf = (state: object, name: string) => member(state as ValueRecord, name)
  return {
    created(planned) {
      const set = rows.filter(({ name, field }) => !isUnset(field, valueOf(planned, name)))
      return Object.fromEntries(set.map(({ name, to }) => [to, valueOf(planned, name)]))
    },
    changed(prior, planned) {
      const changes: Record<string, Value> = {}
      for (const { name, to, field } of rows) {
        const before = valueOf(prior, name)
        const after = valueOf(planned, name)
        if (isEqual(field.type, before, after) || (isUnset(field, before) && isUnset(field, after))) continue
        const value = after ?? emptyOf(field)
        if (value !== undefined) changes[to] = value
      }
      return changes
    },
    answered(found) {
      const values = found as Readonly<Record<string, Value | undefined>>
      const own = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined) ?? null
      // The author of the table knows that the member is of the attribute's type.
      return Object.fromEntries(rows.map(({ name, to }) => [name, own(to)])) as unknown as Pick<
        State<S>,
        keyof M & keyof S
      >
    },
  }
}

/** Null and the zero value of a type are the same, unless the attribute says that they are not. */
function isUnset(field: Attribute<unknown>, value: Value): boolean {
  return value === null || (isZero(value) && field.zeroCounts !== true && field.fallback === undefined)
}

/** What clears a member; undefined for numbers, which the API keeps. */
function emptyOf({ type }: Attribute<unknown>): Value | undefined {
  if (type === 'string') return ''
  if (type === 'bool') return false
  if (type === 'number') return undefined
  return type[0] === 'map' ? {} : []
}
