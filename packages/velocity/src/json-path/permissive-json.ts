import { JsonArray } from '../json/json-array.ts'
import { isWhitespace } from '../values/character-classes.ts'
import { doubleOf, longOf } from '../values/java-number.ts'
import { parseDecimal } from './decimal.ts'
import { numberFormatException } from './java-integer.ts'
import { JavaFailure } from './json-path-error.ts'

// JSON as json-smart 2.2 reads it in its permissive mode, which Jayway uses for the literals of filters and functions:
// quotes of either kind or none, commas too many, anything after the end.

/** json-smart's own bound. */
const MAX_DEPTH = 400
/** As in parseJson: long integers take more than linear time. */
const MAX_NUMBER_LENGTH = 1000
/** What json-smart takes for the end of the text, even in the midst of it. */
const END = '\u001a'
/** Only characters below this one stop an unquoted text. */
const MAX_STOP = 126

type Stops = '' | ',]' | ',}' | ':'

/** What json-smart throws, as Java's toString tells it. */
export class PermissiveJsonError extends Error {}

/** Throws PermissiveJsonError where json-smart throws its ParseException. */
export function parsePermissiveJson(text: string): unknown {
  return new Reader(text).read()
}

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** What follows the value is not looked at. */
  read(): unknown {
    this.#skipSpace()
    return this.#current === END ? '' : this.#readValue('')
  }

  get #current(): string {
    return this.#text[this.#at] ?? END
  }

  #readValue(stops: Stops): unknown {
    while (isJsonSpace(this.#current)) this.#at++
    const character = this.#current
    switch (character) {
      case ':':
      case '}':
      case ']':
        throw this.#unexpectedCharacter(0)
      case '{':
        return this.#readObject()
      case '[':
        return this.#readArray()
      case '"':
      case "'":
        return this.#readString(character)
      default:
        // The end is an empty text here, which the container will find not closed.
        return character === '-' || isAsciiDigit(character) ? this.#readNumber(stops) : this.#readWord(stops)
    }
  }

  #readArray(): JsonArray {
    this.#descend()
    const array = new JsonArray()
    this.#at++
    for (;;) {
      switch (this.#current) {
        case ' ':
        case '\r':
        case '\n':
        case '\t':
        case ',':
          this.#at++
          break
        case ']':
          this.#depth--
          this.#at++
          return array
        case ':':
        case '}':
          throw this.#unexpectedCharacter(0)
        case END:
          throw this.#unexpectedEnd('EOF')
        default:
          array.push(this.#readValue(',]'))
      }
    }
  }

  #readObject(): Map<string, unknown> {
    this.#descend()
    const object = new Map<string, unknown>()
    for (;;) {
      this.#at++
      switch (this.#current) {
        case ' ':
        case '\r':
        case '\n':
        case '\t':
        case ',':
          continue
        case ':':
        case ']':
        case '[':
        case '{':
          throw this.#unexpectedCharacter(0)
        case '}':
          this.#depth--
          this.#at++
          return object
        default:
          this.#readMember(object)
      }
      if (this.#current === '}') {
        this.#depth--
        this.#at++
        return object
      }
      if (this.#current === END) throw this.#unexpectedEnd('null')
      if (this.#current !== ',') throw this.#unexpectedToken(this.#current, 1)
    }
  }

  #readMember(object: Map<string, unknown>): void {
    const quote = this.#current
    const key = quote === '"' || quote === "'" ? this.#readString(quote) : this.#readUnquoted(':')
    this.#skipSpace()
    if (this.#current === END) throw this.#unexpectedEnd('null')
    if (this.#current !== ':') throw this.#unexpectedCharacter(1)
    this.#at++
    if (this.#at >= this.#text.length) throw this.#unexpectedEnd('EOF')
    object.set(key, this.#readValue(',}'))
    this.#skipSpace()
  }

  #readWord(stops: Stops): unknown {
    const word = this.#readUnquoted(stops)
    if (word === 'null') return null
    if (word === 'true') return true
    if (word === 'false') return false
    return word === 'NaN' ? Number.NaN : word
  }

  #readUnquoted(stops: Stops): string {
    const start = this.#at
    this.#skipUnquoted(stops)
    return this.#trimmed(start)
  }

  #skipUnquoted(stops: Stops): void {
    while (!this.#stopped(stops)) this.#at++
  }

  #stopped(stops: Stops): boolean {
    const character = this.#current
    return character === END || stops.includes(character)
  }

  #trimmed(from: number): string {
    let start = from
    let end = this.#at
    while (start < end - 1 && isWhitespace(this.#text.charCodeAt(start))) start++
    while (end - 1 > start && isWhitespace(this.#text.charCodeAt(end - 1))) end--
    return this.#text.slice(start, end)
  }

  /** A number, or an unquoted text that begins as one does. */
  #readNumber(stops: Stops): unknown {
    const start = this.#at
    this.#at++
    this.#skipDigits()
    if (this.#current !== '.' && this.#current.toLowerCase() !== 'e') {
      return this.#goesOn(stops) ? this.#restOfText(start, stops) : integerOf(this.#trimmed(start))
    }
    if (this.#current === '.') {
      this.#at++
      this.#skipDigits()
    }
    if (this.#current.toLowerCase() === 'e') {
      this.#at++
      if (!/[-+0-9]/.test(this.#current)) return this.#restOfText(start, stops)
      this.#at++
      this.#skipDigits()
    }
    return this.#goesOn(stops) ? this.#restOfText(start, stops) : floatOf(this.#trimmed(start))
  }

  #goesOn(stops: Stops): boolean {
    this.#skipSpace()
    return !this.#stopped(stops) && this.#current.charCodeAt(0) < MAX_STOP
  }

  #restOfText(start: number, stops: Stops): string {
    this.#skipUnquoted(stops)
    return this.#trimmed(start)
  }

  #readString(quote: string): string {
    const start = this.#at + 1
    const end = this.#text.indexOf(quote, start)
    if (end === -1) throw new PermissiveJsonError(`Unexpected End Of File position ${this.#text.length}: null`)
    const simple = this.#text.slice(start, end)
    if (simple.includes('\\')) return this.#readEscapedString(quote)
    this.#at = end + 1
    return simple
  }

  /** A string with a backslash loses its control characters, which one without keeps. */
  #readEscapedString(quote: string): string {
    let read = ''
    for (;;) {
      this.#at++
      const character = this.#current
      if (character === END) throw this.#unexpectedEnd('null')
      if (character === quote) {
        this.#at++
        return read
      }
      if (character === '\\') {
        this.#at++
        read += this.#readEscape()
      } else if (character >= ' ' && character !== '\u007f') {
        read += character
      }
    }
  }

  #readEscape(): string {
    const letter = this.#current
    if (letter === 'u') return this.#readHexadecimal(4)
    if (letter === 'x') return this.#readHexadecimal(2)
    return ESCAPES.get(letter) ?? ''
  }

  #readHexadecimal(count: number): string {
    let code = 0
    for (let digit = 0; digit < count; digit++) {
      this.#at++
      const character = this.#current
      if (character === END) throw new PermissiveJsonError(`Unexpected End Of File position ${this.#at}: EOF`)
      if (!/[\da-f]/i.test(character)) {
        throw new PermissiveJsonError(`Unexpected unicode escape sequence ${character} at position ${this.#at}.`)
      }
      code = code * 16 + Number.parseInt(character, 16)
    }
    return String.fromCharCode(code)
  }

  #skipDigits(): void {
    while (isAsciiDigit(this.#current)) this.#at++
  }

  #skipSpace(): void {
    while (this.#current <= ' ' && this.#current !== END) this.#at++
  }

  #descend(): void {
    if (++this.#depth <= MAX_DEPTH) return
    const where = `stoped on ${this.#current} at position ${this.#at}.`
    throw new PermissiveJsonError(`Malicious payload, having non natural depths, parsing ${where}`)
  }

  #unexpectedCharacter(back: number): PermissiveJsonError {
    return new PermissiveJsonError(`Unexpected character (${this.#current}) at position ${this.#at - back}.`)
  }

  #unexpectedToken(token: string, back: number): PermissiveJsonError {
    return new PermissiveJsonError(`Unexpected token ${token} at position ${this.#at - back}.`)
  }

  #unexpectedEnd(what: string): PermissiveJsonError {
    return new PermissiveJsonError(`Unexpected End Of File position ${this.#at - 1}: ${what}`)
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
  ['b', '\b'],
  ['\\', '\\'],
  ['/', '/'],
  ["'", "'"],
  ['"', '"'],
])

function isJsonSpace(character: string): boolean {
  return character === ' ' || character === '\r' || character === '\n' || character === '\t'
}

function isAsciiDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}

/** Digits with or without a minus sign; the sign alone is 0. */
function integerOf(text: string): unknown {
  if (text.length > MAX_NUMBER_LENGTH) throw new PermissiveJsonError(`Unexpected token ${text} at position 0.`)
  const negative = text.startsWith('-')
  const digits = negative ? text.slice(1) : text
  const value = digits === '' ? 0n : BigInt(digits)
  const signed = negative ? -value : value
  // Leading zeros count: beyond 19 digits json-smart takes any integer for a big one.
  if (digits.length > 19 || signed !== BigInt.asIntN(64, signed)) return signed
  return signed === BigInt.asIntN(32, signed) ? Number(signed) : longOf(signed)
}

/** Beyond 18 characters json-smart keeps every digit. */
function floatOf(text: string): unknown {
  if (text.length > MAX_NUMBER_LENGTH) throw new PermissiveJsonError(`Unexpected token ${text} at position 0.`)
  const decimal = parseDecimal(text)
  if (decimal === undefined)
    throw text.length > 18 ? new JavaFailure('NumberFormatException', 'null') : numberFormatException(text)
  return text.length > 18 ? decimal : doubleOf(Number(text))
}
