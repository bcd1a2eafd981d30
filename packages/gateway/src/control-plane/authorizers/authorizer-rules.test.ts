import { describe, expect, test } from 'vitest'
import { badRequest, testWire } from '../test-wire.ts'

const authorizerUri =
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations'
const jwt = {
  authorizerType: 'JWT',
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { audience: ['a'], issuer: 'https://issuer.test' },
  name: 'jwt',
}
const request = {
  authorizerPayloadFormatVersion: '2.0',
  authorizerType: 'REQUEST',
  authorizerUri,
  identitySource: ['$request.header.a'],
  name: 'request',
}
const wsRequest = { authorizerType: 'REQUEST', authorizerUri, identitySource: [], name: 'request' }

type Case = [what: string, protocol: 'http' | 'ws', body: object, message: string]

const ONE_SOURCE =
  'IdentitySource must be exactly one $request.header.{name} or $request.querystring.{name} for JWT authorizers'
const NEEDS_JWT = 'JwtConfiguration with Issuer and Audience is required for JWT authorizers'
const issuer = (text: string): Case => [
  `the issuer ${text}`,
  'http',
  { ...jwt, jwtConfiguration: { audience: ['a'], issuer: text } },
  `Invalid issuer specified: ${text}`,
]

const jwtCases: Case[] = [
  ['a WebSocket API', 'ws', jwt, 'JWT authorizers are only supported for HTTP APIs'],
  ['no identity source', 'http', { ...jwt, identitySource: [] }, ONE_SOURCE],
  ['two identity sources', 'http', { ...jwt, identitySource: ['$request.header.a', '$request.header.b'] }, ONE_SOURCE],
  ['an identity source from the context', 'http', { ...jwt, identitySource: ['$context.requestId'] }, ONE_SOURCE],
  [
    'no identity source member',
    'http',
    { ...jwt, identitySource: undefined },
    "1 validation error detected: Value null at 'identitySource' failed to satisfy constraint: Member must not be null",
  ],
  ['no configuration', 'http', { ...jwt, jwtConfiguration: undefined }, NEEDS_JWT],
  ['no audience', 'http', { ...jwt, jwtConfiguration: { audience: [], issuer: 'https://a.test' } }, NEEDS_JWT],
  ['no issuer', 'http', { ...jwt, jwtConfiguration: { audience: ['a'] } }, NEEDS_JWT],
  [
    '51 audiences',
    'http',
    { ...jwt, jwtConfiguration: { audience: Array.from({ length: 51 }, (_, n) => `a${n}`), issuer: 'https://a.test' } },
    'Too many audiences specified. At most 50 are allowed',
  ],
  ['a function', 'http', { ...jwt, authorizerUri }, 'AuthorizerUri is not supported for JWT authorizers'],
  [
    'a payload format',
    'http',
    { ...jwt, authorizerPayloadFormatVersion: '1.0' },
    'AuthorizerPayloadFormatVersion is not supported for JWT authorizers',
  ],
  [
    'a TTL',
    'http',
    { ...jwt, authorizerResultTtlInSeconds: 0 },
    'AuthorizerResultTtlInSeconds is not supported for JWT authorizers',
  ],
  [
    'simple responses',
    'http',
    { ...jwt, enableSimpleResponses: false },
    'EnableSimpleResponses is not supported for JWT authorizers',
  ],
  [
    'credentials',
    'http',
    { ...jwt, authorizerCredentialsArn: 'arn:aws:iam::123456789012:role/r' },
    'AuthorizerCredentialsArn is not supported for JWT authorizers',
  ],
  issuer('issuer.test'),
  issuer('http://issuer.test'),
  issuer('http://localhost.evil.test'),
  issuer('https://user@issuer.test'),
  issuer('https://'),
  issuer('file:///etc/passwd'),
]

const requestCases: Case[] = [
  [
    'a JWT configuration',
    'http',
    { ...request, jwtConfiguration: jwt.jwtConfiguration },
    'JwtConfiguration is only supported for JWT authorizers',
  ],
  ...([undefined, 'arn:aws:lambda:eu-west-1:123456789012:function:f', 'https://a.test'] as const).map(
    (uri): Case => [
      `the function ${uri ?? ''}`,
      'http',
      { ...request, authorizerUri: uri },
      `Invalid Authorizer URI: ${uri ?? ''}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    ],
  ),
  [
    'no payload format on an HTTP API',
    'http',
    { ...request, authorizerPayloadFormatVersion: undefined },
    'AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer',
  ],
  [
    'payload format 3.0',
    'http',
    { ...request, authorizerPayloadFormatVersion: '3.0' },
    'Invalid AuthorizerPayloadFormatVersion specified: 3.0. Must be one of [1.0, 2.0]',
  ],
  [
    'a payload format on a WebSocket API',
    'ws',
    { ...wsRequest, authorizerPayloadFormatVersion: '2.0' },
    'AuthorizerPayloadFormatVersion is only supported for HTTP APIs',
  ],
  [
    'simple responses in format 1.0',
    'http',
    { ...request, authorizerPayloadFormatVersion: '1.0', enableSimpleResponses: true },
    'EnableSimpleResponses is only supported for AuthorizerPayloadFormatVersion 2.0',
  ],
  [
    'simple responses of a WebSocket API',
    'ws',
    { ...wsRequest, enableSimpleResponses: true },
    'EnableSimpleResponses is only supported for AuthorizerPayloadFormatVersion 2.0',
  ],
  [
    'caching without identity sources',
    'http',
    { ...request, authorizerResultTtlInSeconds: 1, identitySource: [] },
    'IdentitySource is required when AuthorizerResultTtlInSeconds is greater than 0',
  ],
  [
    'a TTL of more than an hour',
    'http',
    { ...request, authorizerResultTtlInSeconds: 3601 },
    "1 validation error detected: Value '3601' at 'authorizerResultTtlInSeconds' failed to satisfy constraint: Member must have value less than or equal to 3600",
  ],
  [
    'a source of the other protocol',
    'http',
    { ...request, identitySource: ['route.request.header.a'] },
    'Invalid mapping expression specified: route.request.header.a',
  ],
  [
    'a source of the other protocol on a WebSocket API',
    'ws',
    { ...wsRequest, identitySource: ['$request.header.a'] },
    'Invalid mapping expression specified: $request.header.a',
  ],
  [
    'credentials that are no role',
    'http',
    { ...request, authorizerCredentialsArn: 'arn:aws:iam::123456789012:user/u' },
    'Invalid ARN specified in the request: arn:aws:iam::123456789012:user/u',
  ],
  [
    'an unknown type',
    'http',
    { ...request, authorizerType: 'TOKEN' },
    "1 validation error detected: Value 'TOKEN' at 'authorizerType' failed to satisfy constraint: Member must satisfy enum value set: [REQUEST, JWT]",
  ],
]

describe.each([
  ['a JWT authorizer', jwtCases],
  ['a REQUEST authorizer', requestCases],
])('%s', (_kind, cases) => {
  test.each(cases)('must not have %s', async (_what, protocol, body, message) => {
    const wire = testWire()
    const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
    expect(await wire.call('POST', `apis/${api}/authorizers`, body)).toEqual(badRequest(message))
    expect((await wire.plane.apis.get(api))?.authorizers.size).toBe(0)
  })
})

test.each([
  'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc',
  'http://localhost:8080/realms/a',
  'http://idp.localhost',
  'http://127.0.0.1:1234',
  'http://[::1]/',
])('a JWT authorizer may have the issuer %s', async (text) => {
  const { call, httpApi } = testWire()
  const body = { ...jwt, jwtConfiguration: { audience: ['a'], issuer: text } }
  expect(await call('POST', `apis/${await httpApi()}/authorizers`, body)).toMatchObject({ status: 201, body })
})
