import { expect, test } from 'vitest'
import { idOfMarker, sliceList } from './list-slice.ts'

const list = ['d', 'b', 'a', 'c'].map((id) => [id, id.toUpperCase()] as const)

test.each([
  [undefined, 2, ['A', 'B'], 'b'],
  ['b', 2, ['C', 'D'], undefined],
  ['b', 9, ['C', 'D'], undefined],
  // Removed meanwhile.
  ['bb', 1, ['C'], 'c'],
  ['d', 2, [], undefined],
  [undefined, 4, ['A', 'B', 'C', 'D'], undefined],
])('after %s, %i of the list', (after, size, items, last) => {
  const slice = sliceList(list, after, size)
  expect(slice.items).toEqual(items)
  expect(slice.next === undefined ? undefined : idOfMarker(slice.next)).toBe(last)
})

test.each(['', 'x', '%%', 'YQ', 'YWZ0ZXI6YQ==', ' YWZ0ZXI6YQ'])('%j is no marker', (marker) => {
  expect(idOfMarker(marker)).toBeUndefined()
})
