import type { JavaNumber } from '../values/java-number.ts'
import type { JsonLiteral } from './json-literal.ts'
import type { PatternLiteral } from './pattern-literal.ts'

/** An expression as it was read. */
export interface Path {
  /** `$` is the document, `@` the value that a filter looks at. */
  readonly root: '$' | '@'
  readonly tokens: readonly Token[]
  /** Whether the path itself stands for the document, which the function of a turned path does not tell. */
  readonly ofDocument: boolean
  /** Whether a function of all that `..` found stands first: `$..a.sum()` is read as `$.sum($..a)`. */
  readonly turned: boolean
}

export type Token = PropertyToken | WildcardToken | IndexToken | SliceToken | FilterToken | ScanToken | FunctionToken

/** `.a`, `['a']` and `['a','b']`. */
export interface PropertyToken {
  readonly type: 'property'
  readonly names: readonly string[]
  /** As error texts show it. */
  readonly quote: string
}

interface WildcardToken {
  readonly type: 'wildcard'
}

/** `[0]` and `[0,-1]`. */
export interface IndexToken {
  readonly type: 'index'
  readonly indexes: readonly number[]
}

/** `[1:]`, `[:2]` and `[1:2]`: at least one bound. */
export interface SliceToken {
  readonly type: 'slice'
  readonly from: number | undefined
  readonly to: number | undefined
}

export interface FilterToken {
  readonly type: 'filter'
  readonly condition: Condition
}

/** `..`; the token after it tells what is sought. */
interface ScanToken {
  readonly type: 'scan'
}

export interface FunctionToken {
  readonly type: 'function'
  readonly name: string
  /** As it was written: a turned path adds one. */
  readonly hasParameters: boolean
  readonly parameters: readonly Parameter[]
}

/** A path, or the text of a JSON value, which is read when it is first needed. */
export type Parameter = Path | JsonLiteral

export type Condition =
  | { readonly type: 'or' | 'and'; readonly operands: readonly Condition[] }
  | { readonly type: 'not'; readonly operand: Condition }
  | { readonly type: 'exists'; readonly path: Path; readonly expected: boolean }
  | { readonly type: 'comparison'; readonly operator: string; readonly left: Operand; readonly right: Operand }

export type Operand =
  | { readonly type: 'path'; readonly path: Path; readonly negated: boolean }
  | { readonly type: 'literal'; readonly value: Literal }

export type Literal = string | boolean | null | JavaNumber | JsonLiteral | PatternLiteral

/** Whether the token leads to one place at most. Several properties are one object where they end the path. */
export function isDefiniteToken(token: Token, isLeaf: boolean): boolean {
  switch (token.type) {
    case 'property':
      return token.names.length === 1 || isLeaf
    case 'index':
      return token.indexes.length === 1
    case 'function':
      return true
    default:
      return false
  }
}

/** Whether the path leads to one place at most, and hence gives that one's value, not a list. */
export function isDefinitePath({ tokens }: Path): boolean {
  return tokens.every((token, index) => isDefiniteToken(token, index === tokens.length - 1))
}

export function isFunctionPath({ tokens, turned }: Path): boolean {
  return turned || tokens.at(-1)?.type === 'function'
}
