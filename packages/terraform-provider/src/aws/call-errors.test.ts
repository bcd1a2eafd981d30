import { expect, test } from 'vitest'
import { ResourceError } from '../framework/diagnostics.ts'
import { explained } from './call-errors.ts'

const failure = (name: string, message: string, code?: string) =>
  Object.assign(new Error(message), { name }, code === undefined ? {} : { code })

test.each([
  ['CredentialsProviderError', '', 'No valid credential sources found', /AWS_ACCESS_KEY_ID/],
  [
    'AggregateError',
    'ECONNREFUSED',
    'API Gateway cannot be reached',
    /http:\/\/gw:1: nothing listens there \(ECONNREFUSED\)/,
  ],
  ['Error', 'ENOTFOUND', 'API Gateway cannot be reached', /no such host/],
  ['TimeoutError', '', 'API Gateway cannot be reached', /does not answer in time \(TimeoutError\)/],
  ['Error', 'SELF_SIGNED_CERT_IN_CHAIN', 'API Gateway is not trusted', /custom_ca_bundle or AWS_CA_BUNDLE/],
  [
    'UnrecognizedClientException',
    '',
    'API Gateway refuses the keys',
    /http:\/\/gw:1: UnrecognizedClientException: bad/,
  ],
  ['ExpiredTokenException', '', 'API Gateway refuses the keys', /get new ones/],
])('%s %s', (name, code, summary, detail) => {
  const error = explained(failure(name, 'bad', code), 'API Gateway', 'http://gw:1')
  expect(error).toBeInstanceOf(ResourceError)
  expect(error).toMatchObject({ summary, message: expect.stringMatching(detail) as string })
})

test('without an endpoint, the service of AWS is named', () => {
  expect(explained(failure('Error', 'x', 'ECONNRESET'), 'STS', undefined)).toMatchObject({
    message: expect.stringMatching(/^STS of AWS: it closed the connection/) as string,
  })
})

test.each([
  failure('NotFoundException', 'gone'),
  failure('constructor', 'x', 'toString'),
  new ResourceError('a', 'b'),
  'text',
])('what the configuration has no part in stays as it is: %s', (error) => {
  expect(explained(error, 'API Gateway', undefined)).toBe(error)
})

test('neither what was signed nor a password is repeated', () => {
  const message = 'The signature does not match.\n\nThe Canonical String was\nx-amz-security-token:HIDDEN'
  const error = explained(failure('InvalidSignatureException', message), 'STS', 'http://user:HIDDEN@gw')
  expect((error as Error).message).toContain(
    'STS at http://…@gw: InvalidSignatureException: The signature does not match.',
  )
  expect((error as Error).message).not.toContain('HIDDEN')
})
