import { expect, test } from 'vitest'
import { UNKNOWN } from '../conversion/value.ts'
import { checkAnswer } from './answer.ts'
import { listBlock, singleBlock, text, textMap, wholeNumber } from './schema.ts'

const schema = {
  name: text('required'),
  size: wholeNumber('computed'),
  map: textMap('optional'),
  part: listBlock({ key: text('required') }),
  timeouts: singleBlock({ create: text('optional') }),
}
const whole = { name: 'a', size: 1, map: { b: 'c' }, part: [{ key: 'k' }], timeouts: { create: '1m' } }

test.each<[string, 'create' | 'read', unknown, object, string[]]>([
  ['all of it', 'read', whole, whole, []],
  ['some of it', 'create', { size: 2 }, { size: 2 }, []],
  ['some of the whole', 'read', { name: 'a' }, { name: 'a', size: null, map: null, part: [], timeouts: null }, []],
  [
    'undefined for null',
    'read',
    { ...whole, size: undefined, part: undefined, timeouts: undefined },
    { ...whole, size: null, part: [], timeouts: null },
    [],
  ],
  ['a text for a number', 'create', { name: 'a', size: 'b' }, { name: 'a' }, ['size is not a number.']],
  ['an unknown value within', 'create', { map: { b: UNKNOWN } }, {}, ['map is unknown. What an API answers is known.']],
  ['a block of another form', 'create', { part: [{ key: true }] }, {}, ['part[0].key is not a text.']],
  ['nothing', 'read', undefined, {}, ['It answered no object.']],
])('%s', (_, call, answer, sound, details) => {
  const checked = checkAnswer({ name: 'thing', schema }, call, answer)
  expect(checked.sound).toEqual(sound)
  expect(checked.faults.map(({ detail }) => detail)).toEqual(details)
})
