import { Code, isBlank, isDigit, isLetter, isWhiteSpace } from './characters.ts'
import { State } from './lexer-state.ts'
import { LexicalError } from './lexical-error.ts'
import {
  endOfLineAfter,
  matchBracketedWord,
  matchFloat,
  matchIdentifier,
  matchInteger,
  matchSet,
  matchString,
  matchWord,
  NO_MATCH,
} from './longest-match.ts'
import { Kind } from './token.ts'

/** Finds which token of a state stands at a place of a text. */
export class TokenMatcher {
  readonly text: string
  /** What `match` found: a kind, and where it ends. */
  kind: Kind = Kind.TEXT
  end = 0
  /** Where the run of backslashes that was looked at last ends: long runs are looked at once. */
  #backslashes = 0

  constructor(text: string) {
    this.text = text
  }

  #found(kind: Kind, end: number): void {
    this.kind = kind
    this.end = end
  }

  /** The longest match at the present place; of two of one length the one that the grammar names first. */
  match(at: number, state: State): void {
    const { text } = this
    switch (state) {
      case State.DEFAULT:
        return this.#matchDefault(text, at)
      case State.PRE_DIRECTIVE:
        return this.#matchPreDirective(text, at)
      case State.DIRECTIVE:
        return this.#matchDirective(text, at)
      case State.REFERENCE:
      case State.REFMODIFIER:
        return this.#matchReference(text, at, state)
      case State.REFMOD2:
        return this.#matchArguments(text, at)
      case State.REFINDEX:
        return this.#matchIndex(text, at)
      default:
        return this.#matchWithinComment(text, at, state)
    }
  }

  /** What may start anywhere: `$`, `$!`, `#`, `#*`, `#**` and `#[[`, backslashes before a `$` included. */
  #matchMore(text: string, at: number, code: number): boolean {
    if (code === Code.HASH) {
      const second = text.charCodeAt(at + 1)
      let end = at + 1
      if (second === Code.STAR) {
        const fourth = text.charCodeAt(at + 3)
        end = text.charCodeAt(at + 2) === Code.STAR && at + 3 < text.length && fourth !== Code.HASH ? at + 4 : at + 2
      } else if (second === Code.OPEN_BRACKET && text.charCodeAt(at + 2) === Code.OPEN_BRACKET) {
        end = at + 3
      }
      this.#found(Kind.MORE, end)
      return true
    }
    let dollar = at
    if (code === Code.BACKSLASH) dollar = this.#endOfBackslashes(at)
    if (text.charCodeAt(dollar) !== Code.DOLLAR) return false
    let end = dollar + 1
    while (text.charCodeAt(end) === Code.BACKSLASH) end++
    this.#found(Kind.MORE, text.charCodeAt(end) === Code.BANG ? end + 1 : dollar + 1)
    return true
  }

  #endOfBackslashes(at: number): number {
    if (this.#backslashes > at) return this.#backslashes
    let end = at
    while (this.text.charCodeAt(end) === Code.BACKSLASH) end++
    this.#backslashes = end
    return end
  }

  /** `$[`, `$![`, `$\![` and `$.` are text. */
  #matchEmptyIndex(text: string, at: number): boolean {
    const second = text.charCodeAt(at + 1)
    if (second === Code.OPEN_BRACKET || second === Code.DOT) this.#found(Kind.EMPTY_INDEX, at + 2)
    else if (text.startsWith('$![', at)) this.#found(Kind.EMPTY_INDEX, at + 3)
    else if (text.startsWith('$\\![', at)) this.#found(Kind.EMPTY_INDEX, at + 4)
    else return false
    return true
  }

  /** `#set(` with the blanks before it, which it takes along where they start a token. */
  #matchSetAfterBlanks(text: string, at: number): boolean {
    let hash = at
    while (isBlank(text.charCodeAt(hash))) hash++
    if (text.charCodeAt(hash) !== Code.HASH) return false
    const end = matchSet(text, hash)
    if (end === NO_MATCH) return false
    this.#found(Kind.SET_DIRECTIVE, end)
    return true
  }

  #matchDefault(text: string, at: number): void {
    const code = text.charCodeAt(at)
    if (code === Code.HASH) {
      if (this.#matchSetAfterBlanks(text, at)) return
      if (text.charCodeAt(at + 1) === Code.HASH) this.#found(Kind.SINGLE_LINE_COMMENT_START, at + 2)
      else this.#matchMore(text, at, code)
      return
    }
    if (code === Code.DOLLAR) {
      if (!this.#matchEmptyIndex(text, at)) this.#matchMore(text, at, code)
      return
    }
    if (code === Code.BACKSLASH) return this.#matchBackslash(text, at)
    if (isBlank(code) && this.#matchSetAfterBlanks(text, at)) return
    let end = at + 1
    for (; end < text.length; end++) {
      const next = text.charCodeAt(end)
      if (next === Code.HASH || next === Code.DOLLAR || next === Code.BACKSLASH) break
    }
    this.#found(Kind.TEXT, end)
  }

  #matchBackslash(text: string, at: number): void {
    if (this.#matchMore(text, at, Code.BACKSLASH)) return
    const end = this.#endOfBackslashes(at)
    if ((end - at) % 2 === 1 && text.charCodeAt(end) === Code.HASH) {
      const word = Math.max(matchWord(text, end + 1), matchBracketedWord(text, end + 1))
      if (word !== NO_MATCH) return this.#found(Kind.ESCAPE_DIRECTIVE, word)
    }
    if (end - at >= 2) this.#found(Kind.DOUBLE_ESCAPE, at + 2)
    else this.#found(Kind.ESCAPE, at + 1)
  }

  #matchPreDirective(text: string, at: number): void {
    const code = text.charCodeAt(at)
    if (code === Code.HASH && text.charCodeAt(at + 1) === Code.HASH) {
      return this.#found(Kind.SINGLE_LINE_COMMENT_START, at + 2)
    }
    if (this.#matchMore(text, at, code)) return
    if (this.#matchNumber(text, at, code)) return
    const bracketed = matchBracketedWord(text, at)
    const end = bracketed === NO_MATCH ? matchWord(text, at) : bracketed
    if (end === NO_MATCH) return this.#found(Kind.SPECIAL, at + 1)
    const word = bracketed === NO_MATCH ? text.slice(at, end) : text.slice(at + 1, end - 1)
    if (word === 'end') this.#found(Kind.END, endOfLineAfter(text, end))
    else if (word === 'if') this.#found(Kind.IF_DIRECTIVE, end)
    else if (word === 'elseif') this.#found(Kind.ELSEIF_DIRECTIVE, end)
    else if (word === 'else') this.#found(Kind.ELSE_DIRECTIVE, endOfLineAfter(text, end))
    else this.#found(bracketed === NO_MATCH ? Kind.WORD : Kind.BRACKETED_WORD, end)
  }

  #matchNumber(text: string, at: number, code: number): boolean {
    if (!isDigit(code) && code !== Code.MINUS && code !== Code.DOT) return false
    const integer = matchInteger(text, at)
    const float = matchFloat(text, at)
    if (integer === NO_MATCH && float === NO_MATCH) return false
    if (integer >= float) this.#found(Kind.INTEGER_LITERAL, integer)
    else this.#found(Kind.FLOATING_POINT_LITERAL, float)
    return true
  }

  #matchDirective(text: string, at: number): void {
    const code = text.charCodeAt(at)
    if (isWhiteSpace(code)) return this.#matchWhiteSpace(text, at)
    if (code === Code.CLOSE_PAREN) return this.#found(Kind.RPAREN, endOfLineAfter(text, at + 1))
    if (code === Code.OPEN_PAREN) return this.#found(Kind.LPAREN, at + 1)
    if (code === Code.HASH && text.charCodeAt(at + 1) === Code.HASH) {
      return this.#found(Kind.SINGLE_LINE_COMMENT_START, at + 2)
    }
    if (this.#matchMore(text, at, code)) return
    if (this.#matchNumber(text, at, code)) return
    const bracketed = matchBracketedWord(text, at)
    if (bracketed !== NO_MATCH) return this.#found(Kind.BRACKETED_WORD, bracketed)
    if (this.#matchPunctuation(text, at, code)) return
    const word = matchWord(text, at)
    if (word !== NO_MATCH) return this.#found(WORD_KINDS.get(text.slice(at, word)) ?? Kind.WORD, word)
    this.#matchOperator(text, at, code)
  }

  #matchWhiteSpace(text: string, at: number): void {
    let end = at + 1
    while (isWhiteSpace(text.charCodeAt(end))) end++
    this.#found(Kind.WHITESPACE, end)
  }

  /** What lists, maps, ranges and strings are made of, in directives and in arguments. */
  #matchPunctuation(text: string, at: number, code: number): boolean {
    const kind = PUNCTUATION.get(code)
    if (kind !== undefined) {
      this.#found(kind, at + 1)
      return true
    }
    if (code === Code.DOT && text.charCodeAt(at + 1) === Code.DOT) {
      this.#found(Kind.DOUBLEDOT, at + 2)
      return true
    }
    return this.#matchQuoted(text, at, code)
  }

  #matchQuoted(text: string, at: number, code: number): boolean {
    if (code !== Code.QUOTE && code !== Code.APOSTROPHE) return false
    const end = matchString(text, at)
    if (end === NO_MATCH) throw new LexicalError(at, text.length, 'a string is not closed', true)
    this.#found(Kind.STRING_LITERAL, end)
    return true
  }

  #matchOperator(text: string, at: number, code: number): void {
    const second = text.charCodeAt(at + 1)
    const kind = second === Code.EQUALS ? COMPARISONS.get(code) : undefined
    if (kind !== undefined) return this.#found(kind, at + 2)
    if (code === second && code === Code.AMPERSAND) return this.#found(Kind.LOGICAL_AND, at + 2)
    if (code === second && code === Code.PIPE) return this.#found(Kind.LOGICAL_OR, at + 2)
    const single = OPERATORS.get(code)
    if (single === undefined) this.#fail(at)
    else this.#found(single, at + 1)
  }

  #fail(at: number): never {
    const character = String.fromCodePoint(this.text.codePointAt(at) ?? 0)
    throw new LexicalError(at, at + character.length, `${JSON.stringify(character)} has no meaning here`, false)
  }

  #matchReference(text: string, at: number, state: State): void {
    const code = text.charCodeAt(at)
    const isModifier = state === State.REFMODIFIER
    if (isLetter(code) || code === Code.UNDERSCORE) return this.#matchIdentifier(text, at)
    switch (code) {
      case Code.OPEN_BRACKET:
        return this.#found(Kind.INDEX_LBRACKET, at + 1)
      case Code.OPEN_BRACE:
        return this.#found(Kind.LCURLY, at + 1)
      case Code.CLOSE_BRACE:
        return this.#found(Kind.RCURLY, at + 1)
      case Code.OPEN_PAREN:
        return isModifier ? this.#found(Kind.LPAREN, at + 1) : this.#found(Kind.SPECIAL, at + 1)
      case Code.DOT:
        if (isLetter(text.charCodeAt(at + 1))) return this.#found(Kind.DOT, at + 2)
        return this.#found(Kind.SPECIAL, at + 1)
      case Code.SPACE:
      case Code.TAB:
        if (!this.#matchSetAfterBlanks(text, at)) this.#found(Kind.SPECIAL, at + 1)
        return
      case Code.HASH:
        if (this.#matchSetAfterBlanks(text, at)) return
        if (!isModifier && text.charCodeAt(at + 1) === Code.HASH) {
          return this.#found(Kind.SINGLE_LINE_COMMENT_START, at + 2)
        }
        break
      case Code.DOLLAR:
        if (!isModifier && this.#matchEmptyIndex(text, at)) return
        break
      default:
    }
    if (!this.#matchMore(text, at, code)) this.#found(Kind.SPECIAL, at + 1)
  }

  #matchIdentifier(text: string, at: number): void {
    const end = matchIdentifier(text, at)
    const length = end - at
    if (length === 4 && text.startsWith('true', at)) this.#found(Kind.TRUE, end)
    else if (length === 5 && text.startsWith('false', at)) this.#found(Kind.FALSE, end)
    else this.#found(Kind.IDENTIFIER, end)
  }

  #matchArguments(text: string, at: number): void {
    const code = text.charCodeAt(at)
    if (isLetter(code) || code === Code.UNDERSCORE) return this.#matchIdentifier(text, at)
    if (isWhiteSpace(code)) {
      this.#matchWhiteSpace(text, at)
      const { kind, end } = { kind: this.kind, end: this.end }
      if (isBlank(code) && this.#matchSetAfterBlanks(text, at)) return
      return this.#found(kind, end)
    }
    if (code === Code.CLOSE_PAREN) return this.#found(Kind.REFMOD2_RPAREN, at + 1)
    if (code === Code.HASH && this.#matchSetAfterBlanks(text, at)) return
    if (this.#matchMore(text, at, code)) return
    if (this.#matchNumber(text, at, code)) return
    if (this.#matchPunctuation(text, at, code)) return
    if (code === Code.DOT && isLetter(text.charCodeAt(at + 1))) return this.#found(Kind.DOT, at + 2)
    this.#fail(at)
  }

  #matchIndex(text: string, at: number): void {
    const code = text.charCodeAt(at)
    if (isWhiteSpace(code)) return this.#matchWhiteSpace(text, at)
    if (code === Code.CLOSE_BRACKET) return this.#found(Kind.INDEX_RBRACKET, at + 1)
    if (this.#matchMore(text, at, code)) return
    if (this.#matchNumber(text, at, code)) return
    if (this.#matchQuoted(text, at, code)) return
    if (text.startsWith('true', at)) return this.#found(Kind.TRUE, at + 4)
    if (text.startsWith('false', at)) return this.#found(Kind.FALSE, at + 5)
    this.#fail(at)
  }

  #matchWithinComment(text: string, at: number, state: State): void {
    const code = text.charCodeAt(at)
    switch (state) {
      case State.IN_SINGLE_LINE_COMMENT:
        if (code === Code.LF) return this.#found(Kind.SINGLE_LINE_COMMENT, at + 1)
        if (code === Code.CR) {
          return this.#found(Kind.SINGLE_LINE_COMMENT, text.charCodeAt(at + 1) === Code.LF ? at + 2 : at + 1)
        }
        break
      case State.IN_TEXTBLOCK:
        if (code === Code.CLOSE_BRACKET && text.startsWith(']]#', at)) return this.#found(Kind.TEXTBLOCK, at + 3)
        break
      default:
        if (code === Code.STAR && text.charCodeAt(at + 1) === Code.HASH) {
          const isFormal = state === State.IN_FORMAL_COMMENT
          return this.#found(isFormal ? Kind.FORMAL_COMMENT : Kind.MULTI_LINE_COMMENT, at + 2)
        }
    }
    if (this.#matchMore(text, at, code)) return
    this.#found(state === State.IN_TEXTBLOCK ? Kind.MORE : Kind.SKIP, at + 1)
  }
}

const PUNCTUATION: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [Code.OPEN_BRACKET, Kind.LBRACKET],
  [Code.CLOSE_BRACKET, Kind.RBRACKET],
  [Code.COMMA, Kind.COMMA],
  [Code.COLON, Kind.COLON],
  [Code.OPEN_BRACE, Kind.LEFT_CURLEY],
  [Code.CLOSE_BRACE, Kind.RIGHT_CURLEY],
])

const OPERATORS: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [Code.MINUS, Kind.MINUS],
  [Code.PLUS, Kind.PLUS],
  [Code.STAR, Kind.MULTIPLY],
  [Code.SLASH, Kind.DIVIDE],
  [Code.PERCENT, Kind.MODULUS],
  [Code.LESS, Kind.LOGICAL_LT],
  [Code.GREATER, Kind.LOGICAL_GT],
  [Code.BANG, Kind.LOGICAL_NOT],
  [Code.EQUALS, Kind.EQUALS],
])

const COMPARISONS: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [Code.LESS, Kind.LOGICAL_LE],
  [Code.GREATER, Kind.LOGICAL_GE],
  [Code.BANG, Kind.LOGICAL_NOT_EQUALS],
  [Code.EQUALS, Kind.LOGICAL_EQUALS],
])

const WORD_KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['true', Kind.TRUE],
  ['false', Kind.FALSE],
  ['and', Kind.LOGICAL_AND],
  ['or', Kind.LOGICAL_OR],
  ['lt', Kind.LOGICAL_LT],
  ['le', Kind.LOGICAL_LE],
  ['gt', Kind.LOGICAL_GT],
  ['ge', Kind.LOGICAL_GE],
  ['eq', Kind.LOGICAL_EQUALS],
  ['ne', Kind.LOGICAL_NOT_EQUALS],
  ['not', Kind.LOGICAL_NOT],
])
