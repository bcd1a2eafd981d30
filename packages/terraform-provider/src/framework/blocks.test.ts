import { expect, test } from 'vitest'
import { UNKNOWN, type Value, type ValueRecord } from '../conversion/value.ts'
import { reconcile } from './meaning.ts'
import { planChange } from './plan.ts'
import { listBlock, type Schema, setBlock, singleBlock, text, truth, wholeNumber } from './schema.ts'
import { validateValues } from './validate.ts'

const level = text('optional-computed', { oneOf: ['OFF', 'ERROR'] })
const limit = wholeNumber('optional', { zeroCounts: true })
const schema: Schema = {
  list: listBlock({ name: text('required'), flag: truth('optional'), made: text('computed') }, { maxItems: 1 }),
  set: setBlock({ key: text('required'), level, limit }),
  single: singleBlock({ create: text('optional') }),
  quiet: listBlock({ flag: truth('optional') }, { same: (prior, wanted) => isQuiet(prior) && isQuiet(wanted) }),
}
const isQuiet = (value: Value) =>
  Array.isArray(value) && value.every((block) => (block as ValueRecord)['flag'] !== true)
const none = { list: [], set: [], single: null, quiet: [] }

test.each<[string, ValueRecord | null, Partial<ValueRecord>, Partial<ValueRecord>, boolean]>([
  [
    'what the API decides in a new block is unknown',
    null,
    { list: [{ name: 'a', flag: null, made: null }], set: [{ key: 'k', level: null, limit: null }] },
    { list: [{ name: 'a', flag: null, made: UNKNOWN }], set: [{ key: 'k', level: UNKNOWN, limit: null }] },
    false,
  ],
  [
    'once made, it stays, and so does the wording of the state',
    { ...none, list: [{ name: 'a', flag: false, made: 'x' }], set: [{ key: 'k', level: 'OFF', limit: 5 }] },
    { list: [{ name: 'a', flag: null, made: null }], set: [{ key: 'k', level: null, limit: 5 }] },
    { list: [{ name: 'a', flag: false, made: 'x' }], set: [{ key: 'k', level: 'OFF', limit: 5 }] },
    true,
  ],
  [
    'a changed element of a set is another one',
    { ...none, set: [{ key: 'k', level: 'OFF', limit: 5 }] },
    { set: [{ key: 'k', level: null, limit: 0 }] },
    { set: [{ key: 'k', level: UNKNOWN, limit: 0 }] },
    false,
  ],
  [
    'a single block',
    { ...none, single: { create: '1m' } },
    { single: { create: '2m' } },
    { single: { create: '2m' } },
    false,
  ],
  ['a single block that goes', { ...none, single: { create: '1m' } }, {}, {}, false],
  ['blocks of which nothing is known', none, { set: UNKNOWN }, { set: UNKNOWN }, false],
  ['blocks that mean what none means', { ...none, quiet: [{ flag: false }] }, {}, { quiet: [{ flag: false }] }, true],
])('%s', (_, prior, config, planned, departs) => {
  const plan = planChange(schema, prior, { ...none, ...config })
  expect(plan).toEqual({ planned: { ...none, ...planned }, replace: [], departs })
})

test('the state keeps its wording in blocks, in whatever order the API answers a set', () => {
  const state = {
    ...none,
    list: [{ name: 'a', flag: null, made: 'x' }],
    set: [
      { key: 'k', level: 'OFF', limit: null },
      { key: 'l', level: null, limit: 0 },
    ],
  }
  const remote = {
    ...none,
    list: [{ name: 'b', flag: false, made: 'x' }],
    set: [
      { key: 'l', level: '', limit: 0 },
      { key: 'k', level: 'ERROR', limit: null },
    ],
    quiet: [{ flag: false }],
  }
  expect(reconcile(schema, state, remote)).toEqual({
    ...none,
    list: [{ name: 'b', flag: null, made: 'x' }],
    set: [
      { key: 'l', level: null, limit: 0 },
      { key: 'k', level: 'ERROR', limit: null },
    ],
  })
})

test('a value in a block that is not allowed; Terraform has no path into a set', () => {
  const config = { ...none, set: [{ key: 'k', level: 'LOUD', limit: null }] }
  expect(validateValues(schema, config)).toMatchObject([{ summary: 'Invalid level', path: ['set'] }])
})

const switches: Schema = {
  set: setBlock({ key: text('required'), on: truth('optional', { fallback: false }), level }),
  list: listBlock({ limit }, { replace: (prior, planned) => isThere(prior) && !isThere(planned) }),
}
const isThere = (value: Value) => Array.isArray(value) && value.length > 0

test('an element of a set is found by what it stands for where nothing is configured', () => {
  const prior = { set: [{ key: 'k', on: false, level: null }], list: [] }
  const plan = planChange(switches, prior, { set: [{ key: 'k', on: null, level: null }], list: [] })
  expect(plan.planned).toBe(prior)
})

test('a block that goes, and takes the resource with it', () => {
  const prior = { set: [], list: [{ limit: 5 }] }
  expect(planChange(switches, prior, { set: [], list: [] }).replace).toEqual([['list']])
  expect(planChange(switches, prior, { set: [], list: [{ limit: 6 }] }).replace).toEqual([])
})
