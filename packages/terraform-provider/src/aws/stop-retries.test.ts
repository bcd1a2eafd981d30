import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stopRetries } from './stop-retries.ts'

const WAIT_FOR_EVER = 2 ** 30

let attempts: number
let arrive: () => void
/** Answers that it has no time, and asks for patience. */
const server = createServer((_, response) => {
  attempts++
  arrive()
  response.writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException' }).end('{"message":"later"}')
})
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
afterAll(() => {
  server.close()
})

function open(signal: AbortSignal, refresh: () => Promise<void>): ApiGatewayV2Client {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const token = { getRetryCount: () => attempts, getRetryDelay: () => 0 }
  const retryStrategy = {
    acquireInitialRetryToken: () => Promise.resolve(token),
    refreshRetryTokenForRetry: async () => {
      await refresh()
      return token
    },
    recordSuccess: () => undefined,
  }
  attempts = 0
  arrive = () => undefined
  const client = new ApiGatewayV2Client({ region: 'x', endpoint, credentials, retryStrategy })
  stopRetries(client, signal)
  return client
}

test('a wait for the next attempt ends with the error of the last', async () => {
  const stop = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const client = open(stop.signal, () => {
    // The wait has begun before it is stopped.
    queueMicrotask(() => stop.abort())
    return new Promise((resolve) => {
      timer = setTimeout(resolve, WAIT_FOR_EVER)
    })
  })
  await expect(client.send(new GetApisCommand())).rejects.toThrow('later')
  expect(attempts).toBe(1)
  clearTimeout(timer)
})

test('a call in flight when it is stopped goes on, and no attempt follows', async () => {
  const stop = new AbortController()
  const client = open(stop.signal, () => Promise.resolve())
  arrive = () => attempts === 3 && stop.abort()
  await expect(client.send(new GetApisCommand())).rejects.toThrow('later')
  expect(attempts).toBe(3)
})
