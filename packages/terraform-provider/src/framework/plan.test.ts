import { expect, test } from 'vitest'
import { UNKNOWN, type ValueRecord } from '../conversion/value.ts'
import { reconcile } from './meaning.ts'
import { type Plan, planChange } from './plan.ts'
import { setBlock, text, textMap } from './schema.ts'

const schema = {
  name: text('required', { replace: true }),
  mode: text('optional', { fallback: 'SLOW' }),
  note: text('optional', { replace: (prior, planned) => prior !== null && planned === null }),
  loose: text('optional', {
    same: (one, other) => JSON.stringify(one).toLowerCase() === JSON.stringify(other).toLowerCase(),
  }),
  map: textMap('optional'),
  id: text('optional-computed'),
  version: text('computed', { volatile: true }),
  parts: setBlock({ key: text('required') }),
}
const nothing = { name: 'n', mode: null, note: null, loose: null, map: null, id: null, version: null, parts: [] }
const made = { ...nothing, mode: 'SLOW', id: '1', version: '1' }
/** What a change of a made one is planned as. */
const changed: ValueRecord = { ...made, version: UNKNOWN }

interface Case extends Plan {
  readonly what: string
  readonly prior: ValueRecord | null
  readonly config: ValueRecord
}

const two = [{ key: 'a' }, { key: 'b' }]

test.each<Case>([
  { what: 'made', prior: null, config: nothing, planned: { ...changed, id: UNKNOWN }, replace: [], departs: true },
  { what: 'no change', prior: made, config: nothing, planned: made, replace: [], departs: true },
  {
    what: 'nothing departs where all is said',
    prior: null,
    config: { ...nothing, mode: 'FAST' },
    planned: { ...nothing, mode: 'FAST', id: UNKNOWN, version: UNKNOWN },
    replace: [],
    departs: false,
  },
  {
    what: 'a replacing attribute',
    prior: made,
    config: { ...nothing, name: 'm' },
    planned: { ...changed, name: 'm' },
    replace: [['name']],
    departs: true,
  },
  {
    what: 'a name that is not known yet',
    prior: made,
    config: { ...nothing, name: UNKNOWN },
    planned: { ...changed, name: UNKNOWN },
    replace: [['name']],
    departs: true,
  },
  {
    what: 'what only its removal replaces',
    prior: { ...made, note: 'x' },
    config: nothing,
    planned: changed,
    replace: [['note']],
    departs: true,
  },
  {
    what: 'zero values of another provider',
    prior: { ...made, note: '', map: {} },
    config: nothing,
    planned: { ...made, note: '', map: {} },
    replace: [],
    departs: true,
  },
  {
    what: 'what means the same',
    prior: { ...made, loose: 'ABC' },
    config: { ...nothing, loose: 'abc' },
    planned: { ...made, loose: 'ABC' },
    replace: [],
    departs: true,
  },
  {
    what: 'a set in another order',
    prior: { ...made, parts: two },
    config: { ...nothing, parts: two.toReversed() },
    planned: { ...made, parts: two },
    replace: [],
    departs: true,
  },
])('$what', ({ prior, config, planned, replace, departs }) => {
  expect(planChange(schema, prior, config)).toEqual({ planned, replace, departs })
})

test.each<[prior: ValueRecord[string], derived: ValueRecord[string], planned: ValueRecord[string]]>([
  [null, {}, null],
  [{ a: '1' }, { a: '2' }, { a: '2' }],
  [{ a: '1' }, UNKNOWN, UNKNOWN],
])('what follows from the configuration: %j in the state, %j derived', (prior, derived, planned) => {
  const all = { all: textMap('optional-computed') }
  expect(planChange(all, { all: prior }, { all: null }, { all: derived }).planned).toEqual({ all: planned })
})

test('the state keeps its wording where the API means the same, and follows it elsewhere', () => {
  const remote = { ...made, loose: 'abc', note: 'new', map: null }
  expect(reconcile(schema, { ...made, loose: 'ABC', map: {} }, remote)).toEqual({
    ...made,
    loose: 'ABC',
    note: 'new',
    map: {},
  })
})
