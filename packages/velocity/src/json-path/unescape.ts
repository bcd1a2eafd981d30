import { JavaFailure } from './json-path-error.ts'

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['r', '\r'],
  ['f', '\f'],
  ['t', '\t'],
  ['n', '\n'],
  ['b', '\b'],
])

/**
 * Jayway's backslash escapes, in bracketed names and in string literals of filters: JSON's, but a backslash before
 * any other character only vanishes, and a `\u` that the end cuts short vanishes with its digits. Throws
 * JsonPathException for a `\u` without four hexadecimal digits.
 */
export function unescape(text: string): string {
  let read = ''
  let from = 0
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', from)) {
    read += text.slice(from, at)
    const letter = text.charAt(at + 1)
    if (letter === '') return `${read}\\`
    if (letter === 'u') {
      const digits = text.slice(at + 2, at + 6)
      from = at + 6
      if (digits.length === 4) read += unicode(digits)
    } else {
      read += ESCAPES.get(letter) ?? letter
      from = at + 2
    }
  }
  return read + text.slice(from)
}

function unicode(digits: string): string {
  // Integer.parseInt takes a sign.
  if (!/^[+-]?[\da-f]+$/i.test(digits)) {
    throw new JavaFailure('JsonPathException', `Unable to parse unicode value: ${digits}`)
  }
  return String.fromCharCode(Number.parseInt(digits, 16))
}
