import { InvalidPath, JavaFailure } from './json-path-error.ts'

/**
 * A place in an expression or a part of it. Its last character can be moved backwards to hide what encloses a filter;
 * a character beyond it can still be read, and Jayway's parser does read some.
 */
export class Cursor {
  readonly text: string
  at = 0
  /** The index of the last character. */
  last: number

  constructor(text: string) {
    this.text = text
    this.last = text.length - 1
  }

  get length(): number {
    return this.last + 1
  }

  /** The character at an index. Throws Java's StringIndexOutOfBoundsException where the text has none. */
  char(at: number = this.at): string {
    const character = this.text[at]
    if (character === undefined) throw outOfBounds(this.text, at)
    return character
  }

  is(character: string, at: number = this.at): boolean {
    return this.char(at) === character
  }

  inBounds(at: number = this.at): boolean {
    return at >= 0 && at <= this.last
  }

  /** Whether the last character, or the end, has been reached. What is left then is never looked at. */
  get isTail(): boolean {
    return this.at >= this.last
  }

  skipBlanks(): this {
    while (this.inBounds() && this.at < this.last && this.is(' ')) this.at++
    return this
  }

  trim(): this {
    this.skipBlanks()
    while (this.inBounds() && this.at < this.last && this.is(' ', this.last)) this.last--
    return this
  }

  slice(from: number, to: number): string {
    if (from < 0 || from > to || to > this.text.length) {
      const message = `begin ${from}, end ${to}, length ${this.text.length}`
      throw new JavaFailure('StringIndexOutOfBoundsException', message)
    }
    return this.text.slice(from, to)
  }

  /** The index of the first character after `from` that is no blank; beyond the last if there is none. */
  #afterBlanks(from: number): number {
    let at = from + 1
    while (this.inBounds(at) && this.is(' ', at)) at++
    return at
  }

  /** The first character after `from` that is no blank; a blank if there is none. */
  significantAfter(from: number = this.at): string {
    const at = this.#afterBlanks(from)
    return this.inBounds(at) ? this.char(at) : ' '
  }

  /** Where `character` is the first after `from` that is no blank: its index; otherwise -1. */
  indexOfSignificant(character: string, from: number = this.at): number {
    const at = this.#afterBlanks(from)
    return this.is(character, at) ? at : -1
  }

  indexOfSignificantBefore(from: number = this.at): number {
    let at = from - 1
    while (this.inBounds(at) && this.is(' ', at)) at--
    return this.inBounds(at) ? at : -1
  }

  /** Reads on past `character`, and past blanks before it. Throws InvalidPath if something else is there. */
  expect(character: string): void {
    if (!this.skipBlanks().is(character)) throw new InvalidPath(`Expected character: ${character}`)
    this.at++
  }

  /** Reads on past `text` and blanks before it, if that comes next. */
  accept(text: string): boolean {
    this.skipBlanks()
    if (!this.inBounds(this.at + text.length - 1) || !this.text.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  /** The next index of `character` from `from` on, -1 if there is none. */
  indexOf(character: string, from: number): number {
    const at = this.text.indexOf(character, from)
    return at > this.last ? -1 : at
  }

  /** The next index of `character` after `from` that no backslash precedes, -1 if there is none. */
  indexOfUnescaped(character: string, from: number = this.at): number {
    for (let at = from + 1; this.inBounds(at); at++) {
      if (this.is('\\', at)) at++
      else if (this.is(character, at)) return at
    }
    return -1
  }

  /**
   * The index of the bracket that closes the one at `from`, -1 if there is none. Brackets within quotes do not count,
   * nor, where `regexes` is set, those between slashes. Throws InvalidPath for quotes or slashes that are not closed.
   */
  indexOfClosing(from: number, open: string, close: string, regexes: boolean): number {
    let depth = 1
    for (let at = from + 1; this.inBounds(at); at++) {
      // What follows the closing quote or slash is taken as a bracket or as nothing, even where it opens the next.
      const quote = this.char(at)
      if (quote === "'" || quote === '"') at = this.#skip(quote, at, 'close quote for "', ' when parsing : ')
      if (regexes && this.is('/', at)) at = this.#skip('/', at, 'close for "', ' when parsing regex in : ')
      const character = this.char(at)
      if (character === open) depth++
      else if (character === close && --depth === 0) return at
    }
    return -1
  }

  #skip(delimiter: string, at: number, what: string, where: string): number {
    const end = this.indexOfUnescaped(delimiter, at)
    if (end !== -1) return end + 1
    throw new InvalidPath(`Could not find matching ${what.replace('"', delimiter)}${where}${this.text}`)
  }
}

function outOfBounds(text: string, at: number): JavaFailure {
  // Java tells it in two ways, by whether its string holds a character beyond Latin-1.
  const message = /[^\p{ASCII}\u0080-\u00ff]/u.test(text)
    ? `index ${at}, length ${text.length}`
    : `String index out of range: ${at}`
  return new JavaFailure('StringIndexOutOfBoundsException', message)
}
