import { predicate } from './char-predicate.ts'
import { parseClass } from './class-parser.ts'
import { parseEscape } from './escape-parser.ts'
import { parseGroupName } from './group-name.ts'
import { MOST_NESTING } from './pattern-bounds.ts'
import type { PatternCursor } from './pattern-cursor.ts'
import { DOT_ALL, flagOf, MULTILINE, UNIX_LINES } from './pattern-flags.ts'
import { lengthsOf } from './pattern-lengths.ts'
import type { AssertionNode, PatternNode } from './pattern-node.ts'
import { parseFamily } from './property-family.ts'
import { parseQuantifier } from './quantifier-parser.ts'
import { RegexBudgetError } from './regex-budget.ts'
import { charSet } from './single-char.ts'

const anyChar = predicate(() => true, true)
const unixDot = predicate((char) => char !== 0x0a, true)
const dot = predicate((char) => char !== 0x0a && char !== 0x0d && (char | 1) !== 0x2029 && char !== 0x85, true)

/** Reads a whole pattern as java.util.regex.Pattern of Java 17 does. */
export function parsePattern(cursor: PatternCursor): PatternNode {
  const node = parseChoice(cursor, 0)
  if (cursor.at === cursor.length) return node
  throw cursor.error(cursor.peek() === 0x29 ? "Unmatched closing ')'" : 'Unexpected internal error')
}

function parseChoice(cursor: PatternCursor, depth: number): PatternNode {
  if (depth > MOST_NESTING) throw new RegexBudgetError('the regular expression nests too deeply')
  const first = parseSequence(cursor, depth)
  if (cursor.peek() !== 0x7c) return first
  const branches = [first]
  while (cursor.peek() === 0x7c) {
    cursor.next()
    branches.push(parseSequence(cursor, depth))
  }
  return { kind: 'choice', branches }
}

function parseSequence(cursor: PatternCursor, depth: number): PatternNode {
  const items: PatternNode[] = []
  for (;;) {
    const char = cursor.peek()
    switch (char) {
      case 0x28: {
        const group = parseGroup(cursor, depth)
        if (group) items.push(parseQuantifier(cursor, group))
        continue
      }
      case 0x5b:
        items.push(parseQuantifier(cursor, cursor.charNode(parseClass(cursor, true))))
        continue
      case 0x5e:
      case 0x24:
        cursor.next()
        items.push(parseQuantifier(cursor, anchor(cursor, char)))
        continue
      case 0x2e:
        cursor.next()
        items.push(parseQuantifier(cursor, { kind: 'char', set: dotOf(cursor) }))
        continue
      case 0x7c:
      case 0x29:
        return sequence(items)
      case 0x2a:
      case 0x2b:
      case 0x3f:
        cursor.next()
        throw cursor.error(`Dangling meta character '${String.fromCodePoint(char)}'`)
      case 0:
        if (cursor.isAtEnd) return sequence(items)
    }
    const atoms = parseAtoms(cursor)
    const last = atoms.pop() ?? { kind: 'sequence', items: [] }
    items.push(...atoms, parseQuantifier(cursor, last))
  }
}

function sequence(items: readonly PatternNode[]): PatternNode {
  const [first] = items
  return items.length === 1 && first ? first : { kind: 'sequence', items }
}

function anchor(cursor: PatternCursor, char: number): AssertionNode {
  const isMultiline = cursor.has(MULTILINE)
  const isUnix = cursor.has(UNIX_LINES)
  if (char === 0x5e) {
    if (!isMultiline) return { kind: 'assertion', assertion: 'begin' }
    return { kind: 'assertion', assertion: isUnix ? 'unixCaret' : 'caret' }
  }
  if (isUnix) return { kind: 'assertion', assertion: isMultiline ? 'unixMultilineDollar' : 'unixDollar' }
  return { kind: 'assertion', assertion: isMultiline ? 'multilineDollar' : 'dollar' }
}

function dotOf(cursor: PatternCursor) {
  if (cursor.has(DOT_ALL)) return anyChar
  return cursor.has(UNIX_LINES) ? unixDot : dot
}

/**
 * A run of characters, up to what is something else. Where a quantifier follows, the last of them is left for the next
 * run, so that the quantifier is for it alone; a { with nothing before it quantifies the empty run.
 */
function parseAtoms(cursor: PatternCursor): PatternNode[] {
  const chars: number[] = []
  let before = cursor.at
  for (let char = cursor.peek(); ; ) {
    if (isQuantifier(char)) {
      if (chars.length > 1) {
        cursor.at = before
        chars.pop()
      }
      break
    }
    if (isOperator(char)) break
    if (char === 0x5c) {
      const start = cursor.at
      const letter = cursor.step()
      if (letter === 0x70 || letter === 0x50) {
        if (chars.length === 0) return [cursor.charNode(parseFamily(cursor))]
        cursor.unread()
        break
      }
      cursor.unread()
      before = start
      const escape = parseEscape(cursor, false, false)
      if (typeof escape !== 'number') {
        if (chars.length === 0) return [escape.kind === 'char' ? cursor.charNode(escape.set) : escape]
        cursor.at = start
        break
      }
      chars.push(escape)
      char = cursor.peek()
      continue
    }
    if (char === 0 && cursor.isAtEnd) break
    // Written as an escape, Java does not note it.
    if (char > 0xffff || (char >= 0xd800 && char <= 0xdfff)) cursor.keepsPairs = true
    before = cursor.at
    chars.push(char)
    char = cursor.next()
  }
  return chars.map((char) => literal(cursor, char, chars.length === 1))
}

function isQuantifier(char: number): boolean {
  return char === 0x2a || char === 0x2b || char === 0x3f || char === 0x7b
}

function isOperator(char: number): boolean {
  return (
    char === 0x24 || char === 0x2e || char === 0x5e || char === 0x28 || char === 0x5b || char === 0x7c || char === 0x29
  )
}

function literal(cursor: PatternCursor, char: number, isAlone: boolean): PatternNode {
  const set = charSet(cursor, char)
  if (isAlone) return cursor.charNode(set)
  return { kind: 'char', set }
}

/** A group of any kind, or undefined where it only sets flags for what follows. */
function parseGroup(cursor: PatternCursor, depth: number): PatternNode | undefined {
  const { flags } = cursor
  const group = cursor.next() === 0x3f ? parseSpecialGroup(cursor, depth) : parseCapture(cursor, depth)
  if (!group) return undefined
  cursor.accept(0x29, 'Unclosed group')
  cursor.flags = flags
  return group
}

function parseCapture(cursor: PatternCursor, depth: number, name?: string): PatternNode {
  cursor.groups += 1
  const capture = cursor.groups
  if (name !== undefined) cursor.names.set(name, capture)
  return { kind: 'group', body: parseChoice(cursor, depth + 1), capture }
}

function parseSpecialGroup(cursor: PatternCursor, depth: number): PatternNode | undefined {
  const char = cursor.skip()
  switch (char) {
    case 0x3a:
      return { kind: 'group', body: parseChoice(cursor, depth + 1), capture: undefined }
    case 0x3d:
    case 0x21:
      return { kind: 'look', isNegative: char === 0x21, body: parseChoice(cursor, depth + 1), behind: undefined }
    case 0x3e:
      return { kind: 'atomic', body: parseChoice(cursor, depth + 1) }
    case 0x3c:
      return parseAngle(cursor, depth)
    case 0x24:
    case 0x40:
      throw cursor.error('Unknown group type')
    default:
      cursor.unread()
      parseFlags(cursor)
      switch (cursor.read()) {
        case 0x29:
          return undefined
        case 0x3a:
          return { kind: 'group', body: parseChoice(cursor, depth + 1), capture: undefined }
        default:
          throw cursor.error('Unknown inline modifier')
      }
  }
}

/** What (?< begins: a lookbehind or a named group. */
function parseAngle(cursor: PatternCursor, depth: number): PatternNode {
  const char = cursor.read()
  if (char !== 0x3d && char !== 0x21) {
    const name = parseGroupName(cursor, char)
    if (cursor.names.has(name)) throw cursor.error(`Named capturing group <${name}> is already defined`)
    return parseCapture(cursor, depth, name)
  }
  const start = cursor.at
  const body = parseChoice(cursor, depth + 1)
  const lengths = lengthsOf(body)
  if (!lengths.isBounded) throw cursor.error('Look-behind group does not have an obvious maximum length')
  const behind = { least: lengths.min, most: lengths.max, byCodePoint: cursor.hasSupplementary(start) }
  return { kind: 'look', isNegative: char === 0x21, body, behind }
}

function parseFlags(cursor: PatternCursor): void {
  let isOff = false
  for (let char = cursor.peek(); ; char = cursor.next()) {
    const flag = flagOf(String.fromCodePoint(char))
    if (flag !== undefined) cursor.flags = isOff ? cursor.flags & ~flag : cursor.flags | flag
    else if (char === 0x2d && !isOff) isOff = true
    else return
  }
}
