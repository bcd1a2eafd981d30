import { expect, test } from 'vitest'
import { UNKNOWN, type ValueRecord } from '../conversion/value.ts'
import { applyChange, importedState } from './apply.ts'
import { defineResource } from './resource.ts'
import { text } from './schema.ts'

const schema = { name: text('required'), id: text('optional-computed') }
type Faults = Readonly<{ create?: Error; read?: Error; update?: Error; answer?: string }>

const thing = defineResource<typeof schema, Faults>({
  name: 'thing',
  schema,
  importId: ['name', 'id'],
  create: ({ id }, { create }) => (create ? Promise.reject(create) : Promise.resolve({ id: id ?? '7' })),
  read: (state, { read, answer }) =>
    read ? Promise.reject(read) : Promise.resolve({ ...state, name: answer ?? state.name }),
  update: (_prior, _planned, { update }) => (update ? Promise.reject(update) : Promise.resolve()),
  delete: () => Promise.resolve(),
})

const planned: ValueRecord = { name: 'a', id: UNKNOWN }
const fault = new Error('no')
const failed = [{ severity: 'error', summary: 'The provider failed', detail: 'Error: no' }]

test.each<[string, ValueRecord | null, ValueRecord | null, Faults, ValueRecord | null, object[]]>([
  ['made', null, planned, {}, { name: 'a', id: '7' }, []],
  ['not made: there is none', null, planned, { create: fault }, null, failed],
  ['made, and then not read: its id is kept', null, planned, { read: fault }, { name: 'a', id: '7' }, failed],
  [
    'not updated: the old state stays',
    { name: 'o', id: '1' },
    { name: 'a', id: '1' },
    { update: fault },
    { name: 'o', id: '1' },
    failed,
  ],
  ['removed', { name: 'o', id: '1' }, null, {}, null, []],
])('%s', async (_, prior, wanted, faults, state, diagnostics) => {
  expect(await applyChange(thing, prior, wanted, faults)).toEqual({ state, diagnostics })
})

test('an API that answers another value than the planned one is told on, without the values', async () => {
  const { state, diagnostics } = await applyChange(thing, null, planned, { answer: 'b' })
  expect(state).toEqual({ name: 'b', id: '7' })
  expect(diagnostics).toMatchObject([{ severity: 'error', summary: 'name is not what was planned', path: ['name'] }])
})

test.each(['1', 'a/', 'a/b/c'])('%s is no import id', (id) => {
  expect(() => importedState(thing, id)).toThrow('is not of the form name/id')
})

test('an import id gives the attributes that it names', () => {
  expect(importedState(thing, 'a/7')).toEqual({ name: 'a', id: '7' })
})

test('what waits is told when Terraform stops', async () => {
  const waiting = (stopped: AbortSignal) =>
    stopped.aborted
      ? Promise.reject(fault)
      : new Promise<void>((_resolve, reject) => {
          stopped.addEventListener('abort', () => reject(fault), { once: true })
        })
  const slow = defineResource<typeof schema, Faults>({
    name: 'slow',
    schema,
    importId: ['id'],
    create: () => Promise.resolve({ id: '7' }),
    ready: (_state, _client, stopped) => waiting(stopped),
    read: (state) => Promise.resolve(state),
    update: () => Promise.resolve(),
    delete: (_state, _client, stopped) => waiting(stopped),
  })
  const stop = new AbortController()
  const made = applyChange(slow, null, planned, {}, stop.signal)
  const removed = applyChange(slow, { name: 'a', id: '1' }, null, {}, stop.signal)
  stop.abort()
  expect(await made).toEqual({ state: { name: 'a', id: '7' }, diagnostics: failed })
  const notRemoved = [{ ...failed[0], detail: 'slow is not removed. Error: no' }]
  expect(await removed).toEqual({ state: { name: 'a', id: '1' }, diagnostics: notRemoved })
})
