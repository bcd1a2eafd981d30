import { expect, test } from 'vitest'
import { listBlock, type Schema, text, textMap, textSet, truth, wholeNumber } from '../framework/schema.ts'
import { memberTable } from './members.ts'

const schema = {
  name: text('required'),
  about: text('optional'),
  kind: text('optional', { fallback: 'SLOW' }),
  open: truth('optional'),
  seconds: wholeNumber('optional-computed'),
  limit: wholeNumber('optional', { zeroCounts: true }),
  words: textSet('optional'),
  labels: textMap('optional'),
}
const table = memberTable(schema, {
  name: 'Name',
  about: 'Description',
  kind: 'Kind',
  open: 'IsOpen',
  seconds: 'Seconds',
  limit: 'Limit',
  words: 'Words',
  labels: 'Labels',
})
const nothing = {
  name: 'n',
  about: null,
  kind: 'SLOW',
  open: null,
  seconds: null,
  limit: null,
  words: null,
  labels: null,
}
const everything = {
  name: 'n',
  about: 'd',
  kind: 'FAST',
  open: true,
  seconds: 5,
  limit: 5,
  words: ['a', 'b'],
  labels: { a: '1' },
}
type State = Parameters<typeof table.created>[0]

test.each<[string, State, object]>([
  ['nothing but what must be', nothing, { Name: 'n', Kind: 'SLOW' }],
  [
    'zero values, which are nothing',
    { ...nothing, about: '', open: false, words: [], labels: {} },
    { Name: 'n', Kind: 'SLOW' },
  ],
  ['a zero that counts', { ...nothing, limit: 0 }, { Name: 'n', Kind: 'SLOW', Limit: 0 }],
  [
    'everything',
    everything,
    {
      Name: 'n',
      Description: 'd',
      Kind: 'FAST',
      IsOpen: true,
      Seconds: 5,
      Limit: 5,
      Words: ['a', 'b'],
      Labels: { a: '1' },
    },
  ],
])('a creation with %s', (_, planned, members) => {
  expect(table.created(planned)).toEqual(members)
})

test.each<[string, State, State, object]>([
  ['nothing', everything, { ...everything, words: ['b', 'a'] }, {}],
  ['null for a zero value', nothing, { ...nothing, about: '', open: false, words: [], labels: {} }, {}],
  ['one value', everything, { ...everything, about: 'e' }, { Description: 'e' }],
  [
    'all that goes; numbers stay as they are',
    everything,
    nothing,
    { Description: '', Kind: 'SLOW', IsOpen: false, Words: [], Labels: {} },
  ],
  ['a limit that becomes 0', everything, { ...everything, limit: 0 }, { Limit: 0 }],
])('a change of %s', (_, prior, planned, members) => {
  expect(table.changed(prior, planned)).toEqual(members)
})

test('what is answered; only own members count', () => {
  const found = Object.create({ Name: 'inherited' }, { Description: { value: 'd', enumerable: true } }) as object
  expect(table.answered(found)).toEqual({ ...nothing, kind: null, name: null, about: 'd' })
})

test('a block is in no table', () => {
  const blocks: Schema = { part: listBlock({ name: text('required') }) }
  expect(() => memberTable(blocks, { part: 'Part' })).toThrow('part is no attribute')
})
