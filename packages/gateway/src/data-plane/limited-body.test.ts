import { expect, test } from 'vitest'
import { BodyTooLarge, LimitedBody } from './limited-body.ts'
import { ChunkSource, collect } from './test-request.ts'

test('a body up to the limit passes whole', async () => {
  const source = new ChunkSource(['12345', '67890'])
  expect(await collect(new LimitedBody(source, 10, true))).toBe('1234567890')
  expect(source.cancelled).toBeUndefined()
})

test.each([true, false])('a body that passes the limit fails, and its source is told: %s', async (cancels) => {
  const source = new ChunkSource(['12345', '67890', '!', 'more'])
  await expect(collect(new LimitedBody(source, 10, cancels))).rejects.toBeInstanceOf(BodyTooLarge)
  expect(source.cancelled instanceof BodyTooLarge).toBe(cancels)
  // What it still had is not asked for.
  expect(source.written).toBe(3)
})

test('a sink hears nothing more after the failure, though the source goes on', () => {
  const heard: string[] = []
  const body = new LimitedBody(new ChunkSource([]), 1, false)
  body.start({ write: () => true, end: () => heard.push('end'), fail: (error) => heard.push(error.name) })
  const open = new LimitedBody({ length: undefined, start: () => {}, resume: () => {}, cancel: () => {} }, 1, false)
  const later: string[] = []
  open.start({ write: () => true, end: () => later.push('end'), fail: (error) => later.push(error.name) })
  expect(open.write(Buffer.from('12'))).toBe(false)
  expect(open.write(Buffer.from('34'))).toBe(false)
  open.end()
  open.fail(new Error('late'))
  expect(heard).toEqual(['end'])
  expect(later).toEqual(['BodyTooLarge'])
})

test('back-pressure, resume, cancellation and failure pass through', () => {
  const source = new ChunkSource(['a', 'b', 'c'])
  const body = new LimitedBody(source, 10, true)
  const seen: string[] = []
  body.start({
    write: (chunk) => seen.push(Buffer.from(chunk).toString()) < 0,
    end: () => seen.push('end'),
    fail: () => {},
  })
  expect(seen).toEqual(['a'])
  body.resume()
  expect(seen).toEqual(['a', 'b'])
  const reason = new Error('gone')
  body.cancel(reason)
  expect(source.cancelled).toBe(reason)
})
