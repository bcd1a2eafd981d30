import { expect, test } from 'vitest'
import type { Constraint } from '../model/constraints.ts'
import { apiGatewayDialect } from './rest-json-dialect.ts'
import type { ServiceError } from './service-error.ts'
import { checkScalar, missingMember } from './validation.ts'

const { refusals } = apiGatewayDialect

const frame = (value: string, rule: string) =>
  `1 validation error detected: Value ${value} at 'a.b' failed to satisfy constraint: Member must ${rule}`

/** What a check throws, or null. */
function violationOf(check: () => void): object | null {
  try {
    check()
    return null
  } catch (error) {
    const { code, status, message } = error as ServiceError
    return { code, status, message }
  }
}

test.each<[string, string | number | boolean, Constraint, string | null]>([
  ['a length at its least', 'a', { length: [1, 3] }, null],
  ['a length at its most', 'aaa', { length: [1, 3] }, null],
  ['too short', '', { length: [1, 3] }, frame("''", 'have length greater than or equal to 1')],
  ['too long', 'aaaa', { length: [1, 3] }, frame("'aaaa'", 'have length less than or equal to 3')],
  ['a value', 'a', { values: ['a', 'b'] }, null],
  ['no value', 'c', { values: ['a', 'b'] }, frame("'c'", 'satisfy enum value set: [a, b]')],
  ['no value, with AWS’s text', 'c', { values: ['a'], text: 'no' }, 'no'],
  ['a text of the form', 'ab', { pattern: 'a|ab' }, null],
  ['a text of another form', 'abc', { pattern: 'a|ab' }, frame("'abc'", 'satisfy regular expression pattern: a|ab')],
  ['a number at its least', -1, { range: [-1, 1] }, null],
  ['a number at its most', 1, { range: [-1, 1] }, null],
  ['too small', -2, { range: [-1, 1] }, frame("'-2'", 'have value greater than or equal to -1')],
  ['too large', 2, { range: [-1, 1] }, frame("'2'", 'have value less than or equal to 1')],
  ['a flag, which nothing bounds', true, { length: [9, 9], range: [9, 9] }, null],
])('%s', (_what, value, constraint, message) => {
  const found = violationOf(() => checkScalar(value, 'a.b', constraint, refusals))
  expect(found).toEqual(message === null ? null : { code: 'BadRequestException', status: 400, message })
})

test('a missing member has the common text, or its own', () => {
  expect(missingMember('a.b', undefined, refusals).message).toBe(frame('null', 'not be null'))
  expect(missingMember('a.b', { length: [1, 2] }, refusals).message).toBe(frame('null', 'not be null'))
  expect(missingMember('a.b', { missing: 'needed' }, refusals).message).toBe('needed')
})
