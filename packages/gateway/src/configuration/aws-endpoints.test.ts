import { expect, test } from 'vitest'
import { readAwsEndpoints } from './aws-endpoints.ts'
import { ConfigurationError } from './read-settings.ts'

const none = { lambda: undefined, sts: undefined, s3: undefined }
const local = 'http://127.0.0.1:4566'

test.each([
  [{}, none],
  [{ AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_STS: '' }, none],
  [{ AWS_ENDPOINT_URL: local }, { lambda: local, sts: local }],
  [{ AWS_ENDPOINT_URL_LAMBDA: local }, { lambda: local, sts: undefined }],
  [{ AWS_ENDPOINT_URL_STS: local }, { lambda: undefined, sts: local }],
  [
    { AWS_ENDPOINT_URL: local, AWS_ENDPOINT_URL_STS: 'https://sts.amazonaws.com' },
    { lambda: local, sts: 'https://sts.amazonaws.com' },
  ],
  [
    { AWS_ENDPOINT_URL: local, AWS_ENDPOINT_URL_STS: '' },
    { lambda: local, sts: local },
  ],
  [{ AWS_ENDPOINT_URL_LAMBDA: 'https://proxy/lambda/' }, { lambda: 'https://proxy/lambda/', sts: undefined }],
  [{ AWS_ENDPOINT_URL: local, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, none],
  [{ AWS_ENDPOINT_URL: 'wrong', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'True' }, none],
  [
    {
      AWS_ENDPOINT_URL: 'wrong',
      AWS_ENDPOINT_URL_STS: local,
      AWS_ENDPOINT_URL_LAMBDA: local,
      AWS_ENDPOINT_URL_S3: local,
    },
    { lambda: local, sts: local },
  ],
])('endpoints of %o', (environment, endpoints) => {
  const { lambda, sts } = readAwsEndpoints(environment)
  expect({ ...none, lambda, sts }).toEqual({ ...none, ...endpoints })
})

test.each([
  [{ AWS_ENDPOINT_URL_S3: local }, { ...none, s3: local }],
  [{ AWS_ENDPOINT_URL: local }, { lambda: local, sts: local, s3: local }],
])('endpoints of S3 as well: %o', (environment, endpoints) => {
  expect(readAwsEndpoints(environment)).toEqual(endpoints)
})

test.each([
  'localhost:4566',
  'ftp://host',
  'http://',
  '/path',
  'http://u:hidden@host',
  'http://host?hidden',
  'http://host#a',
  ' http://host',
  `http://${'a'.repeat(2048)}`,
])('refused: %s', (url) => {
  expect(() => readAwsEndpoints({ AWS_ENDPOINT_URL_STS: url })).toThrow(
    new ConfigurationError([
      'variable AWS_ENDPOINT_URL_STS: expected an http or https URL without user, query and fragment',
    ]),
  )
})

test('each wrong variable is named once', () => {
  expect(() => readAwsEndpoints({ AWS_ENDPOINT_URL: 'x' })).toThrow(/^variable AWS_ENDPOINT_URL: [^\n]*$/)
  expect(() => readAwsEndpoints({ AWS_ENDPOINT_URL: 'x', AWS_ENDPOINT_URL_STS: 'y' })).toThrow(/_STS: .*$/)
})
