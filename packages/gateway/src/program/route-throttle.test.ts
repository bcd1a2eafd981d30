import { expect, test } from 'vitest'
import { TokenBucket } from '../data-plane/token-bucket.ts'
import type { StageDocument } from '../store/documents.ts'
import { routeThrottle } from './route-throttle.ts'
import { testStage } from './test-api.ts'

test.each<[settings: Partial<StageDocument>, expected: [rate: number, burst: number] | undefined]>([
  [{}, undefined],
  [{ DefaultRouteSettings: { LoggingLevel: 'OFF' } }, undefined],
  [{ DefaultRouteSettings: { ThrottlingRateLimit: 1.5, ThrottlingBurstLimit: 2 } }, [1.5, 2]],
  // What one of them lacks is the account's.
  [{ DefaultRouteSettings: { ThrottlingRateLimit: 7 } }, [7, 5000]],
  [{ DefaultRouteSettings: { ThrottlingBurstLimit: 7 } }, [10_000, 7]],
  [{ DefaultRouteSettings: { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 } }, [0, 0]],
  [{ RouteSettings: { send: { ThrottlingRateLimit: 3, ThrottlingBurstLimit: 4 } } }, [3, 4]],
  [{ RouteSettings: { other: { ThrottlingRateLimit: 3, ThrottlingBurstLimit: 4 } } }, undefined],
  [
    {
      DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 },
      RouteSettings: { send: { ThrottlingRateLimit: 3 } },
    },
    [3, 2],
  ],
])('%j: %j', (settings, expected) => {
  const bucket = routeThrottle(testStage(settings), 'send', undefined)
  expect(bucket && [bucket.rate, bucket.burst]).toEqual(expected)
})

test('keys that objects have of their own are no settings', () => {
  expect(routeThrottle(testStage({ RouteSettings: {} }), 'constructor', undefined)).toBeUndefined()
})

test('a bucket goes on while its numbers stay', () => {
  const stage = testStage({ DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 } })
  const before = new TokenBucket(1, 2)
  expect(routeThrottle(stage, 'send', before)).toBe(before)
  expect(routeThrottle(stage, 'send', new TokenBucket(1, 3))).not.toBe(before)
})
