import { isDigit } from '../values/character-classes.ts'
import type { Cursor } from './cursor.ts'
import { JsonLiteral } from './json-literal.ts'
import { InvalidPath } from './json-path-error.ts'
import type { Parameter, Path } from './path.ts'

/**
 * The arguments of a function, from after its opening parenthesis to after its closing one: paths, and JSON that
 * begins with a brace, a digit, a minus sign or a double quote. What begins otherwise is read over, up to the first
 * such character.
 */
export function readParameters(cursor: Cursor, name: string, readPath: (text: string) => Path): Parameter[] {
  const parameters: Parameter[] = []
  const open = new Groups()
  let kind: 'json' | 'path' | undefined
  let text = ''
  let previous = ''
  let ended = false
  while (cursor.inBounds() && !ended) {
    const character = cursor.char()
    cursor.at++
    if (kind === undefined) {
      if (/[ \t\n\r]/.test(character)) continue
      kind = kindOf(character)
    }
    open.count(character, previous, cursor.at)
    if (character === ')' && (open.parentheses < 0 || previous === '(')) text += character
    if (open.isParameterEnd(character)) {
      ended = open.parentheses === 0
      if (kind === 'json') parameters.push(new JsonLiteral(text))
      else if (kind === 'path') parameters.push(readPath(text))
      text = ''
      kind = undefined
    }
    if (kind !== undefined && !(character === ',' && open.isTop)) text += character
    previous = character
  }
  if (!open.allClosed) throw new InvalidPath(`Arguments to function: '${name}' are not closed properly.`)
  return parameters
}

function kindOf(character: string): 'json' | 'path' | undefined {
  if (character === '$' || character === '@') return 'path'
  return '{"-'.includes(character) || isDigit(character.charCodeAt(0)) ? 'json' : undefined
}

/** What is open at a place among the arguments. */
class Groups {
  parentheses = 1
  #brackets = 0
  #braces = 0
  #quotes = 0

  /** `after` is the position after the character, which error texts tell. */
  count(character: string, previous: string, after: number): void {
    switch (character) {
      case '"':
        this.#quotes += previous !== '\\' && this.#quotes > 0 ? -1 : 1
        break
      case '(':
        this.parentheses++
        break
      case ')':
        this.parentheses--
        break
      case '{':
        this.#braces++
        break
      case '[':
        this.#brackets++
        break
      case '}':
        if (this.#braces === 0) {
          throw new InvalidPath(`Unexpected close brace '}' at character position: ${after}`)
        }
        this.#braces--
        break
      case ']':
        if (this.#brackets === 0) {
          throw new InvalidPath(`Unexpected close bracket ']' at character position: ${after}`)
        }
        this.#brackets--
        break
      default:
    }
  }

  get isTop(): boolean {
    return this.#braces === 0 && this.#brackets === 0 && this.parentheses === 1
  }

  get allClosed(): boolean {
    return this.#braces === 0 && this.#brackets === 0 && this.parentheses === 0
  }

  /** A parenthesis that closes another ends an argument too, if it leads back to the top. */
  isParameterEnd(character: string): boolean {
    if (character !== ')' && character !== ',') return false
    if (this.#quotes !== 0 || this.#braces !== 0 || this.#brackets !== 0) return false
    return this.parentheses === 1 || (this.parentheses === 0 && character === ')')
  }
}
