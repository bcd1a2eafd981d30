import { describe, expect, test } from 'vitest'
import { without } from '../patch.ts'
import { badRequest } from '../test-wire.ts'
import { documentOf, importWire, listOf, operation, proxy, responses, routeKeysOf } from './test-import.ts'

const integration = (members: object) => operation({ 'x-amazon-apigateway-integration': { ...proxy, ...members } })
const get = (definition: unknown) => ({ paths: { '/x': { get: definition } } })
const content = (schema: object) => ({ content: { 'application/json': { schema } } })
const missing = { $ref: '#/components/schemas/ModelThatDoesNotExist' }
const withResponse = (response: object) => get(operation({ responses: { 200: { description: 'd', ...response } } }))
const model = "paths.'/x'(get).responses.200.content.schema.#/components/schemas/ModelThatDoesNotExist is missing"
const proxies =
  'Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)'

describe('what is warned of, and what becomes a route all the same', () => {
  test.each<[members: object, warning: string, keys: string[]]>([
    // As Terraform's acceptance tests and AWS's users report them.
    [withResponse(content(missing)), `Parse issue: attribute ${model}`, ['GET /x']],
    [withResponse(content({ items: [missing] })), `Parse issue: attribute ${model}`, ['GET /x']],
    [
      { paths: { $default: { 'x-amazon-apigateway-any-method': operation() } } },
      'Parse issue: attribute paths. Resource $default should start with /',
      ['$default'],
    ],
    [{ servers: [{ description: 'd' }] }, 'Parse issue: attribute .servers.url is missing', []],
    [{ 'x-amazon-apigateway-cors': { allow_methods: ['delete'] } }, 'CORS Scheme is malformed, ignoring.', []],
    [
      get({ 'x-amazon-apigateway-integration': proxy }),
      "Parse issue: attribute paths.'/x'(get).responses is missing",
      ['GET /x'],
    ],
    [
      { paths: { '/x/{id}': { get: operation() } } },
      "Parse issue: attribute paths.'/x/{id}'. Declared path parameter id needs to be defined as a path parameter in path or operation level",
      ['GET /x/{id}'],
    ],
    [{ info: { title: 't' } }, 'Parse issue: attribute info.version is missing', []],
    [{ paths: [] }, 'Parse issue: attribute paths is missing', []],
    [{ paths: { '/x': { $ref: '#/paths/~1x' } } }, "Parse issue: attribute paths.'/x' is not of type `object`", []],
    [{ paths: { '/x': null } }, "Parse issue: attribute paths.'/x' is not of type `object`", []],
    [get('text'), "Parse issue: attribute paths.'/x'(get) is not of type `object`", []],
    // What the Create operations would refuse.
    [get(integration({ type: 'AWS' })), `Unable to create Integration for Route 'GET /x': ${proxies}`, []],
    [
      get(integration({ payloadFormatVersion: null })),
      "Unable to create Integration for Route 'GET /x': PayloadFormatVersion is a required parameter for integration",
      [],
    ],
    [
      get(integration({ timeoutInMillis: 'long' })),
      "Unable to create Integration for Route 'GET /x': Invalid request input: 'timeoutInMillis' must be an integer",
      [],
    ],
    [
      get(integration({ requestParameters: ['a'] })),
      "Unable to create Integration for Route 'GET /x': Invalid request input: 'requestParameters' must be an object",
      [],
    ],
    [
      get(operation({ 'x-amazon-apigateway-integration': { $ref: '#/nowhere' } })),
      "Parse issue: attribute paths.'/x'(get).x-amazon-apigateway-integration #/nowhere is missing",
      [],
    ],
    [
      { paths: { '/x/': { get: operation() } } },
      'Unable to create Route \'GET /x/\': Invalid route key specified: GET /x/. Path segment "" is not valid',
      [],
    ],
    [
      { 'x-amazon-apigateway-cors': { allowOrigins: ['*'], allowCredentials: true } },
      "CORS Scheme is malformed, ignoring. allow-credentials is not supported if 'allow-origin' is *",
      [],
    ],
    [{ 'x-amazon-apigateway-cors': 'yes' }, 'CORS Scheme is malformed, ignoring.', []],
    [{ 'x-amazon-apigateway-importexport-version': '2.0' }, 'x-amazon-apigateway-importexport-version must be 1.0', []],
  ])('%j', async (members, warning, keys) => {
    const wire = importWire()
    const document = documentOf({ ...members })
    const { status, body } = await wire.importApi(document)
    expect([status, body?.['warnings']]).toEqual([201, [warning]])
    expect(await routeKeysOf(wire, body?.['apiId'])).toEqual(keys)
    expect(await wire.importApi(document, '?failOnWarnings=true')).toEqual(
      badRequest(`Warnings found during import:\n\t${warning}`),
    )
  })
})

test('all warnings are told, one a line', async () => {
  const wire = importWire()
  const paths = { a: { get: operation() }, '/b': { get: { 'x-amazon-apigateway-integration': proxy } } }
  const answer = await wire.importApi(documentOf({ paths }), '?failOnWarnings=true')
  expect(String(answer.body?.['message']).split('\n\t')).toEqual([
    'Warnings found during import:',
    'Parse issue: attribute paths. Resource a should start with /',
    expect.stringMatching(/^Unable to create Route 'GET a': The provided route key is not formatted properly/),
    "Parse issue: attribute paths.'/b'(get).responses is missing",
  ])
})

test.each([
  [
    get(operation({ requestBody: content({}) })),
    "paths.'/x'(get).requestBody is not supported for HTTP APIs. Ignoring.",
  ],
  [{ components: { schemas: { A: {} } } }, 'components.schemas is not supported for HTTP APIs. Ignoring.'],
  [{ 'x-amazon-apigateway-policy': {} }, 'x-amazon-apigateway-policy is not supported for HTTP APIs. Ignoring.'],
  [
    { paths: { '/x': { trace: operation() } } },
    "Method TRACE is not supported for HTTP APIs. Ignoring paths.'/x'(trace)",
  ],
])('%j is told, and no warning', async (members, info) => {
  const { importApi } = importWire()
  const { status, body } = await importApi(documentOf(members), '?failOnWarnings=true')
  expect([status, body?.['importInfo'], body?.['warnings']]).toEqual([201, [info], undefined])
})

test('a hostile document gets a short answer', async () => {
  const { importApi } = importWire()
  const paths = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${'p'.repeat(2000)}${index}`, {}]))
  const { body } = await importApi(documentOf({ paths }))
  const warnings = body?.['warnings'] as string[]
  expect([warnings.length, warnings[0]?.length]).toEqual([500, 1025])
})

const jwt = {
  type: 'oauth2',
  'x-amazon-apigateway-authorizer': {
    type: 'jwt',
    identitySource: '$request.header.Authorization',
    jwtConfiguration: { issuer: 'https://i.test', audience: ['a', 'b'] },
  },
}
const openId = {
  type: 'openIdConnect',
  openIdConnectUrl: 'https://i.test/.well-known/openid-configuration',
  'x-amazon-apigateway-authorizer': {
    type: 'jwt',
    identitySource: '$request.header.Authorization',
    jwtConfiguration: { audience: 'a' },
  },
}
const uri =
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:000000000000:function:f/invocations'
const request = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authorizer': {
    type: 'request',
    identitySource: '$request.header.Authorization, $context.routeKey',
    authorizerUri: uri,
    authorizerCredentials: 'arn:aws:iam::000000000000:role/r',
    authorizerPayloadFormatVersion: '2.0',
    authorizerResultTtlInSeconds: 60,
    enableSimpleResponses: true,
  },
}
const securitySchemes = {
  jwt,
  openId,
  request,
  iam: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  plain: { type: 'http', scheme: 'bearer' },
  bad: { type: 'oauth2', 'x-amazon-apigateway-authorizer': { type: 'jwt' } },
}
const badAuthorizer =
  "Unable to create Authorizer 'bad': IdentitySource must be exactly one $request.header.{name} or $request.querystring.{name} for JWT authorizers"

test('authorizers', async () => {
  const wire = importWire()
  const { body } = await wire.importApi(documentOf({ components: { securitySchemes } }))
  expect(body?.['warnings']).toEqual([badAuthorizer])
  const authorizers = await listOf(wire, body?.['apiId'], 'authorizers', 'name')
  expect(authorizers.map((authorizer) => without(authorizer, 'authorizerId'))).toEqual([
    {
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: 'https://i.test', audience: ['a', 'b'] },
      name: 'jwt',
    },
    {
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: 'https://i.test', audience: ['a'] },
      name: 'openId',
    },
    {
      authorizerCredentialsArn: 'arn:aws:iam::000000000000:role/r',
      authorizerPayloadFormatVersion: '2.0',
      authorizerResultTtlInSeconds: 60,
      authorizerType: 'REQUEST',
      authorizerUri: uri,
      enableSimpleResponses: true,
      identitySource: ['$request.header.Authorization', '$context.routeKey'],
      name: 'request',
    },
  ])
})

const notMade = (reason: string) => `Unable to create Route 'GET /x': ${reason}`

describe('a route is authorized as its operation says, and is not made where that cannot be', () => {
  test.each<[root: unknown, members: object, expected: readonly unknown[] | string]>([
    [undefined, {}, ['NONE', undefined, undefined]],
    [undefined, { security: [] }, ['NONE', undefined, undefined]],
    [undefined, { security: [{}] }, ['NONE', undefined, undefined]],
    [undefined, { security: [{ jwt: ['a', 'b'] }] }, ['JWT', 'jwt', ['a', 'b']]],
    [undefined, { security: [{ openId: [] }] }, ['JWT', 'openId', undefined]],
    [undefined, { security: [{ request: [] }] }, ['CUSTOM', 'request', undefined]],
    [undefined, { security: [{ iam: [] }] }, ['AWS_IAM', undefined, undefined]],
    [undefined, { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }, ['AWS_IAM', undefined, undefined]],
    [[{ jwt: [] }], { 'x-amazon-apigateway-auth': { type: 'NONE' } }, ['NONE', undefined, undefined]],
    [[{ jwt: ['s'] }], {}, ['JWT', 'jwt', ['s']]],
    [[{ jwt: [] }], { security: [] }, ['NONE', undefined, undefined]],
    [[{ jwt: [] }], { security: [{ request: [] }] }, ['CUSTOM', 'request', undefined]],
    [undefined, { security: [{ plain: [] }] }, ['NONE', undefined, undefined]],
    [undefined, { security: [{ bad: [] }] }, notMade('the security scheme bad has no authorizer')],
    [undefined, { security: [{ none: [] }] }, notMade('the security scheme none is not defined')],
    [undefined, { security: [{ __proto__x: [] }] }, notMade('the security scheme __proto__x is not defined')],
    [undefined, { security: [{ jwt: [5] }] }, ['JWT', 'jwt', ['5']]],
    [undefined, { security: [{ jwt: 'a' }] }, notMade("Invalid request input: 'authorizationScopes' must be a list")],
    [undefined, { security: 'jwt' }, "Parse issue: attribute paths.'/x'(get).security is not of type `array`"],
    [
      undefined,
      { 'x-amazon-apigateway-auth': { type: 'other' } },
      notMade(
        "1 validation error detected: Value 'OTHER' at 'authorizationType' failed to satisfy constraint: Member must satisfy enum value set: [NONE, AWS_IAM, CUSTOM, JWT]",
      ),
    ],
  ])('%j %j', async (root, members, expected) => {
    const wire = importWire()
    const document = documentOf({
      paths: { '/x': { get: operation({ responses, ...members }) } },
      components: { securitySchemes },
      ...(root !== undefined && { security: root }),
    })
    const { body } = await wire.importApi(document)
    const api = body?.['apiId']
    const [route] = await listOf(wire, api, 'routes', 'routeKey')
    const names = new Map(
      (await listOf(wire, api, 'authorizers', 'name')).map((one) => [one['authorizerId'], one['name']]),
    )
    const warnings = [badAuthorizer, ...(typeof expected === 'string' ? [expected] : [])]
    expect(body?.['warnings']).toEqual(warnings)
    expect(
      route && [route['authorizationType'], names.get(route['authorizerId']), route['authorizationScopes']],
    ).toEqual(typeof expected === 'string' ? undefined : expected)
  })
})
