import { externalDataInterceptor } from '@smithy/core/config'
import { afterEach, expect, test, vi } from 'vitest'
import { endpointUrlOf } from './endpoint-url.ts'

afterEach(() => vi.unstubAllEnvs())

test.each([
  ['nothing', {}, '', undefined],
  ['the general one', { AWS_ENDPOINT_URL: 'http://all' }, '', 'http://all'],
  [
    "the service's own",
    { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_APIGATEWAYV2: 'http://gw' },
    '',
    'http://gw',
  ],
  ['of the profile', {}, '[profile p]\nendpoint_url = http://p', 'http://p'],
  [
    "the service's own of the profile",
    {},
    '[profile p]\nendpoint_url = http://p\nservices = s\n[services s]\napigatewayv2 =\n  endpoint_url = http://s\nsts =\n  endpoint_url = http://t',
    'http://s',
  ],
  [
    'of the environment before the profile',
    { AWS_ENDPOINT_URL: 'http://all' },
    '[profile p]\nendpoint_url = http://p',
    'http://all',
  ],
  ['ignored', { AWS_ENDPOINT_URL: 'http://all', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, '', undefined],
  [
    'ignored by the profile',
    {},
    '[profile p]\nendpoint_url = http://p\nignore_configured_endpoint_urls = true',
    undefined,
  ],
])('%s', async (_, environment, file, expected) => {
  const path = `/nowhere/${expect.getState().currentTestName}`
  vi.stubEnv('AWS_CONFIG_FILE', path)
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_APIGATEWAYV2', 'AWS_PROFILE']) vi.stubEnv(name, undefined)
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  externalDataInterceptor.interceptFile(path, file)
  expect(await endpointUrlOf('apigatewayv2', 'p')).toBe(expected)
})
