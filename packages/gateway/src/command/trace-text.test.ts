import { expect, test } from 'vitest'
import { traceText } from './trace-text.ts'

const trace = {
  apiId: 'abc',
  stage: 'dev',
  event: 'MESSAGE',
  routeKey: 'greet',
  connectionId: 'C=',
  requestId: 'R=',
  time: '2026-11-28T10:11:12.345Z',
  status: 200,
  milliseconds: 3.21,
  steps: [
    { step: 'route', at: 0.04, route: 'greet', reason: '$request.body.action came to "greet"' },
    { step: 'request', at: 1, request: 'POST http://a.test/', headers: { host: 'a.test' }, body: '{\n  "a": 1\n}' },
    { step: 'reply', at: 3.2, status: 200, frame: '\u001b[2Jx' },
  ],
}

test('a line for the event, and one for each detail', () => {
  expect(
    traceText(JSON.stringify(trace)),
  ).toBe(`10:11:12.345 MESSAGE greet  200 in 3.21 ms  (stage dev, connection C=, request R=)
      +0.0 route                route: greet
                                reason: $request.body.action came to "greet"
      +1.0 request              request: POST http://a.test/
                                headers host: a.test
                                body: {
                                    "a": 1
                                  }
      +3.2 reply                status: 200
                                frame: \\u001b[2Jx

`)
})
