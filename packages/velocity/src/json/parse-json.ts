import { doubleOf, longOf } from '../values/java-number.ts'
import { JsonArray } from './json-array.ts'
import { JsonError, nameCharacter } from './json-error.ts'

/** How deep arrays and objects may nest where the caller names no other bound. */
export const DEFAULT_MAX_DEPTH = 200

/** How many characters an integer may have: reading and printing it costs more than linear time. Jackson's bound. */
export const MAX_INTEGER_LENGTH = 1000

export interface ParseJsonOptions {
  /** The deepest nesting of arrays and objects; `[[1]]` is 2 deep. */
  readonly maxDepth?: number
}

type Container = JsonArray | Map<string, unknown>

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * Reads JSON (RFC 8259, as strict as JSON.parse) with Java's numbers: an integer within 32 bits is an int, within 64 a
 * long, beyond a bigint; one with a fraction or an exponent is a double; `-0` is 0 and `-0.0` is a double. An object
 * is a Map, in which the last of equal keys wins in the place of the first; an array is a JsonArray.
 *
 * Throws JsonError for what is not JSON, nests deeper than `maxDepth` (200), or has an integer of more than 1,000
 * characters. Takes time in proportion to the text, and no stack.
 */
export function parseJson(text: string, { maxDepth = DEFAULT_MAX_DEPTH }: ParseJsonOptions = {}): unknown {
  return new Reader(text, maxDepth).read()
}

class Reader {
  readonly #text: string
  readonly #maxDepth: number
  #at = 0

  constructor(text: string, maxDepth: number) {
    this.#text = text
    this.#maxDepth = maxDepth
  }

  read(): unknown {
    // The containers that are open, and for each object the key that awaits its value.
    const open: Container[] = []
    const keys: string[] = []
    for (;;) {
      let value = this.#readValue(open, keys)
      if (value === undefined) continue
      for (;;) {
        const container = open.at(-1)
        if (container === undefined) return this.#end(value)
        if (!this.#close(container, value, keys)) break
        value = container
        open.pop()
      }
    }
  }

  /** A scalar, or an empty container; undefined where a container was opened, whose first value comes next. */
  #readValue(open: Container[], keys: string[]): unknown {
    const code = this.#skipSpace()
    switch (code) {
      case QUOTE:
        return this.#readString()
      case OPEN_BRACE: {
        const map = new Map<string, unknown>()
        this.#descend(open)
        if (this.#skipSpace() === CLOSE_BRACE) {
          this.#at++
          return map
        }
        keys.push(this.#readKey("a string or '}'"))
        open.push(map)
        return undefined
      }
      case OPEN_BRACKET: {
        const array = new JsonArray()
        this.#descend(open)
        if (this.#skipSpace() === CLOSE_BRACKET) {
          this.#at++
          return array
        }
        open.push(array)
        return undefined
      }
      case 0x74:
        return this.#readWord('true', true)
      case 0x66:
        return this.#readWord('false', false)
      case 0x6e:
        return this.#readWord('null', null)
      default:
        if (code === MINUS || isDigit(code)) return this.#readNumber()
        throw this.#unexpected('a value')
    }
  }

  #descend(open: readonly Container[]): void {
    if (open.length >= this.#maxDepth) throw this.#error(`nested more than ${this.#maxDepth} deep`)
    this.#at++
  }

  /** Puts the value into its container, and reads on to the next value (false) or past the container's end (true). */
  #close(container: Container, value: unknown, keys: string[]): boolean {
    if (container instanceof JsonArray) {
      container.push(value)
      const code = this.#skipSpace()
      if (code !== COMMA && code !== CLOSE_BRACKET) throw this.#unexpected("',' or ']'")
      this.#at++
      return code === CLOSE_BRACKET
    }
    container.set(keys.pop() ?? '', value)
    const code = this.#skipSpace()
    if (code !== COMMA && code !== CLOSE_BRACE) throw this.#unexpected("',' or '}'")
    this.#at++
    if (code === CLOSE_BRACE) return true
    this.#skipSpace()
    keys.push(this.#readKey('a string'))
    return false
  }

  #readKey(expected: string): string {
    if (this.#text.charCodeAt(this.#at) !== QUOTE) throw this.#unexpected(expected)
    const key = this.#readString()
    if (this.#skipSpace() !== COLON) throw this.#unexpected("':'")
    this.#at++
    return key
  }

  #readWord(word: string, value: unknown): unknown {
    for (let index = 1; index < word.length; index++) {
      this.#at++
      if (this.#text.charCodeAt(this.#at) !== word.charCodeAt(index)) throw this.#unexpected(`'${word}'`)
    }
    this.#at++
    return value
  }

  #readString(): string {
    const text = this.#text
    const start = ++this.#at
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) {
        this.#at = at + 1
        return text.slice(start, at)
      }
      if (code === BACKSLASH) return this.#readEscapedString(start, at)
      if (code < 0x20) {
        this.#at = at
        throw this.#unexpected('a character of a string')
      }
    }
    this.#at = text.length
    throw this.#unexpected("'\"'")
  }

  /** From the first backslash on: runs without escapes are cut out whole. */
  #readEscapedString(start: number, firstEscape: number): string {
    const text = this.#text
    let read = text.slice(start, firstEscape)
    let from = firstEscape
    for (let at = firstEscape; at < text.length; ) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) {
        this.#at = at + 1
        return read + text.slice(from, at)
      }
      if (code === BACKSLASH) {
        this.#at = at + 1
        read += text.slice(from, at) + this.#readEscape()
        at = this.#at
        from = at
      } else if (code < 0x20) {
        this.#at = at
        throw this.#unexpected('a character of a string')
      } else {
        at++
      }
    }
    this.#at = text.length
    throw this.#unexpected("'\"'")
  }

  #readEscape(): string {
    const letter = this.#text.charAt(this.#at)
    if (letter === 'u') {
      let code = 0
      for (let digit = 0; digit < 4; digit++) {
        this.#at++
        const value = hexDigit(this.#text.charCodeAt(this.#at))
        if (value === -1) throw this.#unexpected('a hexadecimal digit')
        code = code * 16 + value
      }
      this.#at++
      return String.fromCharCode(code)
    }
    const character = ESCAPES.get(letter)
    if (character === undefined) throw this.#unexpected('one of "\\/bfnrtu')
    this.#at++
    return character
  }

  #readNumber(): unknown {
    const text = this.#text
    const start = this.#at
    if (text.charCodeAt(this.#at) === MINUS) this.#at++
    if (text.charCodeAt(this.#at) === ZERO) this.#at++
    else this.#skipDigits()
    let code = text.charCodeAt(this.#at)
    if (code !== POINT && (code | 0x20) !== 0x65) return this.#integer(start)
    if (code === POINT) {
      this.#at++
      this.#skipDigits()
      code = text.charCodeAt(this.#at)
    }
    if ((code | 0x20) === 0x65) {
      this.#at++
      code = text.charCodeAt(this.#at)
      if (code === MINUS || code === 0x2b) this.#at++
      this.#skipDigits()
    }
    return doubleOf(Number(text.slice(start, this.#at)))
  }

  #integer(start: number): unknown {
    const length = this.#at - start
    const digits = this.#text.slice(start, this.#at)
    if (length < 16) {
      const value = Number(digits)
      // Adding 0 turns the -0 of `-0` into the int 0.
      return value + 0
    }
    if (length > MAX_INTEGER_LENGTH) {
      this.#at = start
      throw this.#error(`an integer of more than ${MAX_INTEGER_LENGTH} characters`)
    }
    const value = BigInt(digits)
    return BigInt.asIntN(64, value) === value ? longOf(value) : value
  }

  #skipDigits(): void {
    const start = this.#at
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at++
    if (this.#at === start) throw this.#unexpected('a digit')
  }

  /** Past white space; the code of what follows, NaN at the end. */
  #skipSpace(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code
      this.#at++
    }
  }

  #end(value: unknown): unknown {
    this.#skipSpace()
    if (this.#at < this.#text.length) throw this.#unexpected('the end of the text')
    return value
  }

  #unexpected(expected: string): JsonError {
    return this.#error(`found ${nameCharacter(this.#text, this.#at)}, expected ${expected}`)
  }

  #error(problem: string): JsonError {
    return new JsonError(this.#text, this.#at, problem)
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

function hexDigit(code: number): number {
  if (isDigit(code)) return code - ZERO
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
