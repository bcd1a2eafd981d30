import {
  type CharPredicate,
  grownUnion,
  intersection,
  LatinBits,
  negation,
  predicate,
  range,
} from './char-predicate.ts'
import { parseEscape } from './escape-parser.ts'
import { MOST_NESTING } from './pattern-bounds.ts'
import type { PatternCursor } from './pattern-cursor.ts'
import { IGNORE_CASE, UNICODE_CASE } from './pattern-flags.ts'
import { parseFamily } from './property-family.ts'
import { RegexBudgetError } from './regex-budget.ts'
import { foldOf, lowerOf, upperOf } from './simple-case.ts'
import { charSet } from './single-char.ts'

const CLOSE = 0x5d
const OPEN = 0x5b
const AMPERSAND = 0x26

/** Characters whose case partners reach beyond Latin-1: under (?iu) Java keeps them out of its bit set. */
const reaching = new Set([0xff, 0xb5, 0x49, 0x69, 0x53, 0x73, 0x4b, 0x6b, 0xc5, 0xe5])

/** A class; the cursor is on its [, or before the right side of an &&. `consume`: the ] belongs to it. */
export function parseClass(cursor: PatternCursor, consume: boolean, depth = 0): CharPredicate {
  if (depth > MOST_NESTING) throw new RegexBudgetError('the regular expression nests too deeply')
  return new ClassParser(cursor, consume, depth).parse()
}

class ClassParser {
  readonly #cursor: PatternCursor
  readonly #consume: boolean
  readonly #depth: number
  /** One set for the class, even behind an &&: what is added later counts in what was made of it before, as in Java. */
  readonly #bits = new LatinBits()
  #hasBits = false
  #all: CharPredicate | undefined
  #last: CharPredicate | undefined

  constructor(cursor: PatternCursor, consume: boolean, depth: number) {
    this.#cursor = cursor
    this.#consume = consume
    this.#depth = depth
  }

  parse(): CharPredicate {
    const cursor = this.#cursor
    let isNegative = false
    let char = cursor.next()
    for (;;) {
      if (char === 0x5e && cursor.raw(cursor.at - 1) === OPEN && !isNegative) {
        isNegative = true
        char = cursor.next()
        continue
      }
      if (char === OPEN) {
        this.#add(parseClass(cursor, true, this.#depth + 1))
      } else if (char === AMPERSAND && this.#intersects()) {
        this.#intersect()
      } else if (char === CLOSE && (this.#all || this.#hasBits)) {
        if (this.#consume) cursor.next()
        const all = this.#withBits() ?? this.#bits
        return isNegative ? negation(all) : all
      } else {
        if (char === 0 && cursor.isAtEnd) throw cursor.error('Unclosed character class')
        this.#item()
      }
      char = cursor.peek()
    }
  }

  #add(set: CharPredicate): void {
    this.#last = set
    this.#all = this.#all ? grownUnion(this.#all, set) : set
    if (this.#all.depth > MOST_NESTING) throw new RegexBudgetError('the regular expression nests too deeply')
  }

  #withBits(): CharPredicate | undefined {
    if (!this.#hasBits) return this.#all
    return this.#all ? grownUnion(this.#all, this.#bits) : this.#bits
  }

  /** Whether an && is here; if so, the cursor is behind it, and otherwise still before the one &. */
  #intersects(): boolean {
    if (this.#cursor.next() === AMPERSAND) return true
    this.#cursor.unread()
    return false
  }

  #intersect(): void {
    const cursor = this.#cursor
    let right: CharPredicate | undefined
    for (let char = cursor.next(); char !== CLOSE && char !== AMPERSAND; char = cursor.peek()) {
      if (char !== OPEN) cursor.unread()
      const part = parseClass(cursor, char === OPEN, this.#depth + 1)
      right = right ? grownUnion(right, part) : part
    }
    if (this.#hasBits) {
      if (!this.#all) this.#last = this.#bits
      this.#all = this.#withBits()
      this.#hasBits = false
    }
    if (right) this.#last = right
    if (!this.#all) {
      if (!right) throw cursor.error('Bad class syntax')
      this.#all = right
    } else {
      // Without a right side, Java takes what came last; where that was a single character, it fails when it matches.
      this.#all = intersection(this.#all, this.#last ?? new LatinBits())
    }
    if (this.#all.depth > MOST_NESTING) throw new RegexBudgetError('the regular expression nests too deeply')
  }

  /** A character, a range, an escape or a property. */
  #item(): void {
    const cursor = this.#cursor
    let char = cursor.peek()
    if (char === 0x5c) {
      const letter = cursor.step()
      if (letter === 0x70 || letter === 0x50) {
        this.#add(parseFamily(cursor))
        return
      }
      const startsRange = cursor.raw(cursor.at + 1) === 0x2d
      cursor.unread()
      const escape = parseEscape(cursor, true, startsRange)
      if (typeof escape !== 'number') {
        if (escape.kind === 'char') this.#add(escape.set)
        return
      }
      char = escape
    } else cursor.next()
    if (cursor.peek() === 0x2d) {
      const end = cursor.raw(cursor.at + 1)
      if (end !== OPEN && end !== CLOSE) {
        this.#add(this.#range(char))
        return
      }
    }
    this.#single(char)
  }

  #range(low: number): CharPredicate {
    const cursor = this.#cursor
    cursor.next()
    let high: number | undefined = cursor.peek()
    if (high === 0x5c) {
      const escape = parseEscape(cursor, true, true)
      high = typeof escape === 'number' ? escape : undefined
    } else cursor.next()
    if (high === undefined || high < low) throw cursor.error('Illegal character range')
    return caseRange(cursor, low, high)
  }

  #single(char: number): void {
    const ignoresCase = this.#cursor.has(IGNORE_CASE)
    const isUnicode = this.#cursor.has(UNICODE_CASE)
    if (char >= 256 || (ignoresCase && isUnicode && reaching.has(char))) {
      this.#last = undefined
      this.#add(charSet(this.#cursor, char))
      return
    }
    if (ignoresCase && (isUnicode || char < 128)) {
      this.#bits.add(lowerOf(char))
      this.#bits.add(upperOf(char))
    }
    this.#bits.add(char)
    this.#hasBits = true
    this.#last = undefined
  }
}

function caseRange(cursor: PatternCursor, low: number, high: number): CharPredicate {
  const exact = range(low, high)
  if (!cursor.has(IGNORE_CASE)) return exact
  if (cursor.has(UNICODE_CASE)) {
    return predicate((char) => exact.test(char) || exact.test(upperOf(char)) || exact.test(foldOf(char)), false, 12)
  }
  return predicate(
    (char) => exact.test(char) || (char < 128 && (exact.test(upperOf(char)) || exact.test(lowerOf(char)))),
    false,
  )
}
