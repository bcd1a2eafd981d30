import { isAsciiSpace } from './ascii.ts'
import type { CharPredicate } from './char-predicate.ts'
import { expandQuotes } from './expand-quotes.ts'
import { COMMENTS, UNIX_LINES } from './pattern-flags.ts'
import type { PatternNode } from './pattern-node.ts'
import { PatternSyntaxError } from './pattern-syntax-error.ts'

/**
 * Where a parser is in a pattern, and what it has learnt. The moves are those of Java's parser, each with its own way
 * to pass over white space and comments, since they decide at which index an error is reported.
 */
export class PatternCursor {
  readonly length: number
  at = 0
  flags: number
  /** Groups that have been opened so far; the whole match is none of them. */
  groups = 0
  readonly names = new Map<string, number>()
  /** Whether what matches hangs on more than the position: on groups, for back references, or on the last match. */
  isStateful = false
  /** Java's hasSupplementary: `find` starts no match in the middle of a surrogate pair. */
  keepsPairs = false
  readonly #chars: readonly number[]
  readonly #pattern: string

  constructor(pattern: string, flags: number) {
    this.#pattern = pattern
    this.#chars = expandQuotes(pattern)
    this.length = this.#chars.length
    this.flags = flags
  }

  has(flag: number): boolean {
    return (this.flags & flag) !== 0
  }

  /** The character at an index as it is written; 0 beyond the end. */
  raw(index: number): number {
    return this.#chars[index] ?? 0
  }

  /** The next character that counts; the cursor stops before it. */
  peek(): number {
    return this.#stopAt(this.at)
  }

  /** Moves on by one, then peeks. */
  next(): number {
    return this.#stopAt(this.at + 1)
  }

  /** The next character that counts; the cursor stops behind it. */
  read(): number {
    const char = this.peek()
    this.at += 1
    return char
  }

  /** The character after this one as it is written; the cursor stops behind it. */
  skip(): number {
    this.at += 2
    return this.raw(this.at - 1)
  }

  /** Moves on by one; the character there as it is written. */
  step(): number {
    this.at += 1
    return this.raw(this.at)
  }

  unread(): void {
    this.at -= 1
  }

  get isAtEnd(): boolean {
    return this.at >= this.length
  }

  accept(char: number, otherwise: string): void {
    if (this.read() !== char) throw this.error(otherwise)
  }

  /** The characters between two indices. */
  text(from: number, to: number): string {
    return this.#chars
      .slice(from, to)
      .map((char) => String.fromCodePoint(char))
      .join('')
  }

  /** Whether a supplementary or surrogate character is written at an index or behind it. */
  hasSupplementary(from: number): boolean {
    return this.#chars.some((char, index) => index >= from && (char > 0xffff || (char >= 0xd800 && char <= 0xdfff)))
  }

  /** The node of one character, noted as Java's newCharProperty does. */
  charNode(set: CharPredicate): PatternNode {
    if (!set.isBmp) this.keepsPairs = true
    return { kind: 'char', set }
  }

  error(description: string): PatternSyntaxError {
    return new PatternSyntaxError(description, this.at - 1, this.#pattern)
  }

  #stopAt(index: number): number {
    this.at = index
    if (this.has(COMMENTS)) {
      while (isAsciiSpace(this.raw(this.at)) || this.raw(this.at) === 0x23) {
        if (this.raw(this.at) === 0x23) this.#toLineEnd()
        else this.at += 1
      }
    }
    return this.raw(this.at)
  }

  #toLineEnd(): void {
    do this.at += 1
    while (this.raw(this.at) !== 0 && !this.#isLineEnd(this.raw(this.at)))
  }

  #isLineEnd(char: number): boolean {
    if (this.has(UNIX_LINES)) return char === 0x0a
    return char === 0x0a || char === 0x0d || (char | 1) === 0x2029 || char === 0x85
  }
}
