import { describe, expect, test } from 'vitest'
import { answered, badRequest, limitExceeded, notFound } from '../test-wire.ts'
import { documentOf, importWire, listOf, operation, proxy, responses, routeKeysOf } from './test-import.ts'

const string = expect.any(String) as string
const cors = { allowOrigins: ['https://a.test'], allowMethods: ['GET'], maxAge: 5, allowCredentials: true }

test('an API is made of its document', async () => {
  const wire = importWire()
  const document = documentOf({
    info: { title: 'pets', version: '1.0', description: 'all of them' },
    servers: [
      { url: 'https://a.test', 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } },
    ],
    tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'blue' }, { name: 'bare' }],
    paths: { '/pets': { get: operation({ operationId: 'ListPets' }) } },
    'x-amazon-apigateway-cors': { ...cors, allowHeaders: ['X-One'] },
    'x-amazon-apigateway-importexport-version': '1.0',
  })
  const { status, body } = await wire.importApi(document)
  expect([status, body]).toEqual([
    201,
    {
      apiEndpoint: `http://${String(body?.['apiId'])}.execute-api.localhost:4566`,
      apiId: string,
      apiKeySelectionExpression: '$request.header.x-api-key',
      corsConfiguration: { ...cors, allowHeaders: ['x-one'] },
      createdDate: '2026-11-24T10:00:00Z',
      description: 'all of them',
      disableExecuteApiEndpoint: true,
      ipAddressType: 'ipv4',
      name: 'pets',
      protocolType: 'HTTP',
      routeSelectionExpression: '$request.method $request.path',
      tags: { team: 'blue', bare: '' },
      version: '1.0',
    },
  ])
  const api = body?.['apiId']
  expect((await wire.call('GET', `apis/${String(api)}`)).body).toEqual(body)
  const [integration] = await listOf(wire, api, 'integrations', 'integrationId')
  expect(integration).toEqual({
    connectionType: 'INTERNET',
    integrationId: string,
    integrationMethod: 'GET',
    integrationType: 'HTTP_PROXY',
    integrationUri: 'https://a.test',
    payloadFormatVersion: '1.0',
    timeoutInMillis: 30_000,
  })
  expect(await listOf(wire, api, 'routes', 'routeKey')).toEqual([
    {
      apiKeyRequired: false,
      authorizationType: 'NONE',
      operationName: 'ListPets',
      routeId: string,
      routeKey: 'GET /pets',
      target: `integrations/${String(integration?.['integrationId'])}`,
    },
  ])
  expect((await wire.call('GET', `apis/${String(api)}/stages`)).body).toEqual({ items: [] })
})

test('YAML as Terraform sends it: numbers that are not quoted are versions all the same', async () => {
  const wire = importWire()
  const { status, body } = await wire.importApi(`---
openapi: 3.0.1
info:
  title: pets
  version: 2.0
paths:
  "/update":
    get:
      x-amazon-apigateway-integration:
        type: HTTP_PROXY
        httpMethod: GET
        payloadFormatVersion: 1.0
        uri: https://a.test
        timeoutInMillis: 500
        requestParameters:
          append:header.a: true
`)
  expect([status, body?.['name'], body?.['version']]).toEqual([201, 'pets', '2.0'])
  expect(await routeKeysOf(wire, body?.['apiId'])).toEqual(['GET /update'])
  const [integration] = await listOf(wire, body?.['apiId'], 'integrations', 'integrationId')
  expect(integration).toMatchObject({
    payloadFormatVersion: '1.0',
    requestParameters: { 'append:header.a': 'true' },
    timeoutInMillis: 500,
  })
})

describe('integrations', () => {
  const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:f'
  const lambda = { type: 'AWS_PROXY', payloadFormatVersion: '2.0', uri: arn }
  const aws = {
    integrationType: 'AWS_PROXY',
    connectionType: 'INTERNET',
    integrationMethod: 'POST',
    payloadFormatVersion: '2.0',
    timeoutInMillis: 30_000,
  }
  test.each([
    [lambda, { ...aws, integrationUri: arn }],
    [
      { ...lambda, uri: 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:f' },
      { ...aws, integrationUri: arn },
    ],
    [
      {
        type: 'aws_proxy',
        integrationSubtype: 'SQS-SendMessage',
        credentials: 'arn:aws:iam::000000000000:role/r',
        payloadFormatVersion: '1.0',
        requestParameters: { QueueUrl: 'https://q.test', MessageBody: '$request.body' },
      },
      {
        connectionType: 'INTERNET',
        credentialsArn: 'arn:aws:iam::000000000000:role/r',
        integrationSubtype: 'SQS-SendMessage',
        integrationType: 'AWS_PROXY',
        payloadFormatVersion: '1.0',
        requestParameters: { QueueUrl: 'https://q.test', MessageBody: '$request.body' },
        timeoutInMillis: 30_000,
      },
    ],
    [
      {
        ...proxy,
        timeoutInMillis: 50,
        requestParameters: { 'append:header.a': 'b' },
        responseParameters: { 200: { 'remove:header.c': "''" } },
        requestTemplates: { 'application/json': 'ignored' },
      },
      {
        connectionType: 'INTERNET',
        integrationMethod: 'GET',
        integrationType: 'HTTP_PROXY',
        integrationUri: 'https://a.test',
        payloadFormatVersion: '1.0',
        requestParameters: { 'append:header.a': 'b' },
        responseParameters: { 200: { 'remove:header.c': "''" } },
        timeoutInMillis: 50,
      },
    ],
  ])('%j', async (extension, expected) => {
    const wire = importWire()
    const integration = { 'x-amazon-apigateway-integration': extension }
    const { body } = await wire.importApi(documentOf({ paths: { '/': { get: { responses, ...integration } } } }))
    const [made] = await listOf(wire, body?.['apiId'], 'integrations', 'integrationId')
    expect(made).toEqual({ ...expected, integrationId: string })
  })

  test('a private one', async () => {
    const wire = importWire()
    const link = await wire.create('vpclinks', { name: 'l', subnetIds: ['subnet-1'] })
    const extension = {
      ...proxy,
      connectionType: 'VPC_LINK',
      connectionId: link,
      tlsConfig: { serverNameToVerify: 'b.test' },
      uri: 'arn:aws:servicediscovery:eu-west-1:000000000000:service/srv-1',
    }
    const paths = { '/': { get: operation({ 'x-amazon-apigateway-integration': extension }) } }
    const { body } = await wire.importApi(documentOf({ paths }))
    const [made] = await listOf(wire, body?.['apiId'], 'integrations', 'integrationId')
    expect(made).toMatchObject({ connectionId: link, tlsConfig: { serverNameToVerify: 'b.test' } })
  })

  test('one that several operations refer to is made once, and none is an operation without one', async () => {
    const wire = importWire()
    const shared = { $ref: '#/components/x-amazon-apigateway-integrations/one~1two' }
    const document = documentOf({
      paths: {
        '/a': { get: operation({ 'x-amazon-apigateway-integration': shared }) },
        '/b': { get: operation({ 'x-amazon-apigateway-integration': shared }), put: { responses } },
      },
      components: { 'x-amazon-apigateway-integrations': { 'one/two': proxy } },
    })
    const { body } = await wire.importApi(document)
    expect(body?.['warnings']).toBeUndefined()
    const [integration, ...more] = await listOf(wire, body?.['apiId'], 'integrations', 'integrationId')
    expect(more).toEqual([])
    const target = `integrations/${String(integration?.['integrationId'])}`
    const routes = await listOf(wire, body?.['apiId'], 'routes', 'routeKey')
    expect(routes.map((route) => [route['routeKey'], route['target']])).toEqual([
      ['GET /a', target],
      ['GET /b', target],
      ['PUT /b', undefined],
    ])
  })
})

describe('route keys', () => {
  const any = (members = {}) => ({ 'x-amazon-apigateway-any-method': operation(members) })
  const id = { parameters: [{ name: 'id', in: 'path' }] }
  const server = [{ url: 'https://a.test/v1/zoo' }]
  test.each([
    [{ '/a': { ...any(), get: operation(), patch: operation() } }, '', ['ANY /a', 'GET /a', 'PATCH /a']],
    [{ '/$default': any({ isDefaultRoute: true }) }, '?basepath=prepend', ['$default']],
    [{ '/$default': any() }, '', ['$default']],
    [{ '/$default': any({ isDefaultRoute: false }) }, '', ['ANY /$default']],
    [{ '/other': any({ isDefaultRoute: true }) }, '', ['$default']],
    [{ '/$default': { get: operation() } }, '', ['GET /$default']],
    [{ '/': { get: operation() }, '/a': { get: operation() } }, '?basepath=prepend', ['GET /v1/zoo', 'GET /v1/zoo/a']],
    [{ '/': { get: operation() }, '/a': { get: operation() } }, '?basepath=split', ['GET /zoo', 'GET /zoo/a']],
    [{ '/': { get: operation() } }, '?basepath=ignore', ['GET /']],
    [{ '/{id}': { ...id, get: operation() } }, '', ['GET /{id}']],
    [{ '/{id+}': { get: operation(id) } }, '', ['GET /{id+}']],
    [{ '/a': { get: operation() }, '/b': { $ref: '#/paths/~1a' } }, '', ['GET /a', 'GET /b']],
    [{ 'x-other': { get: operation() } }, '', []],
  ])('%j %s', async (paths, query, keys) => {
    const wire = importWire()
    const { status, body } = await wire.importApi(documentOf({ paths, servers: server }), query)
    expect([status, body?.['warnings']]).toEqual([201, undefined])
    expect(await routeKeysOf(wire, body?.['apiId'])).toEqual(keys)
  })
})

describe('reimport', () => {
  const two = documentOf({ paths: { '/a': { get: operation() }, '/b': { get: operation() } } })

  test('replaces all of the definition, and keeps id, stages and tags', async () => {
    const wire = importWire()
    const api = await wire.create('apis', {
      name: 'old',
      description: 'd',
      version: '9',
      protocolType: 'HTTP',
      target: 'https://old.test',
      corsConfiguration: { allowOrigins: ['*'] },
      disableExecuteApiEndpoint: true,
      tags: { a: 'b' },
    })
    const authorizer = { name: 'x', authorizerType: 'JWT', identitySource: ['$request.header.a'] }
    const jwtConfiguration = { issuer: 'https://i.test', audience: ['a'] }
    await wire.create(`apis/${api}/authorizers`, { ...authorizer, jwtConfiguration })
    const before = await wire.call('GET', `apis/${api}/stages/$default`)
    const answer = await wire.reimportApi(api, { ...two, tags: [{ name: 'c' }] })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ apiId: api, name: 'pets', version: '1.0', tags: { a: 'b' } })
    expect(answer.body).toMatchObject({ disableExecuteApiEndpoint: true })
    expect(answer.body).not.toHaveProperty('description')
    expect(answer.body).not.toHaveProperty('corsConfiguration')
    expect(await routeKeysOf(wire, api)).toEqual(['GET /a', 'GET /b'])
    expect(await listOf(wire, api, 'authorizers', 'name')).toEqual([])
    const uris = (await listOf(wire, api, 'integrations', 'integrationUri')).map((one) => one['integrationUri'])
    expect(uris).toEqual(['https://a.test', 'https://a.test'])
    // The stage deploys by itself, and has done so once: before, for the quick create and for the authorizer.
    const after = await wire.call('GET', `apis/${api}/stages/$default`)
    expect(after.body?.['deploymentId']).not.toBe(before.body?.['deploymentId'])
    expect((await wire.call('GET', `apis/${api}/deployments`)).body?.['items']).toHaveLength(3)
  })

  test('a document without a title or a version leaves the name, and takes the version', async () => {
    const wire = importWire()
    const api = await wire.create('apis', { name: 'old', version: '9', protocolType: 'HTTP' })
    const { body } = await wire.reimportApi(api, { openapi: '3.0.1', paths: {} })
    expect(body).toMatchObject({ name: 'old', warnings: ['Parse issue: attribute info is missing'] })
    expect(body).not.toHaveProperty('version')
  })

  test.each([
    ['unknown', two, notFound('Invalid API identifier specified unknown')],
    ['', { swagger: '2.0' }, badRequest('Invalid OpenAPI input. HTTP APIs support OpenAPI 3.0 only, not 2.0')],
  ])('refused for %j', async (id, document, refusal) => {
    const wire = importWire()
    const api = id || (await wire.httpApi())
    expect(await wire.reimportApi(api, document)).toEqual(refusal)
  })

  test('WebSocket APIs have none', async () => {
    const wire = importWire()
    expect(await wire.reimportApi(await wire.webSocketApi(), two)).toEqual(
      badRequest('Import is only supported for HTTP APIs'),
    )
  })

  test('nothing changes where it fails', async () => {
    const wire = importWire({ routes: 1 })
    const api = String((await wire.importApi(documentOf({ paths: { '/old': { get: operation() } } }))).body?.['apiId'])
    const read = async () => [
      await wire.call('GET', `apis/${api}`),
      await listOf(wire, api, 'routes', 'routeKey'),
      await listOf(wire, api, 'integrations', 'integrationId'),
    ]
    const before = await read()
    const quota =
      'Maximum number of Routes for this API has been reached.  Please contact AWS if you need additional Routes.'
    expect(await wire.reimportApi(api, two)).toEqual(limitExceeded(quota))
    const security = [{ a: [] }, { b: [] }]
    const several = documentOf({ paths: { '/x': { get: operation({ security }) } } })
    expect(await wire.reimportApi(api, several)).toEqual(
      badRequest(
        "Errors found during import:\n\tUnable to create Route 'GET /x': HTTP APIs support one security requirement per operation",
      ),
    )
    expect(await read()).toEqual(before)
  })
})

describe('an import that fails leaves no API', () => {
  test.each([
    [
      documentOf({ info: { version: '1' } }),
      '',
      'Errors found during import:\n\tUnable to create API: info.title is missing',
    ],
    [
      documentOf({ paths: { '/a': {}, a: {} } }),
      '?failOnWarnings=true',
      'Warnings found during import:\n\tParse issue: attribute paths. Resource a should start with /',
    ],
    [
      documentOf({}),
      '?basepath=other',
      "1 validation error detected: Value 'other' at 'basepath' failed to satisfy constraint: Member must satisfy enum value set: [ignore, prepend, split]",
    ],
    [
      documentOf({ info: { title: 'x'.repeat(129), version: '1' } }),
      '',
      `1 validation error detected: Value '${'x'.repeat(129)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 128`,
    ],
    [
      documentOf({ tags: [{ name: 'aws:x' }] }),
      '',
      'Invalid tag key specified: aws:x. Tag keys must not start with aws:',
    ],
  ])('%j %s', async (document, query, message) => {
    const wire = importWire()
    expect(await wire.importApi(document, query)).toEqual(badRequest(message))
    expect((await wire.call('GET', 'apis')).body).toEqual({ items: [] })
  })

  test('the quota of APIs holds', async () => {
    const wire = importWire({ apis: 1 })
    const both = await Promise.all([wire.importApi(documentOf({})), wire.importApi(documentOf({}))])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 400])
  })
})

test('a call without a document is refused', async () => {
  const { call } = importWire()
  const text = "1 validation error detected: Value null at 'body' failed to satisfy constraint: Member must not be null"
  expect(await call('PUT', 'apis', {})).toEqual(badRequest(text))
  expect(await call('GET', 'apis')).toEqual(answered(200, { items: [] }))
})
