import { compilePattern, type JavaPattern } from '../regex/java-pattern.ts'
import { replaceAll, replaceFirst, split } from '../regex/string-methods.ts'
import { indexOfText, lastIndexOfText } from '../text-search.ts'
import { isWhitespace, javaTrim, stripTrailing } from '../values/character-classes.ts'
import { JavaArray } from '../values/collections.ts'
import { hashCode } from '../values/hash-code.ts'
import { JavaCharacter } from '../values/java-character.ts'
import { textsEqual } from '../values/java-equals.ts'
import { JavaException, nullPointer } from '../values/java-exception.ts'
import type { Meter } from '../values/meter.ts'
import { collectionArgument } from './collection-methods.ts'
import { type Calling, type Method, type MethodTable, method, otherClass, variadic } from './method.ts'
import { splitLines, stripIndent } from './text-lines.ts'

/** java.lang.String of JDK 17, but for what only code can use (streams, encodings, functions, String.format). */

type StringMethod = Method<string>

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw nullPointer('a String argument')
  return value
}

function intOf(value: unknown): number {
  return value as number
}

function outOfBounds(message: string): JavaException {
  return new JavaException('StringIndexOutOfBoundsException', message)
}

function substring(text: string, begin: number, end: number): string {
  if (begin < 0 || end > text.length || begin > end) {
    throw outOfBounds(`begin ${begin}, end ${end}, length ${text.length}`)
  }
  return text.slice(begin, end)
}

function charAt(text: string, index: number): JavaCharacter {
  if (index < 0 || index >= text.length) throw outOfBounds(`index ${index}, length ${text.length}`)
  return new JavaCharacter(text.charCodeAt(index))
}

function compare(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function startsWith(text: string, prefix: string, at: number, meter: Meter): boolean {
  meter.spend(prefix.length >> 4)
  return at >= 0 && at <= text.length && text.startsWith(prefix, at)
}

/** Character by character: both upper, then lower case, as String.CASE_INSENSITIVE_ORDER compares. */
function folded(text: string, meter: Meter): string {
  meter.spend(text.length >> 2)
  let result = ''
  for (const character of text) {
    const upper = character.toUpperCase()
    const lower = (upper.length === character.length ? upper : character).toLowerCase()
    result += lower.length === character.length ? lower : character
  }
  return result
}

/** Costs what is looked at. */
function indexOf(text: string, wanted: string, from: number, meter: Meter): number {
  const at = indexOfText(text, wanted, Math.max(0, from))
  const end = at < 0 ? text.length : at + wanted.length
  meter.spend((Math.max(0, end - Math.max(0, from)) + wanted.length) >> 4)
  return at
}

function lastIndexOf(text: string, wanted: string, from: number, meter: Meter): number {
  if (from < 0) return -1
  const at = lastIndexOfText(text, wanted, from)
  meter.spend((Math.min(text.length, from) - Math.max(0, at) + wanted.length) >> 4)
  return at
}

function codePoint(value: unknown): string {
  const code = intOf(value)
  // No text holds it.
  return code < 0 || code > 0x10ffff ? '\u{0}\u{0}' : String.fromCodePoint(code)
}

/** The text itself, whose memory is paid for. */
function made(text: string, { meter }: Calling): string {
  meter.spendText(text.length)
  return text
}

function repeat(text: string, count: number, { meter }: Calling): string {
  if (count < 0) throw new JavaException('IllegalArgumentException', `count is negative: ${count}`)
  meter.spendText(text.length * count)
  return text.repeat(count)
}

function stripLeading(text: string): string {
  let start = 0
  while (start < text.length && isWhitespace(text.charCodeAt(start))) start++
  return text.slice(start)
}

/** Texts that the engine looks for in linear time. */
const SHORT = 16

function replaceLiteral(text: string, from: string, to: string, { meter }: Calling): string {
  if (from === '') {
    meter.spend(text.length)
    meter.spendText(text.length + (text.length + 1) * to.length)
    return interleave(text, to)
  }
  const count = countOf(text, from)
  meter.spend(count >> 1)
  meter.spendText(text.length + count * (to.length - from.length))
  if (count === 0) return text
  // The engine's own is the fastest for what is short, and for what is long takes too long.
  return from.length <= SHORT ? text.replaceAll(from, () => to) : replaceEach(text, from, to)
}

function replaceEach(text: string, from: string, to: string): string {
  let result = ''
  let end = 0
  for (let at = indexOfText(text, from); at >= 0; at = indexOfText(text, from, end)) {
    result += text.slice(end, at) + to
    end = at + from.length
  }
  return result + text.slice(end)
}

function countOf(text: string, wanted: string): number {
  let count = 0
  for (let at = indexOfText(text, wanted); at >= 0; at = indexOfText(text, wanted, at + wanted.length)) count++
  return count
}

/** An empty text is found between all characters of Java, which are UTF-16 units. */
function interleave(text: string, to: string): string {
  let result = to
  for (let i = 0; i < text.length; i++) result += text.charAt(i) + to
  return result
}

/** Cases are folded one by one, so texts of two lengths are never equal. */
function equalsIgnoreCase(text: string, other: unknown, meter: Meter): boolean {
  if (typeof other !== 'string' || other.length !== text.length) return false
  return folded(text, meter) === folded(other, meter)
}

function regionMatches(text: string, ignoreCase: boolean, args: readonly unknown[], meter: Meter): boolean {
  const [at, other, otherAt, length] = [intOf(args[0]), textOf(args[1]), intOf(args[2]), intOf(args[3])]
  if (at < 0 || otherAt < 0 || at > text.length - length || otherAt > other.length - length) return false
  if (length <= 0) return true
  const a = text.slice(at, at + length)
  const b = other.slice(otherAt, otherAt + length)
  return ignoreCase ? folded(a, meter) === folded(b, meter) : a === b
}

function characters(text: string, { meter }: Calling): JavaArray {
  meter.spend(text.length)
  const items: JavaCharacter[] = []
  for (let i = 0; i < text.length; i++) items.push(new JavaCharacter(text.charCodeAt(i)))
  return new JavaArray(items, '[C')
}

function codePointAt(text: string, index: number): number {
  if (index < 0 || index >= text.length) throw outOfBounds(`index ${index}, length ${text.length}`)
  return text.codePointAt(index) ?? 0
}

function codePointCount(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    if ((text.codePointAt(i) ?? 0) > 0xffff) i++
    count++
  }
  return count
}

function splitBy(text: string, args: readonly unknown[], { meter }: Calling): JavaArray {
  const parts = split(text, patternOf(args[0], meter), args.length > 1 ? intOf(args[1]) : 0, meter.regex)
  meter.spend(parts.length)
  meter.spendText(text.length)
  return new JavaArray(parts)
}

function patternOf(source: unknown, meter: Meter): JavaPattern {
  return compilePattern(textOf(source), '', meter.regex)
}

function join(separator: string, items: readonly unknown[], { meter }: Calling): string {
  meter.spend(items.length)
  const texts = items.map((item) => {
    if (item === undefined || item === null) return 'null'
    if (typeof item === 'string') return item
    throw new JavaException('ClassCastException', `String.join takes texts alone: found another value`)
  })
  meter.spendText(texts.reduce((sum, text) => sum + text.length + separator.length, 0))
  return texts.join(separator)
}

/** The text of characters, which a template may have put other values among. */
function joined(items: readonly unknown[], { meter, print }: Calling): string {
  meter.spend(items.length)
  let text = ''
  for (const item of items) {
    const part = item === undefined || item === null ? '' : print(item)
    text += part
    if (part.length > 1) meter.spendText(text.length)
  }
  return text
}

function entry(name: string, ...methods: readonly StringMethod[]): readonly [string, readonly StringMethod[]] {
  return [name, methods]
}

export const stringMethods: MethodTable<string> = new Map([
  entry(
    'length',
    method([], (text) => text.length),
  ),
  entry(
    'isEmpty',
    method([], (text) => text === ''),
  ),
  entry(
    'isBlank',
    method([], (text) => stripLeading(text) === ''),
  ),
  entry(
    'charAt',
    method(['int'], (text, [index]) => charAt(text, intOf(index))),
  ),
  entry(
    'codePointAt',
    method(['int'], (text, [index]) => codePointAt(text, intOf(index))),
  ),
  entry(
    'substring',
    method(['int'], (text, [begin]) => substring(text, intOf(begin), text.length)),
    method(['int', 'int'], (text, [begin, end]) => substring(text, intOf(begin), intOf(end))),
  ),
  entry(
    'subSequence',
    method(['int', 'int'], (text, [begin, end]) => substring(text, intOf(begin), intOf(end))),
  ),
  entry(
    'indexOf',
    method(['int'], (text, [code], { meter }) => indexOf(text, codePoint(code), 0, meter)),
    method(['String'], (text, [wanted], { meter }) => indexOf(text, textOf(wanted), 0, meter)),
    method(['int', 'int'], (text, [code, from], { meter }) => indexOf(text, codePoint(code), intOf(from), meter)),
    method(['String', 'int'], (text, [wanted, from], { meter }) => indexOf(text, textOf(wanted), intOf(from), meter)),
  ),
  entry(
    'lastIndexOf',
    method(['int'], (text, [code], { meter }) => lastIndexOf(text, codePoint(code), text.length, meter)),
    method(['String'], (text, [wanted], { meter }) => lastIndexOf(text, textOf(wanted), text.length, meter)),
    method(['int', 'int'], (text, [code, from], { meter }) => lastIndexOf(text, codePoint(code), intOf(from), meter)),
    method(['String', 'int'], (text, [wanted, from], { meter }) =>
      lastIndexOf(text, textOf(wanted), intOf(from), meter),
    ),
  ),
  entry(
    'contains',
    method(['String'], (text, [wanted], { meter }) => indexOf(text, textOf(wanted), 0, meter) >= 0),
  ),
  entry(
    'startsWith',
    method(['String'], (text, [prefix], { meter }) => startsWith(text, textOf(prefix), 0, meter)),
    method(['String', 'int'], (text, [prefix, from], { meter }) => {
      return startsWith(text, textOf(prefix), intOf(from), meter)
    }),
  ),
  entry(
    'endsWith',
    method(['String'], (text, [suffix], { meter }) => {
      return startsWith(text, textOf(suffix), text.length - textOf(suffix).length, meter)
    }),
  ),
  entry(
    'equals',
    method(['Object'], (text, [other], { meter }) => typeof other === 'string' && textsEqual(text, other, meter)),
  ),
  entry(
    'contentEquals',
    method(['String'], (text, [other], { meter }) => textsEqual(text, textOf(other), meter)),
  ),
  entry(
    'equalsIgnoreCase',
    method(['String'], (text, [other], { meter }) => equalsIgnoreCase(text, other, meter)),
  ),
  entry(
    'compareTo',
    method(['String'], (text, [other]) => compare(text, textOf(other))),
    otherClass(),
  ),
  entry(
    'compareToIgnoreCase',
    method(['String'], (text, [other], { meter }) => compare(folded(text, meter), folded(textOf(other), meter))),
  ),
  entry(
    'regionMatches',
    method(['int', 'String', 'int', 'int'], (text, args, { meter }) => regionMatches(text, false, args, meter)),
    method(['boolean', 'int', 'String', 'int', 'int'], (text, [ignoreCase, ...args], { meter }) =>
      regionMatches(text, ignoreCase === true, args, meter),
    ),
  ),
  entry(
    'concat',
    method(['String'], (text, [other], { meter }) => {
      meter.spendText(text.length + textOf(other).length)
      return text + textOf(other)
    }),
  ),
  entry(
    'repeat',
    method(['int'], (text, [count], calling) => repeat(text, intOf(count), calling)),
  ),
  entry(
    'replace',
    method(['char', 'char'], (text, [from, to], calling) => replaceLiteral(text, String(from), String(to), calling)),
    method(['String', 'String'], (text, [from, to], calling) =>
      replaceLiteral(text, textOf(from), textOf(to), calling),
    ),
  ),
  entry(
    'replaceAll',
    method(['String', 'String'], (text, [pattern, by], { meter }) => {
      const compiled = patternOf(pattern, meter)
      // Java looks at the replacement when there is something to replace.
      if (typeof by !== 'string' && compiled.find(text, 0, meter.regex) === undefined) return text
      const result = replaceAll(text, compiled, textOf(by), meter.regex)
      meter.spendText(result.length)
      return result
    }),
  ),
  entry(
    'replaceFirst',
    method(['String', 'String'], (text, [pattern, by], { meter }) => {
      const result = replaceFirst(text, patternOf(pattern, meter), textOf(by), meter.regex)
      meter.spendText(result.length)
      return result
    }),
  ),
  entry(
    'matches',
    method(['String'], (text, [pattern], { meter }) => patternOf(pattern, meter).matches(text, meter.regex)),
  ),
  entry('split', method(['String'], splitBy), method(['String', 'int'], splitBy)),
  entry(
    'toLowerCase',
    method([], (text, _args, calling) => made(text.toLowerCase(), calling)),
  ),
  entry(
    'toUpperCase',
    method([], (text, _args, calling) => made(text.toUpperCase(), calling)),
  ),
  entry('trim', method([], javaTrim)),
  entry(
    'strip',
    method([], (text) => stripTrailing(stripLeading(text))),
  ),
  entry('stripLeading', method([], stripLeading)),
  entry('stripTrailing', method([], stripTrailing)),
  entry(
    'stripIndent',
    method([], (text, _args, calling) => made(stripIndent(text, calling.meter), calling)),
  ),
  entry(
    'indent',
    method(['int'], (text, [count], { meter }) => {
      const lines = splitLines(text)
      meter.spend(lines.length)
      const width = intOf(count)
      meter.spendText(text.length + lines.length * Math.max(0, width))
      return text === '' ? '' : lines.map((line) => `${indented(line, width)}\n`).join('')
    }),
  ),
  entry(
    'intern',
    method([], (text) => text),
  ),
  entry(
    'toString',
    method([], (text) => text),
  ),
  entry(
    'hashCode',
    method([], (text, _args, { meter }) => hashCode(text, meter)),
  ),
  entry(
    'toCharArray',
    method([], (text, _args, calling) => characters(text, calling)),
  ),
  entry(
    'codePointCount',
    method(['int', 'int'], (text, [begin, end]) => codePointCount(substring(text, intOf(begin), intOf(end)))),
  ),
  // Static methods are called on an instance: $s.valueOf(5).
  entry(
    'valueOf',
    method(['int'], (_text, [value], { print }) => print(value)),
    method(['long'], (_text, [value], { print }) => print(value)),
    method(['char'], (_text, [value]) => String(value)),
    method(['boolean'], (_text, [value]) => String(value)),
    method(['Object'], (_text, [value], calling) => {
      return value instanceof JavaArray && value.typeName === '[C' ? joined(value.items, calling) : calling.print(value)
    }),
    variadic([], 'char', (_text, characters, calling) => joined(characters, calling)),
  ),
  entry(
    'join',
    method(['String', 'Collection'], (_text, [separator, items], calling) =>
      join(textOf(separator), collectionArgument(items, calling.meter), calling),
    ),
    variadic(['String'], 'String', (_text, [separator, ...items], calling) => join(textOf(separator), items, calling)),
  ),
])

function indented(line: string, width: number): string {
  if (width >= 0) return ' '.repeat(width) + line
  const blank = line.length - stripLeading(line).length
  return line.slice(Math.min(blank, -width))
}
