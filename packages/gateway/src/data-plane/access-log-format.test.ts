import { expect, test } from 'vitest'
import { compileAccessLogFormat } from './access-log-format.ts'

const values = new Map<string, unknown>([
  ['requestId', 'AbC='],
  ['status', 200],
  ['identity.sourceIp', '192.0.2.7'],
  ['identity.userAgent', 'a "b"\r\nforged line'],
  ['authorizer.isAdmin', true],
  ['error.message', ''],
  ['identity', new Map()],
])

test.each([
  ['$context.requestId', 'AbC='],
  ['$context.identity.sourceIp - - "$context.status" $context.requestId', '192.0.2.7 - - "200" AbC='],
  ['{"id":"$context.requestId","admin":$context.authorizer.isAdmin}', '{"id":"AbC=","admin":true}'],
  ['${context.status}ms', '200ms'],
  ['$context.status-$context.status.', '200-200.'],
  ['$context.nope $context.error.message $context.identity', '- - -'],
  ['$stageVariables.x $contextual $context.', '$stageVariables.x $contextual $context.'],
  ['no variable', 'no variable'],
  // Textual, but one line (spec/http-api.md section 8).
  ['$context.identity.userAgent', 'a "b"  forged line'],
])('%s', (format, expected) => {
  expect(compileAccessLogFormat(format)((name) => values.get(name))).toBe(expected)
})

test('an entry has a size', () => {
  const line = compileAccessLogFormat('$context.long')(() => 'x'.repeat(2_000_000))
  expect(line).toHaveLength(1_048_576)
})
