import { compilePattern } from '../regex/java-pattern.ts'
import { replaceAll, replaceFirst, split } from '../regex/string-methods.ts'
import { collectionOf, JavaArray } from '../values/collections.ts'
import { hashCode } from '../values/hash-code.ts'
import { JavaCharacter } from '../values/java-character.ts'
import { JavaException, nullPointer } from '../values/java-exception.ts'
import { type Calling, type Method, type MethodTable, method, otherClass, variadic } from './method.ts'
import { isJavaWhiteSpace, splitLines, stripIndent } from './text-lines.ts'

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

/** Character by character: both upper, then lower case, as String.CASE_INSENSITIVE_ORDER compares. */
function folded(text: string): string {
  let result = ''
  for (const character of text) {
    const upper = character.toUpperCase()
    const lower = (upper.length === character.length ? upper : character).toLowerCase()
    result += lower.length === character.length ? lower : character
  }
  return result
}

function indexOf(text: string, wanted: string, from: number): number {
  return text.indexOf(wanted, Math.max(0, from))
}

function lastIndexOf(text: string, wanted: string, from: number): number {
  return from < 0 ? -1 : text.lastIndexOf(wanted, from)
}

function codePoint(value: unknown): string {
  const code = intOf(value)
  // No text holds it.
  return code < 0 || code > 0x10ffff ? '\u{0}\u{0}' : String.fromCodePoint(code)
}

function repeat(text: string, count: number, { meter }: Calling): string {
  if (count < 0) throw new JavaException('IllegalArgumentException', `count is negative: ${count}`)
  meter.spendText(text.length * count)
  return text.repeat(count)
}

function trim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 0x20) start++
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--
  return text.slice(start, end)
}

function stripLeading(text: string): string {
  let start = 0
  while (start < text.length && isJavaWhiteSpace(text.charCodeAt(start))) start++
  return text.slice(start)
}

function stripTrailing(text: string): string {
  let end = text.length
  while (end > 0 && isJavaWhiteSpace(text.charCodeAt(end - 1))) end--
  return text.slice(0, end)
}

function replaceLiteral(text: string, from: string, to: string, { meter }: Calling): string {
  if (from === '') {
    meter.spendText(text.length + (text.length + 1) * to.length)
    return interleave(text, to)
  }
  const count = countOf(text, from)
  meter.spend((text.length + count) >> 4)
  meter.spendText(text.length + count * (to.length - from.length))
  return count === 0 ? text : text.split(from).join(to)
}

function countOf(text: string, wanted: string): number {
  let count = 0
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) count++
  return count
}

/** An empty text is found between all characters of Java, which are UTF-16 units. */
function interleave(text: string, to: string): string {
  return (
    to +
    text
      .split('')
      .map((unit) => unit + to)
      .join('')
  )
}

function regionMatches(text: string, ignoreCase: boolean, args: readonly unknown[]): boolean {
  const [at, other, otherAt, length] = [intOf(args[0]), textOf(args[1]), intOf(args[2]), intOf(args[3])]
  if (at < 0 || otherAt < 0 || at > text.length - length || otherAt > other.length - length) return false
  if (length <= 0) return true
  const a = text.slice(at, at + length)
  const b = other.slice(otherAt, otherAt + length)
  return ignoreCase ? folded(a) === folded(b) : a === b
}

function characters(text: string): JavaArray {
  return new JavaArray(
    text.split('').map((unit) => new JavaCharacter(unit.charCodeAt(0))),
    '[C',
  )
}

function codePointAt(text: string, index: number): number {
  if (index < 0 || index >= text.length) throw outOfBounds(`index ${index}, length ${text.length}`)
  return text.codePointAt(index) ?? 0
}

function splitBy(text: string, args: readonly unknown[], { meter }: Calling): JavaArray {
  const parts = split(text, compilePattern(textOf(args[0])), args.length > 1 ? intOf(args[1]) : 0, meter.regex)
  meter.spend(parts.length)
  meter.spendText(text.length)
  return new JavaArray(parts)
}

function join(separator: string, items: readonly unknown[], { meter, print }: Calling): string {
  const texts = items.map((item) => {
    if (item === undefined || item === null) return 'null'
    if (typeof item === 'string') return item
    throw new JavaException('ClassCastException', `String.join takes texts alone: found ${print(item)}`)
  })
  meter.spendText(texts.reduce((sum, text) => sum + text.length + separator.length, 0))
  return texts.join(separator)
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
    method(['int'], (text, [code]) => text.indexOf(codePoint(code))),
    method(['String'], (text, [wanted]) => text.indexOf(textOf(wanted))),
    method(['int', 'int'], (text, [code, from]) => indexOf(text, codePoint(code), intOf(from))),
    method(['String', 'int'], (text, [wanted, from]) => indexOf(text, textOf(wanted), intOf(from))),
  ),
  entry(
    'lastIndexOf',
    method(['int'], (text, [code]) => text.lastIndexOf(codePoint(code))),
    method(['String'], (text, [wanted]) => text.lastIndexOf(textOf(wanted))),
    method(['int', 'int'], (text, [code, from]) => lastIndexOf(text, codePoint(code), intOf(from))),
    method(['String', 'int'], (text, [wanted, from]) => lastIndexOf(text, textOf(wanted), intOf(from))),
  ),
  entry(
    'contains',
    method(['String'], (text, [wanted]) => text.includes(textOf(wanted))),
  ),
  entry(
    'startsWith',
    method(['String'], (text, [prefix]) => text.startsWith(textOf(prefix))),
    method(['String', 'int'], (text, [prefix, from]) => {
      const at = intOf(from)
      return at >= 0 && at <= text.length && text.startsWith(textOf(prefix), at)
    }),
  ),
  entry(
    'endsWith',
    method(['String'], (text, [suffix]) => text.endsWith(textOf(suffix))),
  ),
  entry(
    'equals',
    method(['Object'], (text, [other]) => text === other),
  ),
  entry(
    'contentEquals',
    method(['String'], (text, [other]) => text === textOf(other)),
  ),
  entry(
    'equalsIgnoreCase',
    method(['String'], (text, [other]) => typeof other === 'string' && folded(text) === folded(other)),
  ),
  entry(
    'compareTo',
    method(['String'], (text, [other]) => compare(text, textOf(other))),
    otherClass(),
  ),
  entry(
    'compareToIgnoreCase',
    method(['String'], (text, [other]) => compare(folded(text), folded(textOf(other)))),
  ),
  entry(
    'regionMatches',
    method(['int', 'String', 'int', 'int'], (text, args) => regionMatches(text, false, args)),
    method(['boolean', 'int', 'String', 'int', 'int'], (text, [ignoreCase, ...args]) =>
      regionMatches(text, ignoreCase === true, args),
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
      const compiled = compilePattern(textOf(pattern))
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
      const result = replaceFirst(text, compilePattern(textOf(pattern)), textOf(by), meter.regex)
      meter.spendText(result.length)
      return result
    }),
  ),
  entry(
    'matches',
    method(['String'], (text, [pattern], { meter }) => compilePattern(textOf(pattern)).matches(text, meter.regex)),
  ),
  entry('split', method(['String'], splitBy), method(['String', 'int'], splitBy)),
  entry(
    'toLowerCase',
    method([], (text) => text.toLowerCase()),
  ),
  entry(
    'toUpperCase',
    method([], (text) => text.toUpperCase()),
  ),
  entry('trim', method([], trim)),
  entry(
    'strip',
    method([], (text) => stripTrailing(stripLeading(text))),
  ),
  entry('stripLeading', method([], stripLeading)),
  entry('stripTrailing', method([], stripTrailing)),
  entry('stripIndent', method([], stripIndent)),
  entry(
    'indent',
    method(['int'], (text, [count], { meter }) => {
      const lines = splitLines(text)
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
  entry('toCharArray', method([], characters)),
  entry(
    'codePointCount',
    method(['int', 'int'], (text, [begin, end]) => Array.from(substring(text, intOf(begin), intOf(end))).length),
  ),
  // Static methods are called on an instance: $s.valueOf(5).
  entry(
    'valueOf',
    method(['int'], (_text, [value], { print }) => print(value)),
    method(['long'], (_text, [value], { print }) => print(value)),
    method(['char'], (_text, [value]) => String(value)),
    method(['boolean'], (_text, [value]) => String(value)),
    method(['Object'], (_text, [value], { print }) => {
      return value instanceof JavaArray && value.typeName === '[C' ? value.items.join('') : print(value)
    }),
    variadic([], 'char', (_text, characters) => characters.join('')),
  ),
  entry(
    'join',
    method(['String', 'Collection'], (_text, [separator, items], calling) =>
      join(textOf(separator), collectionItems(items), calling),
    ),
    variadic(['String'], 'String', (_text, [separator, ...items], calling) => join(textOf(separator), items, calling)),
  ),
])

function indented(line: string, width: number): string {
  if (width >= 0) return ' '.repeat(width) + line
  const blank = line.length - stripLeading(line).length
  return line.slice(Math.min(blank, -width))
}

function collectionItems(value: unknown): readonly unknown[] {
  const items = collectionOf(value)
  if (items === undefined) throw nullPointer('the collection')
  return items
}
