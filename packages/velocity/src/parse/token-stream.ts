import { shortened } from '../shortened.ts'
import type { Lexer } from './lexer.ts'
import { LexicalError } from './lexical-error.ts'
import { SyntaxProblem } from './syntax-problem.ts'
import { describeKind, Kind, type Token } from './token.ts'

/**
 * The tokens, read when they are first looked at: the parser may change the lexer's state in between, so it must not look
 * further ahead than Velocity's own does.
 */
export class TokenStream {
  readonly lexer: Lexer
  readonly tokens: Token[] = []
  /** Index of the next token. */
  at = 0

  constructor(lexer: Lexer) {
    this.lexer = lexer
  }

  peek(distance = 0): Token {
    const index = this.at + distance
    while (this.tokens.length <= index) this.tokens.push(this.#read())
    return this.tokens[index] as Token
  }

  kind(distance = 0): Kind {
    return this.peek(distance).kind
  }

  is(kind: Kind): boolean {
    return this.peek().kind === kind
  }

  take(): Token {
    const token = this.peek()
    this.at++
    return token
  }

  takeIf(kind: Kind): Token | undefined {
    return this.is(kind) ? this.take() : undefined
  }

  expect(kind: Kind, what?: string): Token {
    return this.is(kind) ? this.take() : this.fail(what ?? describeKind(kind))
  }

  skipWhiteSpace(): void {
    if (this.is(Kind.WHITESPACE)) this.at++
  }

  /** Throws: the next token is not what was `expected`. */
  fail(expected: string): never {
    const token = this.peek()
    const isEnd = token.kind === Kind.END_OF_TEMPLATE
    const found = isEnd ? 'the end of the template' : quoted(token.image)
    throw new SyntaxProblem(token.start, token.end, `found ${found}, expected ${expected}`, isEnd)
  }

  #read(): Token {
    try {
      return this.lexer.next()
    } catch (error) {
      if (error instanceof LexicalError) throw new SyntaxProblem(error.start, error.end, error.message, error.isAtEnd)
      throw error
    }
  }
}

function quoted(image: string): string {
  const text = image.trim() === '' ? image : image.trim()
  return JSON.stringify(shortened(text, 40))
}
