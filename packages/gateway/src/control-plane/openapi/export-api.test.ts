import { ExportApiCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { badRequest, notFound, testWire } from '../test-wire.ts'

const uri =
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:000000000000:function:f/invocations'

/** An HTTP API with something of everything. */
async function fullApi() {
  const wire = testWire()
  const api = await wire.create('apis', {
    name: 'pets',
    description: 'all of them',
    protocolType: 'HTTP',
    disableExecuteApiEndpoint: true,
    corsConfiguration: { allowOrigins: ['*'], allowMethods: ['GET'], maxAge: 0, allowCredentials: false },
    tags: { team: 'blue' },
  })
  const make = (collection: string, body: object) => wire.create(`apis/${api}/${collection}`, body)
  const proxied = await make('integrations', {
    integrationType: 'HTTP_PROXY',
    integrationMethod: 'ANY',
    integrationUri: 'https://a.test/{proxy}',
    payloadFormatVersion: '1.0',
    timeoutInMillis: 12_000,
    requestParameters: { 'append:header.a': '$request.header.b' },
    responseParameters: { 200: { 'overwrite:header.c': 'd' } },
  })
  const lambda = await make('integrations', {
    integrationType: 'AWS_PROXY',
    integrationUri: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
    payloadFormatVersion: '2.0',
  })
  const jwt = await make('authorizers', {
    name: 'jwt',
    authorizerType: 'JWT',
    identitySource: ['$request.header.Authorization'],
    jwtConfiguration: { issuer: 'https://i.test', audience: ['a'] },
  })
  const request = await make('authorizers', {
    name: 'asked',
    authorizerType: 'REQUEST',
    identitySource: ['$request.querystring.key', '$context.routeKey'],
    authorizerUri: uri,
    authorizerPayloadFormatVersion: '2.0',
    enableSimpleResponses: true,
  })
  const target = `integrations/${proxied}`
  const scopes = { authorizationType: 'JWT', authorizerId: jwt, authorizationScopes: ['s'] }
  await make('routes', { routeKey: 'GET /pets/{id}/{proxy+}', target, operationName: 'GetPet', ...scopes })
  await make('routes', { routeKey: 'ANY /pets', target, authorizationType: 'CUSTOM', authorizerId: request })
  await make('routes', { routeKey: 'POST /pets', authorizationType: 'AWS_IAM' })
  await make('routes', { routeKey: '$default', target: `integrations/${lambda}` })
  const fetched = async (query = 'outputType=JSON') => {
    const answer = await wire.send('GET', `/v2/apis/${api}/exports/OAS30?${query}`)
    return answer.text
  }
  return { ...wire, api, make, fetched }
}

const responsesOf = (key: string) => ({ default: { description: `Default response for ${key}` } })
const parameter = (name: string) => ({
  name,
  in: 'path',
  description: `Generated path parameter for ${name}`,
  required: true,
  schema: { type: 'string' },
})
const proxy = {
  responseParameters: { 200: { 'overwrite:header.c': 'd' } },
  requestParameters: { 'append:header.a': '$request.header.b' },
  payloadFormatVersion: '1.0',
  type: 'http_proxy',
  httpMethod: 'ANY',
  uri: 'https://a.test/{proxy}',
  connectionType: 'INTERNET',
  timeoutInMillis: 12_000,
}

test('an API, its members in the order of AWS', async () => {
  const { fetched, api } = await fullApi()
  const expected = {
    openapi: '3.0.1',
    info: { title: 'pets', description: 'all of them', version: '2026-11-24 10:00:00UTC' },
    servers: [
      {
        url: `http://${api}.execute-api.localhost:4566/{basePath}`,
        variables: { basePath: { default: '' } },
        'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
      },
    ],
    tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'blue' }],
    paths: {
      '/$default': {
        'x-amazon-apigateway-any-method': {
          responses: responsesOf('$default'),
          'x-amazon-apigateway-integration': {
            payloadFormatVersion: '2.0',
            type: 'aws_proxy',
            httpMethod: 'POST',
            uri: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
            connectionType: 'INTERNET',
          },
          isDefaultRoute: true,
        },
      },
      '/pets': {
        'x-amazon-apigateway-any-method': {
          responses: responsesOf('ANY /pets'),
          security: [{ asked: [] }],
          'x-amazon-apigateway-integration': proxy,
        },
        post: { responses: responsesOf('POST /pets'), 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } },
      },
      '/pets/{id}/{proxy+}': {
        get: {
          operationId: 'GetPet',
          responses: responsesOf('GET /pets/{id}/{proxy+}'),
          security: [{ jwt: ['s'] }],
          'x-amazon-apigateway-integration': proxy,
        },
        parameters: [parameter('id'), parameter('proxy+')],
      },
    },
    components: {
      securitySchemes: {
        asked: {
          type: 'apiKey',
          name: 'key',
          in: 'query',
          'x-amazon-apigateway-authorizer': {
            identitySource: '$request.querystring.key,$context.routeKey',
            authorizerUri: uri,
            authorizerPayloadFormatVersion: '2.0',
            enableSimpleResponses: true,
            type: 'request',
          },
        },
        jwt: {
          type: 'oauth2',
          flows: {},
          'x-amazon-apigateway-authorizer': {
            identitySource: '$request.header.Authorization',
            jwtConfiguration: { audience: ['a'], issuer: 'https://i.test' },
            type: 'jwt',
          },
        },
      },
    },
    'x-amazon-apigateway-cors': {
      allowMethods: ['GET'],
      maxAge: 0,
      allowCredentials: false,
      allowOrigins: ['*'],
    },
    'x-amazon-apigateway-importexport-version': '1.0',
  }
  expect(await fetched()).toBe(`${JSON.stringify(expected, undefined, 2)}\n`)
})

test('without extensions there is plain OpenAPI, and no routes but those that it has methods for', async () => {
  const { fetched } = await fullApi()
  const text = await fetched('outputType=JSON&includeExtensions=false')
  expect(text).not.toContain('x-amazon')
  const { paths, tags, components } = JSON.parse(text) as Record<string, Record<string, object>>
  expect(tags).toEqual([{ name: 'team' }])
  expect(Object.keys(paths ?? {})).toEqual(['/pets', '/pets/{id}/{proxy+}'])
  expect(components).toEqual({
    securitySchemes: {
      asked: { type: 'apiKey', name: 'key', in: 'query' },
      jwt: { type: 'oauth2', flows: {} },
    },
  })
})

test('YAML', async () => {
  const wire = testWire()
  const api = await wire.create('apis', { name: 'on', version: '1.0', protocolType: 'HTTP', description: 'a\nb: c' })
  const answer = await wire.send('GET', `/v2/apis/${api}/exports/OAS30?outputType=YAML&exportVersion=1.0`)
  expect(answer.text).toBe(`---
openapi: 3.0.1
info:
  title: "on"
  description: |-
    a
    b: c
  version: "1.0"
servers:
  - url: http://${api}.execute-api.localhost:4566/{basePath}
    variables:
      basePath:
        default: ""
paths: {}
x-amazon-apigateway-importexport-version: "1.0"
`)
})

test('a stage has what was deployed to it', async () => {
  const { fetched, api, make, call } = await fullApi()
  await make('deployments', {})
  const deployment = await make('deployments', {})
  await make('stages', { stageName: 'prod', deploymentId: deployment })
  await make('stages', { stageName: '$default', deploymentId: deployment })
  const before = JSON.parse(await fetched()) as { paths: object; servers: object[] }
  await make('routes', { routeKey: 'GET /later' })
  await call('PATCH', `apis/${api}`, { name: 'renamed' })
  const [server] = before.servers
  const servers = (stage: string) => [{ ...server, variables: { basePath: { default: stage } } }]
  expect(JSON.parse(await fetched('outputType=JSON&stageName=prod'))).toEqual({ ...before, servers: servers('prod') })
  expect(JSON.parse(await fetched('outputType=JSON&stageName=%24default'))).toEqual(before)
  expect(JSON.parse(await fetched())).toMatchObject({ info: { title: 'renamed' }, paths: { '/later': {} } })
})

test('the SDK gets bytes', async () => {
  const { client, api, fetched } = await fullApi()
  const { body } = await client.send(new ExportApiCommand({ ApiId: api, OutputType: 'JSON', Specification: 'OAS30' }))
  expect(Buffer.from(body ?? []).toString()).toBe(await fetched())
})

describe('refusals', () => {
  const violation = (value: string, at: string, set: string) =>
    badRequest(
      `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: Member must satisfy enum value set: [${set}]`,
    )
  test.each([
    ['exports/OAS20?outputType=JSON', violation('OAS20', 'Specification', 'OAS30')],
    ['exports/OAS30?outputType=XML', violation('XML', 'outputType', 'JSON, YAML')],
    ['exports/OAS30?outputType=JSON&exportVersion=2.0', violation('2.0', 'exportVersion', '1.0')],
    [
      'exports/OAS30',
      badRequest(
        "1 validation error detected: Value null at 'outputType' failed to satisfy constraint: Member must not be null",
      ),
    ],
    [
      'exports/OAS30?outputType=JSON&includeExtensions=x',
      badRequest("Invalid request input: 'includeExtensions' must be true or false"),
    ],
    ['exports/OAS30?outputType=JSON&stageName=none', notFound('Invalid stage identifier specified')],
    ['exports/OAS30?outputType=JSON&stageName=__proto__', notFound('Invalid stage identifier specified')],
    [
      'exports/OAS30?outputType=JSON&stageName=bare',
      badRequest('Unable to export API: the stage bare has no deployment'),
    ],
  ])('%s', async (path, refusal) => {
    const { call, api, make } = await fullApi()
    await make('stages', { stageName: 'bare' })
    expect(await call('GET', `apis/${api}/${path}`)).toEqual(refusal)
  })

  test('WebSocket APIs and unknown ones', async () => {
    const { call, webSocketApi } = testWire()
    const path = 'exports/OAS30?outputType=JSON'
    expect(await call('GET', `apis/none/${path}`)).toEqual(notFound('Invalid API identifier specified none'))
    const refusal = badRequest('Export is only supported for HTTP APIs')
    expect(await call('GET', `apis/${await webSocketApi()}/${path}`)).toEqual(refusal)
  })
})
