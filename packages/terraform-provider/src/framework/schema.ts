import type { CtyType } from '../conversion/cty-type.ts'
import type { Unknown, Value } from '../conversion/value.ts'

/** How an attribute may be set, as Terraform's schema says it. */
type Mode = 'required' | 'optional' | 'computed' | 'optional-computed'

/** What plan rules see beside the attribute itself: the configured object. */
export type Sibling = (name: string) => Value

interface AttributeRules {
  readonly sensitive?: true
  readonly description?: string
  /** A change of it makes the resource anew; or only a change for which this answers true. */
  readonly replace?: true | ((prior: Value, planned: Value) => boolean)
  /** What a missing value stands for. */
  readonly fallback?: Value
  /** Whether two values that differ mean the same, so that the one in the state stays. */
  readonly same?: (prior: Value, configured: Value, sibling: Sibling) => boolean
  /** The values that are allowed. */
  readonly oneOf?: readonly string[]
  /** Computed, and another after each change of the resource: unknown until that is made. */
  readonly volatile?: true
  /** 0, false and the empty text are values of their own, and not what null is. */
  readonly zeroCounts?: true
}

/** T: the type of its values where they are known and not null. */
export interface Attribute<T, M extends Mode = Mode> extends AttributeRules {
  readonly kind: 'attribute'
  readonly type: CtyType
  readonly mode: M
  /** Only the type of it is of use. */
  readonly example?: T
}

/** Blocks of one name. `single`: one at most, an object or null; `list` and `set`: an array. */
export interface Block<F extends Schema = Schema, N extends Nesting = Nesting> {
  readonly kind: 'block'
  readonly nesting: N
  readonly fields: F
  readonly minItems: number
  /** 0: any number. */
  readonly maxItems: number
  readonly description?: string
  /** Whether blocks that differ mean the same, so that the state's stay. Told all blocks of the name. */
  readonly same?: (prior: Value, configured: Value) => boolean
  /** Whether such a change makes the resource anew. */
  readonly replace?: (prior: Value, planned: Value) => boolean
}

export type Nesting = 'single' | 'list' | 'set'
export type Field = Attribute<unknown> | Block
/** A type that refers to itself has to be an interface. */
export interface Schema {
  readonly [name: string]: Field
}

type AttributeType<T> = <M extends Mode>(mode: M, rules?: AttributeRules) => Attribute<T, M>

const attribute =
  <T>(type: CtyType): AttributeType<T> =>
  (mode, rules = {}) => ({ kind: 'attribute', type, mode, ...rules })

export const text = attribute<string>('string')
export const wholeNumber = attribute<number>('number')
export const realNumber = attribute<number>('number')
export const truth = attribute<boolean>('bool')
export const textMap = attribute<Readonly<Record<string, string>>>(['map', 'string'])
export const textSet = attribute<readonly string[]>(['set', 'string'])
export const textList = attribute<readonly string[]>(['list', 'string'])

/** A list of objects that the provider alone makes: what a block of a resource is in a data source. */
export function computedList<F extends Schema>(fields: F): Attribute<readonly State<F>[], 'computed'> {
  return { kind: 'attribute', type: ['list', typeOf(fields)], mode: 'computed' }
}

interface BlockRules {
  readonly minItems?: number
  readonly maxItems?: number
  readonly description?: string
  readonly same?: (prior: Value, configured: Value) => boolean
  readonly replace?: (prior: Value, planned: Value) => boolean
}

const block =
  <N extends Nesting>(nesting: N) =>
  <F extends Schema>(fields: F, rules: BlockRules = {}): Block<F, N> => ({
    kind: 'block',
    nesting,
    fields,
    minItems: 0,
    maxItems: 0,
    ...rules,
  })

export const listBlock = block('list')
export const setBlock = block('set')
export const singleBlock = block('single')

type Held<F> =
  F extends Attribute<infer T, infer M>
    ? M extends 'required'
      ? T
      : T | null
    : F extends Block<infer A, infer N>
      ? N extends 'single'
        ? State<A> | null
        : readonly State<A>[]
      : never

/** An object of which everything is known. */
export type State<S> = { readonly [K in keyof S]: Held<S[K]> }

type Inner<T> = T extends readonly (infer E)[]
  ? readonly (E extends object ? Config<E> : E | Unknown)[] | Unknown
  : T extends object
    ? string extends keyof T
      ? Readonly<Record<string, string | Unknown>> | Unknown
      : Config<T>
    : T | Unknown
/** An object of which anything may not be known yet. */
export type Config<T> = { readonly [K in keyof T]: Inner<T[K]> | null }

/** The object type that a schema describes. */
export function typeOf(schema: Schema): CtyType {
  return ['object', Object.fromEntries(Object.entries(schema).map(([name, field]) => [name, fieldType(field)]))]
}

/** The type of an attribute's value, or of all blocks of a name. */
export function fieldType(field: Field): CtyType {
  if (field.kind === 'attribute') return field.type
  return field.nesting === 'single' ? typeOf(field.fields) : [field.nesting, typeOf(field.fields)]
}

/** What stands for blocks that are not there. */
export function absentOf(field: Field): Value {
  return field.kind === 'attribute' || field.nesting === 'single' ? null : []
}
