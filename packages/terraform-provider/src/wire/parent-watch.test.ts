import { once } from 'node:events'
import { connect, createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { watchParent } from './parent-watch.ts'

const NEVER = 3_600_000

test('a connection that closes is looked into at once, and the end follows where the parent is another', async () => {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  let parent = 7
  let asked = 0
  const ended = new Promise<void>((resolve) => {
    const options = {
      every: NEVER,
      parent: () => {
        // As the kernel does it: files are closed first.
        if (++asked === 4) parent = 1
        return parent
      },
    }
    watchParent(server, resolve, options)
  })
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await once(session, 'connect')
  session.destroy()
  await ended
  expect(asked).toBe(4)
  server.close()
})

test('where Terraform never connected, the next look finds it gone', () => {
  vi.useFakeTimers()
  let parent = 7
  const end = vi.fn<() => void>()
  watchParent(createServer(), end, { parent: () => parent })
  vi.advanceTimersByTime(60_000)
  expect(end).not.toHaveBeenCalled()
  parent = 1
  vi.advanceTimersByTime(5000)
  expect(end).toHaveBeenCalledOnce()
  vi.useRealTimers()
})
