import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { UNKNOWN } from '../conversion/value.ts'
import { type AuthorizerState, changesOf } from './authorizer.ts'
import { type AuthorizerConfig, checkAuthorizer } from './authorizer-checks.ts'
import { checkAuthorizerOfApi } from './authorizer-protocol-checks.ts'
import { deleteAuthorizer } from './authorizer-removal.ts'

const request: AuthorizerState = {
  api_id: 'api',
  authorizer_credentials_arn: 'arn:aws:iam::123456789012:role/a',
  authorizer_payload_format_version: '2.0',
  authorizer_result_ttl_in_seconds: 300,
  authorizer_type: 'REQUEST',
  authorizer_uri: 'uri',
  enable_simple_responses: true,
  id: '1',
  identity_sources: ['$request.header.A'],
  name: 'n',
  jwt_configuration: [],
  timeouts: null,
}
const jwt: AuthorizerState = {
  ...request,
  authorizer_credentials_arn: null,
  authorizer_payload_format_version: null,
  authorizer_result_ttl_in_seconds: null,
  authorizer_type: 'JWT',
  authorizer_uri: null,
  enable_simple_responses: null,
  jwt_configuration: [{ audience: ['a'], issuer: 'https://example.com' }],
}

test.each<[string, AuthorizerState, Partial<AuthorizerState>, object]>([
  ['how long a removal waits, which the API does not know', request, { timeouts: { delete: '1m' } }, {}],
  ['a time to live of 0', request, { authorizer_result_ttl_in_seconds: 0 }, { AuthorizerResultTtlInSeconds: 0 }],
  [
    'what goes',
    request,
    { authorizer_credentials_arn: null, enable_simple_responses: null, identity_sources: null },
    { AuthorizerCredentialsArn: '', EnableSimpleResponses: false, IdentitySource: [] },
  ],
  [
    'one of two members, of which the API wants both',
    jwt,
    { jwt_configuration: [{ audience: ['b'], issuer: 'https://example.com' }] },
    { JwtConfiguration: { Audience: ['b'], Issuer: 'https://example.com' } },
  ],
  [
    'a JWT authorizer that becomes a function',
    jwt,
    { authorizer_type: 'REQUEST', authorizer_uri: 'uri', jwt_configuration: [] },
    { AuthorizerType: 'REQUEST', AuthorizerUri: 'uri', JwtConfiguration: {} },
  ],
])('%s', (_, prior, changed, members) => {
  expect(changesOf(prior, { ...prior, ...changed })).toEqual(members)
})

test.each<[string, Partial<AuthorizerConfig>, string[]]>([
  ['a sound one for requests', request, []],
  ['a sound one for tokens', jwt, []],
  ['nothing known', { ...jwt, identity_sources: UNKNOWN, jwt_configuration: UNKNOWN, authorizer_uri: UNKNOWN }, []],
  [
    'a time to live',
    { ...request, authorizer_result_ttl_in_seconds: 3601 },
    ['Invalid authorizer_result_ttl_in_seconds'],
  ],
  ['nothing to keep answers by', { ...request, identity_sources: [] }, ['Invalid authorizer_result_ttl_in_seconds']],
  ['no function', { ...request, authorizer_uri: null }, ['Missing authorizer_uri']],
  ['another version', { ...request, authorizer_payload_format_version: '1.0' }, ['Invalid enable_simple_responses']],
  [
    'no role',
    { ...request, authorizer_credentials_arn: 'arn:aws:iam::1:user/a' },
    ['Invalid authorizer_credentials_arn'],
  ],
  ['tokens for requests', { ...request, jwt_configuration: jwt.jwt_configuration }, ['Needless jwt_configuration']],
  ['no configuration', { ...jwt, jwt_configuration: [] }, ['Missing jwt_configuration']],
  ['no audience', { ...jwt, jwt_configuration: [{ audience: [], issuer: 'https://a' }] }, ['Missing audience']],
  ['no issuer', { ...jwt, jwt_configuration: [{ audience: ['a'], issuer: 'a' }] }, ['Invalid issuer']],
  [
    'two sources',
    { ...jwt, identity_sources: ['$request.header.A', '$request.header.B'] },
    ['Invalid identity_sources'],
  ],
  ['a needless URI', { ...jwt, authorizer_uri: 'uri' }, ['Needless authorizer_uri']],
  ['no duration', { ...jwt, timeouts: { delete: '5 minutes' } }, ['Invalid delete']],
])('checked: %s', (_, config, summaries) => {
  const found = [...checkAuthorizer(config as AuthorizerConfig)]
  expect(found.map(({ summary }) => summary)).toEqual(summaries)
})

test.each<[string, string, Partial<AuthorizerConfig>, string[]]>([
  ['a sound one', 'HTTP', request, []],
  [
    'no version',
    'HTTP',
    { ...request, authorizer_payload_format_version: null },
    ['Missing authorizer_payload_format_version'],
  ],
  [
    'sources of the other protocol',
    'HTTP',
    { ...request, identity_sources: ['context.stage'] },
    ['Invalid identity_sources'],
  ],
  ['tokens', 'WEBSOCKET', jwt, ['Invalid authorizer_type']],
  [
    'what only HTTP APIs have',
    'WEBSOCKET',
    request,
    [
      'Unsupported authorizer_payload_format_version',
      'Unsupported enable_simple_responses',
      'Invalid identity_sources',
    ],
  ],
])('checked with its API: %s, %s', async (_, protocol, config, summaries) => {
  const gateway = { protocolOf: () => Promise.resolve(protocol) } as unknown as GatewayClient
  const found = await checkAuthorizerOfApi(config as AuthorizerConfig, gateway)
  expect(found.map(({ summary }) => summary)).toEqual(summaries)
})

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const never = new AbortController().signal
const conflict = Object.assign(new Error('is referenced in route: GET /'), { name: 'ConflictException' })

/** An API that answers a removal with these, one after the other. */
function gatewayOf(...answers: (Error | undefined)[]) {
  const call = vi.fn<() => Promise<object>>()
  for (const answer of answers) {
    if (answer === undefined) call.mockResolvedValueOnce({})
    else call.mockRejectedValueOnce(answer)
  }
  call.mockRejectedValue(conflict)
  return { call, gateway: { call } as unknown as GatewayClient }
}

test('a removal waits for routes to let go', async () => {
  const { call, gateway } = gatewayOf(conflict, conflict, undefined)
  const removed = deleteAuthorizer(request, gateway, never)
  await vi.runAllTimersAsync()
  await removed
  expect(call).toHaveBeenCalledTimes(3)
})

test('to find it gone is no failure', async () => {
  const { gateway } = gatewayOf(Object.assign(new Error('gone'), { name: 'NotFoundException' }))
  await expect(deleteAuthorizer(request, gateway, never)).resolves.toBeUndefined()
})

test('it waits no longer than it is told, and says what AWS said', async () => {
  const { call, gateway } = gatewayOf()
  const removed = deleteAuthorizer({ ...request, timeouts: { delete: '1.5s' } }, gateway, never).catch(
    (error: unknown) => (error as Error).message,
  )
  await vi.runAllTimersAsync()
  expect(await removed).toBe('is referenced in route: GET /')
  expect(call).toHaveBeenCalledTimes(5)
})
