import { expect, test } from 'vitest'
import { Late } from './late.ts'

function make(failures = 0) {
  const log: string[] = []
  const late = new Late(async () => {
    log.push('open')
    if (log.length <= failures) throw new Error('not yet')
    return { close: () => void log.push('close') }
  })
  return { late, log }
}

test('it is opened once, when it is first asked for', async () => {
  const { late, log } = make()
  expect([late.now, log]).toEqual([undefined, []])
  const [one, two] = await Promise.all([late.get(), late.get()])
  expect([one === two, late.now === one, log]).toEqual([true, true, ['open']])
})

test('a failure is told, and not kept', async () => {
  const { late, log } = make(1)
  await expect(late.get()).rejects.toThrow('not yet')
  await late.get()
  expect(log).toEqual(['open', 'open'])
})

test('it is closed if it was opened, and opens no more', async () => {
  const { late, log } = make()
  const opening = late.get()
  await late.close()
  await opening
  expect(log).toEqual(['open', 'close'])
  const { late: unopened, log: nothing } = make()
  await unopened.close()
  await expect(unopened.get()).rejects.toThrow('The server is stopping')
  expect(nothing).toEqual([])
})
