import { Code, isWhiteSpace } from './characters.ts'
import { State } from './lexer-state.ts'
import { LexicalError } from './lexical-error.ts'
import { specialText } from './special-text.ts'
import { Kind, type Token } from './token.ts'
import { TokenMatcher } from './token-matcher.ts'

interface Frame {
  readonly state: State
  readonly lparen: number
  readonly rparen: number
}

/**
 * Velocity's lexer. What a character means depends on a state, and states are stacked: a template in a string is another
 * template, but an argument within `$a.b(…)` within `#if(…)` is not. Velocity 1.7 prints exactly what its states lead to,
 * odd corners included, so the states, the tokens of each and the longest-match rule are those of its grammar
 * (Apache Velocity 1.7, Parser.jjt, "Tokens"). The parser steers the state in three places only.
 */
export class Lexer {
  readonly #text: string
  #at = 0
  #state: State = State.DEFAULT
  readonly #stack: Frame[] = []
  /** Parentheses opened and closed in the present state. */
  #lparen = 0
  #rparen = 0
  #inComment = false
  #inSet = false
  readonly #matcher: TokenMatcher

  constructor(text: string) {
    this.#text = text
    this.#matcher = new TokenMatcher(text)
  }

  next(): Token {
    let start = this.#at
    let before = ''
    let isDropped = false
    let isMore = false
    for (;;) {
      if (this.#at >= this.#text.length) {
        // Only what was begun cannot end here: `#[[`, `$`, `#`.
        if (isMore) throw new LexicalError(start, this.#at, 'the template ends too early', true)
        return { kind: Kind.END_OF_TEMPLATE, image: '', start, end: this.#at, before: '' }
      }
      const from = this.#at
      this.#matcher.match(from, this.#state)
      const { kind, end } = this.#matcher
      this.#at = end
      switch (kind) {
        case Kind.MORE:
          this.#onMore(from, end)
          isMore = true
          continue
        case Kind.SKIP:
          start = end
          isMore = false
          continue
        case Kind.SPECIAL:
          // The character that ended a reference or a directive is read again, in the state below.
          before += specialText(this.#text.slice(start, end))
          // Velocity takes it for a comment that its lexer once left there.
          isDropped = this.#text.startsWith('##', start)
          this.#at = end - 1
          this.#pop()
          start = this.#at
          isMore = false
          continue
        default:
          return this.#token(kind, start, end, isDropped ? '' : before)
      }
    }
  }

  /** Behind `#word`: what follows are a directive's arguments. */
  enterDirective(): void {
    this.#state = State.DIRECTIVE
  }

  /** The `#word` was no directive with arguments. */
  leaveDirective(): void {
    this.#pop()
  }

  leaveSet(): void {
    this.#inSet = false
  }

  /** Whether the next thing but white space is an opening parenthesis. */
  isBeforeParenthesis(): boolean {
    let at = this.#at
    while (isWhiteSpace(this.#text.charCodeAt(at))) at++
    return this.#text.charCodeAt(at) === Code.OPEN_PAREN
  }

  #push(state: State): void {
    // The count of closed ones is not reset: so does Velocity.
    this.#stack.push({ state: this.#state, lparen: this.#lparen, rparen: this.#rparen })
    this.#lparen = 0
    this.#state = state
  }

  #pop(): boolean {
    const frame = this.#stack.pop()
    if (frame === undefined) {
      this.#lparen = 0
      this.#state = State.DEFAULT
      return false
    }
    this.#state = frame.state
    this.#lparen = frame.lparen
    this.#rparen = frame.rparen
    return true
  }

  #token(kind: Kind, start: number, matchedEnd: number, before: string): Token {
    let end = matchedEnd
    let image = this.#text.slice(start, end)
    switch (kind) {
      case Kind.INDEX_LBRACKET:
        this.#push(State.REFINDEX)
        break
      case Kind.INDEX_RBRACKET:
      case Kind.RCURLY:
        this.#pop()
        break
      case Kind.LPAREN:
        this.#lparen++
        if (this.#state === State.REFMODIFIER) this.#state = State.REFMOD2
        break
      case Kind.RPAREN:
        this.#closeParenthesis()
        break
      case Kind.REFMOD2_RPAREN:
        // $a.b().c() goes on.
        this.#state = State.REFERENCE
        break
      case Kind.SET_DIRECTIVE:
        this.#push(State.DIRECTIVE)
        this.#inSet = true
        this.#lparen++
        break
      case Kind.SINGLE_LINE_COMMENT_START:
        if (this.#state === State.REFERENCE) this.#pop()
        this.#inComment = true
        this.#push(State.IN_SINGLE_LINE_COMMENT)
        break
      case Kind.SINGLE_LINE_COMMENT:
      case Kind.FORMAL_COMMENT:
      case Kind.MULTI_LINE_COMMENT:
      case Kind.TEXTBLOCK:
        this.#inComment = false
        this.#pop()
        break
      case Kind.STRING_LITERAL:
        if (this.#state === State.DIRECTIVE && !this.#inSet && this.#lparen === 0) this.#pop()
        break
      case Kind.END:
      case Kind.ELSE_DIRECTIVE:
        this.#pop()
        break
      case Kind.IF_DIRECTIVE:
      case Kind.ELSEIF_DIRECTIVE:
        this.#state = State.DIRECTIVE
        break
      case Kind.INTEGER_LITERAL:
        if (image.endsWith('..')) {
          end -= 2
          image = image.slice(0, -2)
        }
        if (this.#lparen === 0 && !this.#inSet && this.#state !== State.REFMOD2 && this.#state !== State.REFINDEX) {
          this.#pop()
        }
        break
      case Kind.FLOATING_POINT_LITERAL:
        if (this.#lparen === 0 && !this.#inSet && this.#state !== State.REFMOD2) this.#pop()
        break
      case Kind.DOT:
        // The letter behind it belongs to the name.
        end -= 1
        image = '.'
        this.#state = State.REFMODIFIER
        break
      default:
    }
    this.#at = end
    return { kind, image, start, end, before }
  }

  /** Drops to the state below the one that the parenthesis closes. */
  #closeParenthesis(): void {
    for (;;) {
      if (this.#lparen > 0) {
        if (this.#lparen === this.#rparen + 1) this.#pop()
        else this.#rparen++
        return
      }
      if (!this.#pop()) return
    }
  }

  /** What begins something: its text goes before the token that follows. */
  #onMore(from: number, end: number): void {
    if (this.#inComment) return
    const code = this.#text.charCodeAt(end - 1)
    const isHash = this.#text.charCodeAt(from) === Code.HASH
    if (isHash && end - from === 3) {
      this.#inComment = true
      this.#push(State.IN_TEXTBLOCK)
    } else if (isHash && end - from === 4) {
      this.#at = end - 1
      this.#inComment = true
      this.#push(State.IN_FORMAL_COMMENT)
    } else if (isHash && code === Code.STAR) {
      this.#inComment = true
      this.#push(State.IN_MULTI_LINE_COMMENT)
    } else if (isHash) {
      if (this.#state === State.REFERENCE || this.#state === State.REFMODIFIER) this.#pop()
      this.#push(State.PRE_DIRECTIVE)
    } else {
      if (this.#state === State.REFERENCE) this.#pop()
      this.#push(State.REFERENCE)
    }
  }
}
