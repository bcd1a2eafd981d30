import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LateUpstream } from './late-upstream.ts'
import type { HttpResponse } from './transport/http-message.ts'
import type { UpstreamClient, UpstreamRequest } from './transport/upstream.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const response: HttpResponse = { status: 200, headers: [], body: undefined }
const request = { method: 'GET' } as UpstreamRequest

class RecordingUpstream implements UpstreamClient {
  readonly events: string[] = []
  async call({ method }: UpstreamRequest): Promise<HttpResponse> {
    this.events.push(method)
    return response
  }
  async close(): Promise<void> {
    this.events.push('close')
  }
}

function lateUpstream() {
  const client = new RecordingUpstream()
  const late = new LateUpstream(async () => {
    client.events.push('made')
    return client
  }, 1000)
  return { late, events: client.events }
}

test('the first calls make the client, once', async () => {
  const { late, events } = lateUpstream()
  expect(await Promise.all([late.call(request), late.call(request)])).toEqual([response, response])
  await late.call(request)
  vi.advanceTimersByTime(5000)
  await late.close()
  expect(events).toEqual(['made', 'GET', 'GET', 'GET', 'close'])
})

test('it is made after a while without a call', async () => {
  const { late, events } = lateUpstream()
  await vi.advanceTimersByTimeAsync(999)
  expect(events).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(events).toEqual(['made'])
  await late.close()
})

test('one that was never needed is never made', async () => {
  const { late, events } = lateUpstream()
  await late.close()
  await vi.advanceTimersByTimeAsync(5000)
  await expect(late.call(request)).rejects.toThrow('The server is stopping')
  expect(events).toEqual([])
})

test('a client that cannot be made fails the calls', async () => {
  const late = new LateUpstream(() => Promise.reject(new Error('no undici')), 1000)
  await expect(late.call(request)).rejects.toThrow('no undici')
  await vi.advanceTimersByTimeAsync(1000)
  await late.close()
})
