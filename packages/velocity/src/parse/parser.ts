import { shortened } from '../shortened.ts'
import type { BlockNode, DirectiveNode, Expression, IfBranch, Statement, TextNode } from './ast.ts'
import { escapedDirective, escapedText, isBlockDirective } from './directive-names.ts'
import { isReferenceNext, parseExpression, parseReference, parseValue } from './expression-parser.ts'
import { Lexer } from './lexer.ts'
import { Nesting } from './nesting.ts'
import { MOST_BRANCHES } from './parse-bounds.ts'
import { SyntaxProblem } from './syntax-problem.ts'
import { describeKind, Kind, literalOf, type Token } from './token.ts'
import { TokenStream } from './token-stream.ts'

export interface ParserOptions {
  readonly maxDepth: number
  /** Names of the macros that are known so far; those that the template defines are added. */
  readonly macros: Set<string>
}

/** The grammar of Velocity 1.7 (Parser.jjt, "process" and below), as one function per production. */
export class Parser {
  readonly #tokens: TokenStream
  readonly #nesting: Nesting
  readonly #macros: Set<string>

  constructor(source: string, options: ParserOptions) {
    this.#tokens = new TokenStream(new Lexer(source))
    this.#nesting = new Nesting(options.maxDepth)
    this.#macros = options.macros
  }

  get tokens(): readonly Token[] {
    return this.#tokens.tokens
  }

  /** The whole template. Throws a SyntaxProblem. */
  parse(): BlockNode {
    const block = this.#block()
    if (!this.#tokens.is(Kind.END_OF_TEMPLATE)) this.#failOutsideBlock()
    return block
  }

  #failOutsideBlock(): never {
    const token = this.#tokens.peek()
    switch (token.kind) {
      case Kind.END:
      case Kind.ELSE_DIRECTIVE:
      case Kind.ELSEIF_DIRECTIVE: {
        const message = `found ${describeKind(token.kind)}, but no block is open that it could belong to`
        throw new SyntaxProblem(token.start, token.end, message, true)
      }
      default:
        return this.#tokens.fail('text, a reference or a directive')
    }
  }

  #block(): BlockNode {
    const first = this.#tokens.at
    const statements: Statement[] = []
    for (;;) {
      const kind = this.#tokens.kind()
      if (!STATEMENT_STARTS.has(kind)) break
      const statement = this.#statement(kind)
      if (statement !== undefined) statements.push(statement)
    }
    return { type: 'block', statements, first, last: this.#tokens.at - 1 }
  }

  #statement(kind: Kind): Statement | undefined {
    if (kind === Kind.IF_DIRECTIVE) return this.#if()
    if (isReferenceNext(this.#tokens)) return parseReference(this.#tokens, this.#nesting)
    switch (kind) {
      case Kind.SINGLE_LINE_COMMENT_START:
      case Kind.MULTI_LINE_COMMENT:
      case Kind.FORMAL_COMMENT:
        return this.#comment(kind)
      case Kind.TEXTBLOCK:
        // Counted from the token's start, whatever stands before the `#[[`: so does Velocity.
        return this.#text(({ image }) => image.slice(3, -3))
      case Kind.SET_DIRECTIVE:
        return this.#set()
      case Kind.ESCAPE_DIRECTIVE:
        return this.#text((token) => {
          token.image = escapedDirective(token.image, this.#macros)
          return token.image
        })
      case Kind.DOUBLE_ESCAPE:
        return this.#escape()
      case Kind.WORD:
      case Kind.BRACKETED_WORD:
        return this.#directive()
      default:
        return this.#text(literalOf)
    }
  }

  #text(textOf: (token: Token) => string): TextNode {
    const at = this.#tokens.at
    return { type: 'text', text: textOf(this.#tokens.take()), first: at, last: at }
  }

  /** Prints only what the lexer put before it in the same token. */
  #comment(kind: Kind): TextNode | undefined {
    const first = this.#tokens.at
    const { image } = this.#tokens.take()
    if (kind === Kind.SINGLE_LINE_COMMENT_START) this.#tokens.takeIf(Kind.SINGLE_LINE_COMMENT)
    const line = image.indexOf('##')
    const text = image.slice(0, Math.max(0, line < 0 ? image.indexOf('#*') : line))
    return text === '' ? undefined : { type: 'text', text, first, last: this.#tokens.at - 1 }
  }

  /** Pairs of backslashes: each prints as one before a directive, and as two elsewhere. */
  #escape(): TextNode {
    const first = this.#tokens.at
    let count = 0
    while (this.#tokens.is(Kind.DOUBLE_ESCAPE)) {
      this.#tokens.take()
      count++
    }
    const next = this.#tokens.peek()
    return { type: 'text', text: escapedText(count, next, this.#macros), first, last: this.#tokens.at - 1 }
  }

  #set(): Statement {
    const tokens = this.#tokens
    const first = tokens.at
    tokens.take()
    tokens.skipWhiteSpace()
    if (!tokens.is(Kind.IDENTIFIER) && !tokens.is(Kind.LCURLY)) tokens.fail('a reference to set')
    const left = parseReference(tokens, this.#nesting)
    tokens.skipWhiteSpace()
    tokens.expect(Kind.EQUALS)
    const right = parseExpression(tokens, this.#nesting)
    tokens.expect(Kind.RPAREN, 'an operator or ")", which ends the #set')
    tokens.lexer.leaveSet()
    return { type: 'set', left, right, first, last: tokens.at - 1 }
  }

  #if(): Statement {
    const tokens = this.#tokens
    const first = tokens.at
    this.#nesting.enter(tokens.take().start)
    const branches = [this.#branch('#if')]
    while (tokens.is(Kind.ELSEIF_DIRECTIVE)) {
      const { start, end } = tokens.take()
      if (branches.length === MOST_BRANCHES) {
        throw new SyntaxProblem(start, end, `an #if of more than ${MOST_BRANCHES} conditions`)
      }
      branches.push(this.#branch('#elseif'))
    }
    const otherwise = tokens.takeIf(Kind.ELSE_DIRECTIVE) === undefined ? undefined : this.#block()
    this.#end('#if', first)
    this.#nesting.leave()
    return { type: 'if', branches, otherwise, first, last: tokens.at - 1 }
  }

  #branch(name: string): IfBranch {
    const tokens = this.#tokens
    tokens.skipWhiteSpace()
    tokens.expect(Kind.LPAREN, `"(" behind ${name}`)
    const condition = parseExpression(tokens, this.#nesting)
    tokens.expect(Kind.RPAREN, `an operator or ")", which ends the condition`)
    return { condition, body: this.#block() }
  }

  /** `#end`, which closes what began at token `first`. */
  #end(name: string, first: number): void {
    const tokens = this.#tokens
    if (tokens.takeIf(Kind.END) !== undefined) return
    const token = tokens.peek()
    if (token.kind === Kind.END_OF_TEMPLATE) {
      const opening = tokens.tokens[first] as Token
      throw new SyntaxProblem(
        opening.start,
        token.end,
        `${shortened(name)} is not closed: expected #end before the template ends`,
        true,
      )
    }
    tokens.fail(`#end, which closes ${shortened(name)}`)
  }

  #directive(): DirectiveNode {
    const tokens = this.#tokens
    const first = tokens.at
    const word = tokens.take()
    const name = word.kind === Kind.BRACKETED_WORD ? word.image.slice(2, -1) : word.image.slice(1)
    tokens.lexer.enterDirective()
    if (!tokens.lexer.isBeforeParenthesis()) {
      if (name === 'macro') this.#failMacro(word)
      tokens.lexer.leaveDirective()
      return { type: 'directive', name, children: [], first, last: first }
    }
    this.#nesting.enter(word.start)
    const children: (Expression | BlockNode)[] = this.#directiveArguments(name, word)
    if (isBlockDirective(name)) {
      children.push(this.#block())
      this.#end(`#${name}`, first)
    }
    this.#nesting.leave()
    if (name === 'macro') this.#registerMacro(word, children)
    return { type: 'directive', name, children, first, last: tokens.at - 1 }
  }

  #directiveArguments(name: string, word: Token): Expression[] {
    const tokens = this.#tokens
    tokens.skipWhiteSpace()
    tokens.expect(Kind.LPAREN)
    const args: Expression[] = []
    for (;;) {
      tokens.skipWhiteSpace()
      const comma = tokens.takeIf(Kind.COMMA)
      if (comma !== undefined) tokens.skipWhiteSpace()
      const arg = this.#directiveArgument()
      if (arg === undefined) {
        if (comma !== undefined) tokens.fail('another argument')
        break
      }
      checkArgument(name, arg, args.length, tokens.tokens[arg.first] ?? word)
      args.push(arg)
    }
    tokens.expect(Kind.RPAREN, 'an argument or ")"')
    return args
  }

  #directiveArgument(): Expression | undefined {
    const at = this.#tokens.at
    const word = this.#tokens.takeIf(Kind.WORD)
    if (word !== undefined) return { type: 'word', word: word.image, first: at, last: at }
    return parseValue(this.#tokens, this.#nesting)
  }

  #failMacro(word: Token): never {
    throw new SyntaxProblem(word.start, word.end, '#macro needs "(", the name of the macro, and its parameters')
  }

  #registerMacro(word: Token, children: readonly (Expression | BlockNode)[]): void {
    const [macro] = children
    if (macro?.type !== 'word') this.#failMacro(word)
    this.#macros.add(macro.word)
  }
}

/** Words are arguments of #macro and #foreach alone; elsewhere they are a mistake, or a call of a macro that has none. */
function checkArgument(name: string, arg: Expression, position: number, { start, end }: Token): void {
  if (name === 'macro') {
    if (position === 0 && arg.type !== 'word') {
      throw new SyntaxProblem(start, end, 'the first argument of #macro is the name of the macro, without quotes')
    }
    if (position > 0 && arg.type === 'word') {
      throw new SyntaxProblem(start, end, `the parameters of a macro are references: $${shortened(arg.word)}`)
    }
  } else if (arg.type === 'word' && STOCK_WITHOUT_WORDS.has(name)) {
    throw new SyntaxProblem(start, end, `#${name} takes no bare word: found ${JSON.stringify(shortened(arg.word))}`)
  } else if (arg.type === 'word' && name === 'foreach' && position !== 1) {
    throw new SyntaxProblem(start, end, `#foreach takes "in" as its second argument: #foreach($item in $list)`)
  }
}

const STOCK_WITHOUT_WORDS = new Set(['include', 'parse', 'literal', 'evaluate', 'break', 'define', 'stop'])

const STATEMENT_STARTS: ReadonlySet<Kind> = new Set<Kind>([
  Kind.IF_DIRECTIVE,
  Kind.IDENTIFIER,
  Kind.LCURLY,
  Kind.SINGLE_LINE_COMMENT_START,
  Kind.MULTI_LINE_COMMENT,
  Kind.FORMAL_COMMENT,
  Kind.TEXTBLOCK,
  Kind.SET_DIRECTIVE,
  Kind.ESCAPE_DIRECTIVE,
  Kind.DOUBLE_ESCAPE,
  Kind.WORD,
  Kind.BRACKETED_WORD,
  Kind.TEXT,
  Kind.DOT,
  Kind.RPAREN,
  Kind.LPAREN,
  Kind.INTEGER_LITERAL,
  Kind.FLOATING_POINT_LITERAL,
  Kind.STRING_LITERAL,
  Kind.ESCAPE,
  Kind.RCURLY,
  Kind.EMPTY_INDEX,
])
