import { expect, test } from 'vitest'
import { defineResource } from './resource.ts'
import { setBlock, text, wholeNumber } from './schema.ts'
import { storedState } from './stored-state.ts'

const schema = { name: text('required'), size: wholeNumber('optional'), parts: setBlock({ key: text('required') }) }
const thing = defineResource<typeof schema, unknown>({
  name: 'thing',
  schema,
  version: 2,
  upgrade: (stored, version) => (version === 0 ? { ...stored, name: stored['title'] } : stored),
  importId: ['name'],
  create: () => Promise.resolve({}),
  read: (state) => Promise.resolve(state),
  update: () => Promise.resolve(),
  delete: () => Promise.resolve(),
})

test.each<[what: string, version: number, stored: string, state: object]>([
  ['of this version, to the digit', 2, '{"name":"a","size":9007199254740993,"parts":[]}', { size: 9007199254740993n }],
  ['of another: what is unknown is dropped, blocks that are missing are none', 1, '{"name":"a","old":1}', {}],
  ['of the first', 0, '{"title":"a","parts":[{"key":"k"}]}', { parts: [{ key: 'k' }] }],
])('a state %s', (_, version, stored, state) => {
  expect(storedState(thing, version, Buffer.from(stored))).toEqual({ name: 'a', size: null, parts: [], ...state })
})

test('a state of a newer version is refused', () => {
  expect(() => storedState(thing, 3, Buffer.from('{"name":"a"}'))).toThrow(
    'has version 3, and this provider knows 2 at most',
  )
})
