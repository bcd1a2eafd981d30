import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { deployment } from './deployment.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const state = { api_id: 'api', auto_deployed: false, description: null, id: 'd', triggers: null }
const never = new AbortController().signal

test.each<[string, object[], string | undefined, number]>([
  ['deployed at once', [{ DeploymentStatus: 'DEPLOYED' }], undefined, 1],
  ['deployed later', [{ DeploymentStatus: 'PENDING' }, { DeploymentStatus: 'DEPLOYED' }], undefined, 2],
  ['failed', [{ DeploymentStatus: 'FAILED', DeploymentStatusMessage: 'no routes' }], 'no routes', 1],
  ['never', [], 'It was not deployed within 5 minutes.', 37],
])('a deployment is waited for: %s', async (_, answers, failure, asked) => {
  const call = vi.fn<() => Promise<object>>()
  for (const answer of answers) call.mockResolvedValueOnce(answer)
  call.mockResolvedValue({ DeploymentStatus: 'PENDING' })
  const ready = deployment.ready(state, { call } as unknown as GatewayClient, never)
  const outcome = ready.catch((error: unknown) => (error as Error).message)
  await vi.runAllTimersAsync()
  expect(await outcome).toBe(failure)
  expect(call).toHaveBeenCalledTimes(asked)
})
