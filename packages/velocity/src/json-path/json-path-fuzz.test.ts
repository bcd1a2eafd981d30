import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../json/parse-json.ts'
import { outcome } from './test-outcome.ts'

const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'é', '0')
const index = fc.integer({ min: -4, max: 4 })
const functionName = fc.constantFrom('length', 'keys', 'sum', 'min', 'concat', 'append', 'first', 'last', 'index', 'x')
const literal = fc.constantFrom(
  '1',
  '1.0',
  "'a'",
  '"b"',
  'true',
  'null',
  '[1,"a"]',
  '{"a":1}',
  '/a.*/i',
  "['$.a']",
  '-',
)
const operator = fc.constantFrom('==', '!=', '===', '<', '>=', '=~', 'in', 'nin', 'contains', 'size', 'empty', 'anyof')

const { path } = fc.letrec<{ path: string; token: string; filter: string; operand: string }>((tie) => ({
  path: fc.array(tie('token'), { maxLength: 4 }).map((tokens) => `$${tokens.join('')}`),
  token: fc.oneof(
    { maxDepth: 3 },
    name.map((text) => `.${text}`),
    name.map((text) => `..${text}`),
    fc.tuple(name, name).map(([one, other]) => `['${one}','${other}']`),
    index.map((at) => `[${at}]`),
    index.map((at) => `..[${at}]`),
    fc.tuple(index, index).map(([from, to]) => `[${from}:${to}]`),
    fc.constantFrom('[*]', '.*', '..*'),
    fc.tuple(functionName, literal).map(([text, argument]) => `.${text}(${argument})`),
    fc.tuple(functionName, tie('path')).map(([text, argument]) => `.${text}(${argument})`),
    functionName.map((text) => `.${text}()`),
    tie('filter').map((text) => `[?(${text})]`),
    tie('filter').map((text) => `..[?(${text})]`),
  ),
  filter: fc.oneof(
    { maxDepth: 3 },
    tie('operand'),
    fc.tuple(tie('operand'), operator, tie('operand')).map((parts) => parts.join(' ')),
    fc.tuple(tie('filter'), fc.constantFrom('&&', '||'), tie('filter')).map((parts) => parts.join(' ')),
    tie('filter').map((text) => `!(${text})`),
  ),
  operand: fc.oneof(
    { maxDepth: 3 },
    literal,
    tie('path'),
    tie('path').map((text) => `@${text.slice(1)}`),
  ),
}))

const pathCharacter = fc.constantFrom(...Array.from('$@.[]()?*\'",:-01 a&|!=<>~/\\{}é'))

/** Paths with a few characters changed, and texts of the characters that paths are made of. */
const brokenPath = fc.tuple(path, fc.nat(), pathCharacter).map(([text, at, extra]) => {
  const place = at % (text.length + 1)
  return text.slice(0, place) + extra + text.slice(place + (at % 2))
})
const noise = fc.string({ unit: pathCharacter, maxLength: 30 })

/** Without numbers such as 1e21 and names such as '0', which JSON.parse does not give as they were written. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, 0, 1, -7, 2.5, '', 'a', '$.a', '[1]', 'é'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'é'), tie('value')),
  ),
}))

const document = fc.json({ maxDepth: 4 })

/** Anything but a JsonPathError that comes out of an evaluation fails the test. */
function check(expression: string, text: string): void {
  const first = outcome(expression, parseJson(text))
  expect(outcome(expression, parseJson(text))).toBe(first)
  expect(outcome(expression, JSON.parse(text))).toBeTypeOf('string')
}

describe('any expression on any document', () => {
  it.each([
    ['paths', path],
    ['broken paths', brokenPath],
    ['noise', noise],
  ])('gives a result or a JsonPathError: %s', (_what, expression) => {
    fc.assert(fc.property(expression, document, check), { numRuns: 1500, interruptAfterTimeLimit: 20_000 })
  })

  it('gives the same from plain objects as from maps', () => {
    const members = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'é'), value)
    fc.assert(
      fc.property(path, members, (expression, value) => {
        const text = JSON.stringify(value)
        expect(outcome(expression, JSON.parse(text))).toBe(outcome(expression, parseJson(text)))
      }),
      { numRuns: 1500 },
    )
  })
})
