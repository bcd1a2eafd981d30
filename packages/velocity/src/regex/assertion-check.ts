import type { Assertion } from './pattern-node.ts'
import { anyOf, unicodeWord } from './unicode-class.ts'

const LF = 0x0a
const CR = 0x0d

const letterOrDigit = anyOf('L', 'Nd')
const nonSpacingMark = anyOf('Mn')

/** Whether an assertion holds at a position. `previousEnd`: where the previous match ended, for \G. */
export function holds(assertion: Assertion, text: string, at: number, previousEnd: number): boolean {
  switch (assertion) {
    case 'begin':
      return at === 0
    case 'end':
      return at === text.length
    case 'lastMatch':
      return at === previousEnd
    case 'caret':
      return isLineStart(text, at)
    case 'unixCaret':
      return at < text.length && (at === 0 || text.charCodeAt(at - 1) === LF)
    case 'dollar':
      return isLastLineEnd(text, at)
    case 'multilineDollar':
      return isLineEnd(text, at)
    case 'unixDollar':
      return at === text.length || (at === text.length - 1 && text.charCodeAt(at) === LF)
    case 'unixMultilineDollar':
      return at === text.length || text.charCodeAt(at) === LF
    case 'wordBoundary':
      return isWordBoundary(text, at, isWord)
    case 'notWordBoundary':
      return !isWordBoundary(text, at, isWord)
    case 'unicodeWordBoundary':
      return isWordBoundary(text, at, isUnicodeWord)
    case 'notUnicodeWordBoundary':
      return !isWordBoundary(text, at, isUnicodeWord)
    default:
      return isGraphemeBoundary(text, at)
  }
}

function isTerminator(unit: number): boolean {
  return unit === LF || unit === CR || (unit | 1) === 0x2029 || unit === 0x85
}

/** In MULTILINE mode "^ matches at the beginning of input and after any line terminator except at the end of input". */
function isLineStart(text: string, at: number): boolean {
  if (at === text.length) return false
  if (at === 0) return true
  const before = text.charCodeAt(at - 1)
  return isTerminator(before) && !(before === CR && text.charCodeAt(at) === LF)
}

function isLineEnd(text: string, at: number): boolean {
  if (at === text.length) return true
  const unit = text.charCodeAt(at)
  return isTerminator(unit) && !(unit === LF && at > 0 && text.charCodeAt(at - 1) === CR)
}

/** Without MULTILINE, $ matches at the end and before a line terminator at the end; \r\n is one. */
function isLastLineEnd(text: string, at: number): boolean {
  const left = text.length - at
  if (left > 2) return false
  if (left === 2) return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF
  return isLineEnd(text, at)
}

/** \b of Java 17: letters and digits of all scripts, with the marks on them, and the underscore are of words. */
function isWordBoundary(text: string, at: number, isIn: (text: string, at: number) => boolean): boolean {
  const before = at > 0 && isIn(text, at - (isPair(text, at - 2) ? 2 : 1))
  return before !== (at < text.length && isIn(text, at))
}

function isPair(text: string, at: number): boolean {
  return at >= 0 && (text.codePointAt(at) ?? 0) > 0xffff
}

function isWord(text: string, at: number): boolean {
  const code = text.codePointAt(at) ?? 0
  if (code < 128) return code === 0x5f || (code >= 0x30 && code <= 0x39) || isAsciiAlpha(code)
  return letterOrDigit.test(code) || (nonSpacingMark.test(code) && hasBase(text, at))
}

function isUnicodeWord(text: string, at: number): boolean {
  const code = text.codePointAt(at) ?? 0
  return unicodeWord.test(code) || (nonSpacingMark.test(code) && hasBase(text, at))
}

function isAsciiAlpha(code: number): boolean {
  return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a
}

/** How many marks may stand on one letter. */
const MOST_MARKS = 64

/** Whether the marks up to here stand on a letter or digit. */
function hasBase(text: string, at: number): boolean {
  for (let index = at; index >= 0 && index > at - MOST_MARKS; index -= 1) {
    const code = text.codePointAt(index) ?? 0
    if (letterOrDigit.test(code)) return true
    if (!nonSpacingMark.test(code)) return false
  }
  return false
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** How far a grapheme cluster is looked for: longer ones are taken in parts. */
const MOST_CLUSTER = 64

/** The length of the extended grapheme cluster at a position. */
export function graphemeLength(text: string, at: number): number {
  return segmenter.segment(text.slice(at, at + MOST_CLUSTER)).containing(0)?.segment.length ?? 1
}

function isGraphemeBoundary(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return true
  const from = Math.max(0, at - MOST_CLUSTER)
  return segmenter.segment(text.slice(from, at + MOST_CLUSTER)).containing(at - from)?.index === at - from
}
