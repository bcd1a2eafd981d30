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
}

/** T: the type of its values where they are known and not null. */
export interface Attribute<T, M extends Mode = Mode> extends AttributeRules {
  readonly kind: 'attribute'
  readonly type: CtyType
  readonly mode: M
  /** Only the type of it is of use. */
  readonly example?: T
}

export interface Block<A extends Attributes = Attributes> {
  readonly kind: 'block'
  readonly nesting: 'list' | 'set'
  readonly attributes: A
  readonly maxItems: number
  readonly description?: string
}

export type Attributes = Readonly<Record<string, Attribute<unknown>>>
export type Schema = Readonly<Record<string, Attribute<unknown> | Block>>

type AttributeType<T> = <M extends Mode>(mode: M, rules?: AttributeRules) => Attribute<T, M>

const attribute =
  <T>(type: CtyType): AttributeType<T> =>
  (mode, rules = {}) => ({ kind: 'attribute', type, mode, ...rules })

export const text = attribute<string>('string')
export const wholeNumber = attribute<number>('number')
export const truth = attribute<boolean>('bool')
export const textSet = attribute<readonly string[]>(['set', 'string'])
export const textList = attribute<readonly string[]>(['list', 'string'])
export const textMap = attribute<Readonly<Record<string, string>>>(['map', 'string'])

interface BlockRules {
  readonly maxItems?: number
  readonly description?: string
}

export function listBlock<A extends Attributes>(attributes: A, rules: BlockRules = {}): Block<A> {
  return { kind: 'block', nesting: 'list', attributes, maxItems: 0, ...rules }
}

export function setBlock<A extends Attributes>(attributes: A, rules: BlockRules = {}): Block<A> {
  return { kind: 'block', nesting: 'set', attributes, maxItems: 0, ...rules }
}

type Held<F> =
  F extends Attribute<infer T, infer M>
    ? M extends 'required'
      ? T
      : T | null
    : F extends Block<infer A>
      ? readonly State<A>[]
      : never

/** An object of which everything is known. */
export type State<S> = { readonly [K in keyof S]: Held<S[K]> }

type Inner<T> = T extends readonly (infer E)[]
  ? readonly Config<E>[] | Unknown
  : T extends Readonly<Record<string, string>>
    ? Readonly<Record<string, string | Unknown>> | Unknown
    : T | Unknown
/** An object of which anything may not be known yet. */
export type Config<T> = { readonly [K in keyof T]: Inner<T[K]> | null }

/** The object type that a schema describes. */
export function typeOf(schema: Schema): CtyType {
  return ['object', Object.fromEntries(Object.entries(schema).map(([name, field]) => [name, fieldType(field)]))]
}

/** The type of an attribute's value, or of all blocks of a name. */
export function fieldType(field: Attribute<unknown> | Block): CtyType {
  return field.kind === 'attribute' ? field.type : [field.nesting, typeOf(field.attributes)]
}
