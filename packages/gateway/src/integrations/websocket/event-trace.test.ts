import { expect, test } from 'vitest'
import { Secrets } from '../../telemetry/secrets.ts'
import { EventTrace, headersForTrace, payloadForTrace } from './event-trace.ts'

const SECRET = 'ZQZQ'.repeat(500)
const trace = () => new EventTrace(new Secrets(['Authorization', SECRET], ''))

test.each<[what: string, text: string, shown: string]>([
  ['a short text', `a ${SECRET} b`, 'a *** b'],
  ['one that is cut', 'x'.repeat(5000), `${'x'.repeat(4096)}… (5000 characters)`],
  ['a secret across the cut', `${'x'.repeat(4090)}${SECRET}y`, `${'x'.repeat(4090)}***y`],
  ['many of them', SECRET.repeat(3) + 'y'.repeat(9000), `*********${'y'.repeat(96)}… (15000 characters)`],
])('%s', (_what, text, shown) => {
  const steps = trace()
  steps.note('reply', { frame: text })
  expect(steps.steps[0]?.['frame']).toBe(shown)
})

test.each([0, 1, 1999, 2000, 4095, 4096, 5000, 8000, 8095])(
  'no part of a secret is shown, wherever it stands: %i',
  (at) => {
    const steps = trace()
    steps.note('reply', { frame: 'x'.repeat(at) + SECRET.repeat(4) + 'y'.repeat(20_000) })
    expect(steps.steps[0]?.['frame']).not.toMatch(/[ZQ]/)
  },
)

test('what is undefined is no detail, and steps have an end', () => {
  const steps = trace()
  for (let i = 0; i < 100; i++) steps.note('route', { route: undefined, reason: 'r' })
  expect(steps.steps).toHaveLength(32)
  expect(Object.keys(steps.steps[0] ?? {})).toEqual(['step', 'at', 'reason'])
})

test('headers: one text for each name, secrets masked', () => {
  const headers = ['A', '1', 'a', '2', 'Cookie', 'x=1', 'X-Api-Key', 'k']
  expect(headersForTrace(headers)).toEqual({ a: '1, 2', cookie: '***', 'x-api-key': '***' })
})

test.each([
  [undefined, undefined],
  ['text', 'text'],
  [Buffer.from('text é'), 'text é'],
  [Buffer.from([0xff, 0xfe]), '<2 bytes>'],
  [Buffer.from(`a${'é'.repeat(200_000)}`), `a${'é'.repeat(131_071)}`],
])('a payload: %#', (payload, shown) => {
  expect(payloadForTrace(payload)).toBe(shown)
})
