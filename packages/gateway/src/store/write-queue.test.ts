import { describe, expect, test } from 'vitest'
import { WriteQueue } from './write-queue.ts'

/** A task that ends when it is told to. */
function gate() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  return { task: () => promise, open: resolve, fail: reject }
}

describe('a write queue', () => {
  test('runs tasks of one key in the order asked, one at a time', async () => {
    const queue = new WriteQueue()
    const log: string[] = []
    const task = (name: string) => async () => {
      log.push(`${name} begins`)
      await new Promise(setImmediate)
      log.push(`${name} ends`)
      return name
    }
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => queue.run('key', task(name))))
    expect(answers).toEqual(['a', 'b', 'c'])
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  test('begins at once where nothing of the key runs', () => {
    let hasBegun = false
    void new WriteQueue().run('key', async () => {
      hasBegun = true
    })
    expect(hasBegun).toBe(true)
  })

  test('lets other keys pass', async () => {
    const queue = new WriteQueue()
    const held = gate()
    const first = queue.run('a', held.task)
    const second = queue.run('a', async () => 'second')
    expect(await queue.run('b', async () => 'other')).toBe('other')
    held.open('first')
    expect(await Promise.all([first, second])).toEqual(['first', 'second'])
  })

  test.each([
    ['rejects', async () => Promise.reject(new Error('no'))],
    [
      'throws before it waits',
      () => {
        throw new Error('no')
      },
    ],
  ])('goes on after a task that %s', async (_, task: () => Promise<never>) => {
    const queue = new WriteQueue()
    const failing = queue.run('key', task)
    const after = queue.run('key', async () => 'after')
    await expect(failing).rejects.toThrow('no')
    expect(await after).toBe('after')
    expect(await queue.run('key', async () => 'later')).toBe('later')
  })

  test('takes tasks from tasks, and from what waits for tasks', async () => {
    const queue = new WriteQueue()
    const log: string[] = []
    const inner = Promise.withResolvers<void>()
    await queue.run('key', async () => {
      log.push('outer')
      void queue.run('key', async () => void log.push('inner')).then(inner.resolve)
    })
    await queue.run('key', async () => void log.push('next'))
    await inner.promise
    expect(log).toEqual(['outer', 'inner', 'next'])
  })
})
