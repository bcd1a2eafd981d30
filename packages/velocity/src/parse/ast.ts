import type { JavaNumber } from '../values/java-number.ts'

/** Where a node begins and ends: indexes of its first and last token. */
export interface Span {
  readonly first: number
  readonly last: number
}

export interface TextNode extends Span {
  readonly type: 'text'
  readonly text: string
}

export interface PropertyStep extends Span {
  readonly type: 'property'
  readonly name: string
}
export interface MethodStep extends Span {
  readonly type: 'method'
  readonly name: string
  readonly args: readonly Expression[]
}
export interface IndexStep extends Span {
  readonly type: 'index'
  readonly argument: Expression
}
export type Step = PropertyStep | MethodStep | IndexStep

export interface ReferenceNode extends Span {
  readonly type: 'reference'
  /**
   * How it is written: `$x`, `${x}`, `$!x`. A `runt` is a name that the lexer left behind, such as `b` in `$a[0]b`: it
   * prints its name. `slashbang` is `$\!x`: it prints as text.
   */
  readonly style: 'normal' | 'formal' | 'quiet' | 'runt' | 'slashbang'
  /** Name of the variable. */
  readonly root: string
  readonly steps: readonly Step[]
  /** What is printed where the reference has no value. */
  readonly nullText: string
  /** Its first token as text, without escapes: `$x`, `${`, `$!x`. */
  readonly image: string
  /** Whether an odd number of backslashes stands before it. */
  readonly escaped: boolean
  /** Half of the backslashes before it. */
  readonly escapePrefix: string
  /** What else stands before it in one token: the first `$` of `$$x`. */
  readonly morePrefix: string
}

export interface StringNode extends Span {
  readonly type: 'string'
  /** The text within the quotes, quotes and `\uXXXX` replaced. */
  readonly text: string
  /** Double-quoted, and holds `$` or `#`: a template of its own. */
  readonly isTemplate: boolean
  readonly image: string
  /** Offset of the token's image in the template. */
  readonly start: number
}
export interface NumberNode extends Span {
  readonly type: 'number'
  readonly value: JavaNumber
  readonly isFloat: boolean
}
interface BooleanNode extends Span {
  readonly type: 'boolean'
  readonly value: boolean
}
export interface RangeNode extends Span {
  readonly type: 'range'
  readonly from: Expression
  readonly to: Expression
}
export interface ListNode extends Span {
  readonly type: 'list'
  readonly items: readonly Expression[]
}
export interface MapNode extends Span {
  readonly type: 'map'
  readonly entries: readonly (readonly [key: Expression, value: Expression])[]
}
interface WordNode extends Span {
  readonly type: 'word'
  readonly word: string
}
interface NotNode extends Span {
  readonly type: 'not'
  readonly operand: Expression
}
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '&&' | '||' | '<' | '<=' | '>' | '>=' | '==' | '!='
export interface BinaryNode extends Span {
  readonly type: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
}
export type Expression =
  | ReferenceNode
  | StringNode
  | NumberNode
  | BooleanNode
  | RangeNode
  | ListNode
  | MapNode
  | WordNode
  | NotNode
  | BinaryNode

export interface BlockNode extends Span {
  readonly type: 'block'
  readonly statements: readonly Statement[]
}
export interface SetNode extends Span {
  readonly type: 'set'
  readonly left: ReferenceNode
  readonly right: Expression
}
export interface IfBranch {
  readonly condition: Expression
  readonly body: BlockNode
}
export interface IfNode extends Span {
  readonly type: 'if'
  readonly branches: readonly IfBranch[]
  readonly otherwise: BlockNode | undefined
}
/** `#name` or `#name(…)`, with a body to `#end` where the directive has one, which then is the last child. */
export interface DirectiveNode extends Span {
  readonly type: 'directive'
  readonly name: string
  readonly children: readonly (Expression | BlockNode)[]
}
export type Statement = TextNode | ReferenceNode | SetNode | IfNode | DirectiveNode
