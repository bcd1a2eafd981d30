import { expect, test } from 'vitest'
import { isSecretName, Secrets } from './secrets.ts'

test.each([
  ['Authorization', true],
  ['Cookie', true],
  ['x-api-key', true],
  ['X-Amz-Security-Token', true],
  ['X-Amz-Signature', true],
  ['access_token', true],
  ['jwt', true],
  ['key', true],
  ['Sec-WebSocket-Protocol', true],
  ['Sec-WebSocket-Key', false],
  ['Host', false],
  ['User-Agent', false],
  ['room', false],
])('%s is the name of a secret: %s', (name, expected) => {
  expect(isSecretName(name)).toBe(expected)
})

const secrets = new Secrets(
  [
    'Authorization',
    'Bearer abcdefgh12345',
    'Cookie',
    'a="quoted value"; session=0123456789',
    'Origin',
    'https://a.example',
  ],
  'token=p%2Fq%2Fr+s&room=lobby&broken_token=%zzzzzz',
  ['value-of-a-key', undefined],
)

test.each([
  ['the value as it is', '{"auth":"Bearer abcdefgh12345"}', '{"auth":"***"}'],
  ['a part that a template took out', 'abcdefgh12345', '***'],
  ['a cookie within others', 'x 0123456789 y', 'x *** y'],
  ['as JSON has it', JSON.stringify({ cookie: 'a="quoted value"; session=0123456789' }), '{"cookie":"***"}'],
  ['a parameter, decoded', 'p/q/r s', '***'],
  ['a parameter, as it was sent', '/?token=p%2Fq%2Fr+s', '/?token=***'],
  ['a parameter that has no decoding', '%zzzzzz', '***'],
  ['another secret', 'value-of-a-key', '***'],
  ['what is none', 'Bearer lobby https://a.example', 'Bearer lobby https://a.example'],
])('%s', (_what, text, expected) => {
  expect(secrets.mask(text)).toBe(expected)
})

test('without secrets, every text stays', () => {
  expect(new Secrets([], '').mask('Bearer x')).toBe('Bearer x')
})

test('a header of UTF-8, as events and templates have it', () => {
  const raw = Buffer.from('sécrét-token-value').toString('latin1')
  expect(new Secrets(['Cookie', `sid=${raw}`], '').mask('sid=sécrét-token-value')).toBe('***')
})
