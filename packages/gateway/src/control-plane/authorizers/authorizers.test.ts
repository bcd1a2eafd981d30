import { CreateAuthorizerCommand, GetAuthorizersCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from '../test-client.ts'
import { answered, badRequest, conflict, notFound, testWire } from '../test-wire.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
const authorizerUri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`
const ROLE = 'arn:aws:iam::123456789012:role/r'

const jwt = {
  authorizerType: 'JWT',
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { audience: ['a', 'b'], issuer: 'https://issuer.test/pool' },
  name: 'jwt',
}
const httpRequest = {
  authorizerCredentialsArn: ROLE,
  authorizerPayloadFormatVersion: '2.0',
  authorizerResultTtlInSeconds: 300,
  authorizerType: 'REQUEST',
  authorizerUri,
  enableSimpleResponses: true,
  identitySource: ['$request.header.a', '$request.querystring.b', '$context.identity.sourceIp', '$stageVariables.c'],
  name: 'request',
}
const wsRequest = {
  authorizerType: 'REQUEST',
  authorizerUri,
  identitySource: ['route.request.header.a', 'route.request.querystring.b', 'context.connectionId', 'stageVariables.c'],
  identityValidationExpression: '.*',
  name: 'request',
}

type Protocol = 'http' | 'ws'

async function authorizersOf(protocol: Protocol) {
  const wire = testWire()
  const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
  return { ...wire, api, path: `apis/${api}/authorizers` }
}

describe('CreateAuthorizer', () => {
  test.each<[string, Protocol, object, object]>([
    ['JWT: exactly what was given, nothing filled in', 'http', jwt, jwt],
    ['REQUEST of an HTTP API', 'http', httpRequest, httpRequest],
    ['REQUEST of a WebSocket API', 'ws', wsRequest, wsRequest],
    [
      'REQUEST without identity sources, as Terraform sends it',
      'ws',
      { ...wsRequest, identitySource: [] },
      { ...wsRequest, identitySource: undefined },
    ],
    [
      'a TTL of 0, which is not the same as none',
      'http',
      { ...httpRequest, authorizerResultTtlInSeconds: 0, identitySource: [] },
      { ...httpRequest, authorizerResultTtlInSeconds: 0, identitySource: undefined },
    ],
    ['an empty JWT configuration, as none', 'ws', { ...wsRequest, jwtConfiguration: {} }, wsRequest],
    [
      'a function from a stage variable',
      'ws',
      { ...wsRequest, authorizerUri: authorizerUri.replace(FUNCTION, '${stageVariables.arn}') },
      { ...wsRequest, authorizerUri: authorizerUri.replace(FUNCTION, '${stageVariables.arn}') },
    ],
  ])('%s', async (_what, protocol, given, expected) => {
    const { call, path } = await authorizersOf(protocol)
    const made = await call('POST', path, given)
    const authorizerId = String(made.body?.['authorizerId'])
    expect(authorizerId).toMatch(/^[a-z0-9]{6}$/)
    expect(made).toEqual(answered(201, { ...expected, authorizerId }))
    expect(await call('GET', `${path}/${authorizerId}`)).toEqual({ ...made, status: 200 })
  })

  test('is refused where the name is taken', async () => {
    const { call, create, path } = await authorizersOf('http')
    await create(path, jwt)
    expect(await call('POST', path, { ...httpRequest, name: 'jwt' })).toEqual(
      conflict('Authorizer with name jwt already exists for this API'),
    )
  })
})

describe('UpdateAuthorizer (spec control-plane.md 3.2)', () => {
  test.each<[string, Protocol, object, object, object]>([
    ['keeps what is absent', 'http', jwt, {}, {}],
    [
      "clears credentials by ''",
      'http',
      httpRequest,
      { authorizerCredentialsArn: '' },
      { authorizerCredentialsArn: undefined },
    ],
    [
      "clears the validation expression, and a payload format that was never there, by ''",
      'ws',
      wsRequest,
      { authorizerPayloadFormatVersion: '', identityValidationExpression: '' },
      { identityValidationExpression: undefined },
    ],
    ['clears identity sources by []', 'ws', wsRequest, { identitySource: [] }, { identitySource: undefined }],
    [
      'replaces identity sources',
      'ws',
      wsRequest,
      { identitySource: ['route.request.header.z'] },
      { identitySource: ['route.request.header.z'] },
    ],
    [
      'stores a TTL of 0',
      'http',
      httpRequest,
      { authorizerResultTtlInSeconds: 0 },
      { authorizerResultTtlInSeconds: 0 },
    ],
    [
      'turns simple responses off',
      'http',
      httpRequest,
      { enableSimpleResponses: false },
      { enableSimpleResponses: false },
    ],
    [
      'replaces the JWT configuration',
      'http',
      jwt,
      { jwtConfiguration: { audience: ['c'], issuer: 'https://other.test' } },
      { jwtConfiguration: { audience: ['c'], issuer: 'https://other.test' } },
    ],
    ['renames', 'http', jwt, { name: 'other' }, { name: 'other' }],
    [
      'changes the type, with all that belongs to it',
      'http',
      jwt,
      { authorizerPayloadFormatVersion: '2.0', authorizerType: 'REQUEST', authorizerUri, jwtConfiguration: {} },
      {
        authorizerPayloadFormatVersion: '2.0',
        authorizerType: 'REQUEST',
        authorizerUri,
        jwtConfiguration: undefined,
      },
    ],
  ])('%s', async (_what, protocol, given, changes, differences) => {
    const { call, create, path } = await authorizersOf(protocol)
    const authorizerId = await create(path, given)
    const patched = await call('PATCH', `${path}/${authorizerId}`, changes)
    expect(patched).toEqual(answered(200, { ...given, ...differences, authorizerId }))
    expect(await call('GET', `${path}/${authorizerId}`)).toEqual(patched)
  })

  test.each<[string, object, object, string]>([
    [
      'simple responses of a JWT authorizer, even off',
      jwt,
      { enableSimpleResponses: false },
      'EnableSimpleResponses is not supported for JWT authorizers',
    ],
    [
      'a JWT configuration without issuer',
      jwt,
      { jwtConfiguration: { audience: ['a'] } },
      'JwtConfiguration with Issuer and Audience is required for JWT authorizers',
    ],
    [
      'no identity source any more',
      jwt,
      { identitySource: [] },
      'IdentitySource must be exactly one $request.header.{name} or $request.querystring.{name} for JWT authorizers',
    ],
    [
      'another type alone',
      jwt,
      { authorizerType: 'REQUEST' },
      'JwtConfiguration is only supported for JWT authorizers',
    ],
    [
      'payload format 1.0 with simple responses',
      httpRequest,
      { authorizerPayloadFormatVersion: '1.0' },
      'EnableSimpleResponses is only supported for AuthorizerPayloadFormatVersion 2.0',
    ],
    [
      'no payload format any more',
      httpRequest,
      { authorizerPayloadFormatVersion: '' },
      'AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer',
    ],
  ])('refuses %s and changes nothing', async (_what, given, changes, message) => {
    const { call, create, path } = await authorizersOf('http')
    const id = await create(path, given)
    const before = await call('GET', `${path}/${id}`)
    expect(await call('PATCH', `${path}/${id}`, { name: 'new', ...changes })).toEqual(badRequest(message))
    expect(await call('GET', `${path}/${id}`)).toEqual(before)
  })

  test('refuses a name that is taken', async () => {
    const { call, create, path } = await authorizersOf('http')
    await create(path, jwt)
    const id = await create(path, httpRequest)
    expect(await call('PATCH', `${path}/${id}`, { name: 'jwt' })).toEqual(
      conflict('Authorizer with name jwt already exists for this API'),
    )
  })
})

describe('an authorizer in use', () => {
  test('is neither deleted nor changed to another type', async () => {
    const { call, create, api, path } = await authorizersOf('http')
    const id = await create(path, jwt)
    const secured = { authorizationType: 'JWT', authorizerId: id }
    const pdf = await create(`apis/${api}/routes`, { ...secured, routeKey: 'POST /pdf/generate' })
    const other = await create(`apis/${api}/routes`, { ...secured, routeKey: 'GET /a' })
    expect(await call('DELETE', `${path}/${id}`)).toEqual(
      conflict("Cannot delete authorizer 'jwt', is referenced in route: GET /a, POST /pdf/generate"),
    )
    expect((await call('DELETE', `apis/${api}/routes/${other}`)).status).toBe(204)
    expect(await call('DELETE', `${path}/${id}`)).toEqual(
      conflict("Cannot delete authorizer 'jwt', is referenced in route: POST /pdf/generate"),
    )
    expect(await call('PATCH', `${path}/${id}`, { authorizerType: 'REQUEST' })).toEqual(
      conflict("Cannot change the type of authorizer 'jwt', is referenced in route: POST /pdf/generate"),
    )
    expect((await call('PATCH', `apis/${api}/routes/${pdf}`, { authorizationType: 'NONE' })).status).toBe(200)
    expect(await call('DELETE', `${path}/${id}`)).toEqual(answered(204))
    expect(await call('DELETE', `${path}/${id}`)).toEqual(notFound(`Invalid Authorizer identifier specified ${id}`))
  })
})

test('the SDK makes and lists', async () => {
  const { client, api } = await authorizersOf('http')
  const given = {
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Audience: ['a'], Issuer: 'https://issuer.test' },
    Name: 'jwt',
  } as const
  const command = new CreateAuthorizerCommand({
    ApiId: api,
    ...given,
    IdentitySource: [...given.IdentitySource],
    JwtConfiguration: { Audience: ['a'], Issuer: 'https://issuer.test' },
  })
  const made = withoutMetadata(await client.send(command))
  expect(made).toEqual({ ...given, AuthorizerId: made.AuthorizerId })
  expect((await client.send(new GetAuthorizersCommand({ ApiId: api }))).Items).toEqual([made])
})
