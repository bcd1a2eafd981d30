import { Cursor } from './cursor.ts'
import { InvalidPath, JavaFailure, LimitExceeded } from './json-path-error.ts'
import { MAX_NESTING, MAX_TOKENS } from './limits.ts'
import { readArrayToken } from './parse-array-token.ts'
import { readBracketedNames } from './parse-bracketed-names.ts'
import { readParameters } from './parse-parameters.ts'
import type { Condition, FunctionToken, Path, Token } from './path.ts'

/** How the parts of a path are read that hold paths in turn. */
export interface PartReaders {
  /** Reads `[?(…)]`. */
  condition(text: string): Condition
  /** Reads a path as a function's argument. */
  argument(text: string): Path
}

/**
 * Reads an expression as Jayway's PathCompiler.compile does. Throws InvalidPath with Jayway's text, which for some
 * faults is that of a Java exception which its parser ran into.
 */
export function parsePath(expression: string, readers: PartReaders): Path {
  try {
    let cursor = new Cursor(expression).trim()
    if (!cursor.is('$', 0) && !cursor.is('@', 0)) cursor = new Cursor(`$.${expression}`).trim()
    if (cursor.is('.', cursor.last)) throw new InvalidPath("Path must not end with a '.' or '..'")
    return new PathParser(cursor, readers).read()
  } catch (error) {
    throw error instanceof JavaFailure ? new InvalidPath(describe(error)) : error
  }
}

/** Reads a function's argument: as a path, but that nothing is mended or checked at its ends. */
export function parseArgument(expression: string, readers: PartReaders): Path {
  return new PathParser(new Cursor(expression), readers).read()
}

/** Throws LimitExceeded where paths, filters or functions nest too deep. */
export function checkNesting(nesting: number): void {
  if (nesting > MAX_NESTING) throw new LimitExceeded(`The path nests more than ${MAX_NESTING} deep.`)
}

/** Throwable.toString. */
function describe(failure: JavaFailure): string {
  const javaPackage = failure.javaClass === 'JsonPathException' ? 'com.jayway.jsonpath' : 'java.lang'
  return `${javaPackage}.${failure.javaClass}: ${failure.message}`
}

class PathParser {
  readonly #cursor: Cursor
  readonly #readers: PartReaders
  readonly #tokens: Token[] = []

  constructor(cursor: Cursor, readers: PartReaders) {
    this.#cursor = cursor
    this.#readers = readers
  }

  read(): Path {
    const cursor = this.#cursor
    while (cursor.inBounds() && /[ \t\n\r]/.test(cursor.char())) cursor.at++
    const root = cursor.char()
    if (root !== '$' && root !== '@') throw new InvalidPath("Path must start with '$' or '@'")
    if (!cursor.isTail) {
      cursor.at++
      if (!cursor.is('.') && !cursor.is('[')) {
        throw new InvalidPath(`Illegal character at position ${cursor.at} expected '.' or '['`)
      }
      do this.#readToken()
      while (!cursor.isTail)
    }
    return turn({ root, tokens: this.#tokens, ofDocument: root === '$', turned: false })
  }

  #append(token: Token): void {
    if (this.#tokens.length >= MAX_TOKENS) throw new LimitExceeded(`The path has more than ${MAX_TOKENS} tokens.`)
    this.#tokens.push(token)
  }

  #readToken(): void {
    const cursor = this.#cursor
    if (cursor.is('.')) this.#readDots()
    if (cursor.is('[')) this.#readBracket()
    else if (cursor.is('*')) {
      cursor.at++
      this.#append({ type: 'wildcard' })
    } else this.#readName()
  }

  #readDots(): void {
    const cursor = this.#cursor
    if (cursor.inBounds(cursor.at + 1) && cursor.is('.', cursor.at + 1)) {
      this.#append({ type: 'scan' })
      cursor.at += 2
    } else if (cursor.inBounds(cursor.at + 1)) {
      cursor.at++
    } else {
      throw new InvalidPath("Path must not end with a '.")
    }
    if (cursor.is('.')) throw new InvalidPath(`Character '.' on position ${cursor.at} is not valid.`)
  }

  #readBracket(): void {
    const cursor = this.#cursor
    const token = readBracketedNames(cursor) ?? readArrayToken(cursor) ?? this.#readWildcard() ?? this.#readFilter()
    if (token !== undefined) return this.#append(token)
    this.#refusePlaceholder()
    throw new InvalidPath(`Could not parse token starting at position ${cursor.at}. Expected ?, ', 0-9, * `)
  }

  /** `[*]` */
  #readWildcard(): Token | undefined {
    const cursor = this.#cursor
    if (cursor.significantAfter() !== '*') return undefined
    const star = cursor.indexOfSignificant('*')
    if (cursor.significantAfter(star) !== ']') {
      throw new InvalidPath(`Expected wildcard token to end with ']' on position ${star + 1}`)
    }
    cursor.at = cursor.indexOfSignificant(']', star) + 1
    return { type: 'wildcard' }
  }

  /** `[?(…)]` */
  #readFilter(): Token | undefined {
    const cursor = this.#cursor
    const question = cursor.indexOfSignificant('?')
    if (question === -1) return undefined
    const open = cursor.indexOfSignificant('(', question)
    if (open === -1) return undefined
    const close = cursor.indexOfClosing(open, '(', ')', true)
    if (close === -1 || cursor.significantAfter(close) !== ']') return undefined
    const end = cursor.indexOfSignificant(']', close) + 1
    const condition = this.#readers.condition(cursor.slice(cursor.at, end))
    cursor.at = end
    return { type: 'filter', condition }
  }

  /** `[?]` stands for a predicate that a Java program supplies: no expression alone can. */
  #refusePlaceholder(): void {
    const cursor = this.#cursor
    const question = cursor.indexOfSignificant('?')
    if (question === -1) return
    const next = cursor.significantAfter(question)
    if (next !== ']' && next !== ',') return
    const end = cursor.indexOf(']', cursor.at + 1)
    if (end === -1) return
    const expression = cursor.slice(cursor.at + 1, end)
    throw new InvalidPath(`Not enough predicates supplied for filter [${expression}] at position ${cursor.at}`)
  }

  /** `name` or `name(…)` */
  #readName(): void {
    const cursor = this.#cursor
    const start = cursor.at
    if (cursor.is(' ')) throw new InvalidPath(`Could not parse token starting at position ${start}`)
    let end = start
    while (cursor.inBounds(end) && !/[ .[(]/.test(cursor.char(end))) end++
    if (cursor.inBounds(end) && cursor.is(' ', end)) {
      throw new InvalidPath(
        `Use bracket notion ['my prop'] if your property contains blank characters. position: ${start}`,
      )
    }
    const name = cursor.slice(start, end)
    if (cursor.inBounds(end) && cursor.is('(', end)) {
      this.#append(this.#readFunction(name, end))
    } else {
      cursor.at = end
      this.#append({ type: 'property', names: [name], quote: "'" })
    }
  }

  #readFunction(name: string, open: number): FunctionToken {
    const cursor = this.#cursor
    let depth = 1
    for (let at = open + 1; depth > 0 && at <= cursor.last; at++) {
      if (cursor.is(')', at)) depth--
      else if (cursor.is('(', at)) depth++
    }
    if (depth > 0) throw new InvalidPath(`Arguments to function: '${name}' are not closed properly.`)
    cursor.at = open + 1
    // Without arguments the closing parenthesis is not read: unless it ends the path, it begins the next name.
    if (cursor.is(')')) return { type: 'function', name, hasParameters: false, parameters: [] }
    const parameters = readParameters(cursor, name, (text) => this.#readers.argument(text))
    return { type: 'function', name, hasParameters: parameters.length > 0, parameters }
  }
}

/**
 * `$..a.sum()` becomes `$.sum($..a)`: functions take what a scan found as a whole. Only where a function ends the path
 * and a scan begins it, but then at the first function.
 */
function turn(path: Path): Path {
  const { tokens } = path
  if (tokens[0]?.type !== 'scan' || tokens.at(-1)?.type !== 'function') return path
  const at = tokens.findIndex((token) => token.type === 'function')
  const first = tokens[at]
  if (first?.type !== 'function') return path
  const argument: Path = { ...path, tokens: tokens.slice(0, at) }
  const turned = [{ ...first, parameters: [argument] }, ...tokens.slice(at + 1)]
  return { ...path, root: '$', tokens: turned, turned: true }
}
