import { shortened } from '../shortened.ts'
import { isAsciiDigit, isAsciiLetter } from './ascii.ts'
import type { JavaPattern } from './java-pattern.ts'
import { type RegexBudget, spend } from './regex-budget.ts'
import { ReplacementError } from './replacement-error.ts'

/** A replacement: texts, and the numbers of groups. */
export type Replacement = readonly (string | number)[]

/**
 * Reads a replacement as Matcher.appendReplacement does: $1, ${name}, and a backslash before what is to be taken as it
 * is. Throws ReplacementError where it is malformed; Java does so at the first match, so call it then.
 */
export function parseReplacement(source: string, pattern: JavaPattern, budget: RegexBudget): Replacement {
  spend(budget, source.length >> 2)
  const parts: (string | number)[] = []
  let literal = ''
  for (let at = 0; at < source.length; ) {
    const char = source.charAt(at)
    at += 1
    if (char === '\\') {
      if (at === source.length) throw new ReplacementError('character to be escaped is missing')
      literal += source.charAt(at)
      at += 1
    } else if (char === '$') {
      if (literal !== '') parts.push(literal)
      literal = ''
      const reference = source[at] === '{' ? parseName(source, at + 1, pattern) : parseNumber(source, at, pattern)
      parts.push(reference.group)
      at = reference.end
    } else {
      const end = endOfLiteral(source, at)
      literal += source.slice(at - 1, end)
      at = end
    }
  }
  if (literal !== '') parts.push(literal)
  return parts
}

/** Where the next `$` or backslash is. */
function endOfLiteral(source: string, from: number): number {
  let end = from
  while (end < source.length && source.charCodeAt(end) !== DOLLAR && source.charCodeAt(end) !== BACKSLASH) end += 1
  return end
}

const DOLLAR = 0x24
const BACKSLASH = 0x5c

interface GroupReference {
  readonly group: number
  readonly end: number
}

function parseName(source: string, from: number, pattern: JavaPattern): GroupReference {
  let end = from
  while (end < source.length && isNameChar(source.charCodeAt(end))) end += 1
  const name = source.slice(from, end)
  if (name === '') throw new ReplacementError('named capturing group has 0 length name')
  if (source[end] !== '}') {
    throw new ReplacementError("named capturing group is missing trailing '}'")
  }
  if (isAsciiDigit(name.charCodeAt(0))) {
    throw new ReplacementError(`capturing group name {${shortened(name)}} starts with digit character`)
  }
  const group = pattern.groupNames.get(name)
  if (group === undefined) throw new ReplacementError(`No group with name {${shortened(name)}}`)
  return { group, end: end + 1 }
}

function isNameChar(code: number): boolean {
  return isAsciiDigit(code) || isAsciiLetter(code)
}

/** "The first number after the $ is always treated as part of the group reference", others where such a group exists. */
function parseNumber(source: string, from: number, pattern: JavaPattern): GroupReference {
  if (from === source.length) throw new ReplacementError('Illegal group reference: group index is missing')
  if (!isAsciiDigit(source.charCodeAt(from))) throw new ReplacementError('Illegal group reference')
  let group = Number(source[from])
  let end = from + 1
  while (end < source.length && isAsciiDigit(source.charCodeAt(end))) {
    const longer = group * 10 + Number(source[end])
    if (longer > pattern.groupCount) break
    group = longer
    end += 1
  }
  if (group > pattern.groupCount) {
    throw new ReplacementError(`No group ${group}`, 'java.lang.IndexOutOfBoundsException')
  }
  return { group, end }
}
