import { expect, test } from 'vitest'
import { retryOnConflict } from './retry-on-conflict.ts'
import { RefConflict } from './store.ts'

/** Fails so many times, and answers how often it was tried. */
function failing(times: number, error: Error) {
  let tries = 0
  return async () => {
    if (++tries <= times) throw error
    return tries
  }
}

test.each([0, 1, 2, 5])('%i conflicts do not reach the caller', async (times) => {
  expect(await retryOnConflict(failing(times, new RefConflict('r')))).toBe(times + 1)
})

test('a conflict without end does', async () => {
  await expect(retryOnConflict(failing(Infinity, new RefConflict('r')))).rejects.toThrow(RefConflict)
})

test('other errors do at once', async () => {
  const attempt = failing(1, new Error('no'))
  await expect(retryOnConflict(attempt)).rejects.toThrow('no')
  expect(await attempt()).toBe(2)
})
