import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apigatewayv2 as model } from '../model/apigatewayv2.generated.ts'
import type { TypeModel } from '../model/service-model.ts'
import { controlPlaneHandlers } from './handlers.ts'
import { type TestWire, testWire } from './test-wire.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:f'

/** Texts that mean something somewhere, so that what is made of them gets past the first checks. */
const words = [
  '',
  '$default',
  '$connect',
  'GET /a/{b}',
  'ANY /{proxy+}',
  'HTTP',
  'WEBSOCKET',
  'MOCK',
  'HTTP_PROXY',
  'AWS_PROXY',
  'SQS-SendMessage',
  'https://a.test/{b}',
  FUNCTION,
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
  '1.0',
  '2.0',
  'POST',
  'VPC_LINK',
  'JWT',
  'REQUEST',
  'CUSTOM',
  '$request.header.a',
  '${request.body.a}',
  "'static'",
  'append:header.a',
  'integration.request.header.a',
  'route.request.header.a',
  '200',
  '/a/',
  '/(/',
  '{}',
  'One',
  's',
  'subnet-1',
  '__proto__',
  'constructor',
  'toString',
  '\ud800',
  '\0',
  '../..',
]

const text = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, fc.string({ maxLength: 12, unit: 'binary' }))
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 50, 29_000, -1, 1e300))
const anything = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 3 }))

/** Values of a member's type, and, now and then, of any other. */
function valueOf(type: TypeModel): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: rightly(type) }, { weight: 1, arbitrary: anything })
}

function rightly(type: TypeModel): fc.Arbitrary<unknown> {
  if (typeof type !== 'object') return type === 'boolean' ? fc.boolean() : type === 'string' ? text : number
  if ('list' in type) return fc.array(valueOf(type.list), { maxLength: 2 })
  if ('map' in type) return fc.dictionary(text, valueOf(type.map), { maxKeys: 2 })
  return bodyOf(type.shape)
}

/** Up to three members of a structure. */
function bodyOf(shape: string): fc.Arbitrary<Record<string, unknown>> {
  const members = Object.values(model.shapes[shape] ?? {}).filter((member) => member.in === 'body')
  if (members.length === 0) return fc.constant({})
  const member = fc.constantFrom(...members).chain(({ wire, type }) => fc.tuple(fc.constant(wire), valueOf(type)))
  return fc.array(member, { maxLength: 3 }).map((entries) => Object.fromEntries(entries))
}

const DOMAIN = {
  domainName: 'b.test',
  domainNameConfigurations: [{ certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/c' }],
}

/** What makes each creation pass, by the kind of API, before it is tampered with. */
const seeds: Readonly<Record<string, { readonly http?: object; readonly ws?: object }>> = {
  CreateApiRequest: { http: { name: 'a', protocolType: 'HTTP' } },
  CreateAuthorizerRequest: {
    http: {
      authorizerType: 'JWT',
      identitySource: ['$request.header.a'],
      jwtConfiguration: { audience: ['a'], issuer: 'https://a.test' },
      name: 'n',
    },
  },
  CreateIntegrationRequest: {
    http: {
      integrationMethod: 'GET',
      integrationType: 'HTTP_PROXY',
      integrationUri: 'https://a.test',
      payloadFormatVersion: '1.0',
    },
    ws: { integrationType: 'MOCK' },
  },
  CreateIntegrationResponseRequest: { ws: { integrationResponseKey: '200' } },
  CreateModelRequest: { ws: { name: 'Two', schema: '{}' } },
  CreateRouteRequest: { http: { routeKey: 'GET /b' }, ws: { routeKey: 'b' } },
  CreateRouteResponseRequest: { ws: { routeResponseKey: '$default' } },
  CreateStageRequest: { http: { stageName: 't' }, ws: { stageName: 't' } },
  CreateDomainNameRequest: { http: DOMAIN, ws: DOMAIN },
  CreateApiMappingRequest: { http: { stage: 's' }, ws: { stage: 's' } },
  CreateVpcLinkRequest: { http: { name: 'l', subnetIds: ['subnet-1'] } },
}

type Labels = Readonly<Record<string, string>>

const strange = ['none', '__proto__', '$default', 'a/b', 's', 'route.request.header.a', 'GET /a']

/** A wire with an API of each kind and one of everything in it, and what each label of a path may be. */
async function world() {
  const wire = testWire()
  const VpcLinkId = await wire.create('vpclinks', { name: 'l', subnetIds: ['subnet-1'] })
  const make = async (kind: 'http' | 'ws'): Promise<Labels> => {
    const ApiId = await (kind === 'http' ? wire.httpApi() : wire.webSocketApi())
    const path = `apis/${ApiId}`
    const IntegrationId = await wire.create(`${path}/integrations`, seeds['CreateIntegrationRequest']?.[kind])
    const routeKey = kind === 'http' ? 'GET /a' : '$connect'
    const RouteId = await wire.create(`${path}/routes`, { routeKey, target: `integrations/${IntegrationId}` })
    const DeploymentId = await wire.create(`${path}/deployments`, {})
    const StageName = await wire.create(`${path}/stages`, { autoDeploy: true, stageName: 's' })
    const DomainName = `${kind}.test`
    await wire.create('domainnames', { ...DOMAIN, domainName: DomainName })
    const ApiMappingId = await wire.create(`domainnames/${DomainName}/apimappings`, { apiId: ApiId, stage: 's' })
    const ResourceArn = `arn:aws:apigateway:eu-west-1::/${path}`
    const labels = {
      ApiId,
      ApiMappingId,
      DeploymentId,
      DomainName,
      IntegrationId,
      ResourceArn,
      RouteId,
      RouteKey: routeKey,
      StageName,
      VpcLinkId,
    }
    if (kind === 'http') {
      return {
        ...labels,
        AuthorizerId: await wire.create(`${path}/authorizers`, seeds['CreateAuthorizerRequest']?.http),
      }
    }
    return {
      ...labels,
      IntegrationResponseId: await wire.create(`${path}/integrations/${IntegrationId}/integrationresponses`, {
        integrationResponseKey: '$default',
      }),
      ModelId: await wire.create(`${path}/models`, { name: 'One', schema: '{}' }),
      RouteResponseId: await wire.create(`${path}/routes/${RouteId}/routeresponses`, { routeResponseKey: '$default' }),
    }
  }
  return { wire, http: await make('http'), ws: await make('ws') }
}

/** Everything that the store holds can still be read. */
async function checkReadable({ call, plane }: TestWire): Promise<void> {
  for (const { ApiId } of await plane.apis.list()) {
    const path = `apis/${ApiId}`
    for (const kind of ['integrations', 'routes', 'stages', 'deployments', 'authorizers', 'models']) {
      expect(await call('GET', `${path}/${kind}?maxResults=500`)).toMatchObject({ status: 200 })
    }
    const snapshot = await plane.apis.get(ApiId)
    for (const deployment of snapshot?.deployments.values() ?? []) await plane.apis.frozen(deployment)
  }
  expect(await call('GET', 'vpclinks?maxResults=500')).toMatchObject({ status: 200 })
}

/** DeleteApi once would leave the calls after it nothing to find. */
const names = Object.keys(controlPlaneHandlers(testWire().plane)).filter((name) => name !== 'DeleteApi')
const operations = names.map((name) => {
  const operation = model.operations[name]
  if (operation === undefined) throw new Error(`the model has no ${name}`)
  return operation
})

const instead = fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, fc.constantFrom(...strange))

/** A call of a built operation: on which kind of API, with what in place of its labels now and then, body and query. */
const anyCall = fc.constantFrom(...operations).chain((operation) =>
  fc.record({
    operation: fc.constant(operation),
    kind: fc.constantFrom('http', 'ws'),
    instead: fc.array(instead, { minLength: 3, maxLength: 3 }),
    body: fc.oneof(
      { weight: 9, arbitrary: bodyOf(operation.input) },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    ),
    query: fc.constantFrom('', '?tagKeys=a', '?maxResults=1', '?maxResults=x', '?nextToken=YWZ0ZXI6YQ'),
  }),
)

describe('whatever is sent', () => {
  test('is answered as AWS would, never with 500, and leaves nothing that cannot be read', {
    timeout: 60_000,
  }, async () => {
    const statuses = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { minLength: 20, maxLength: 60, size: 'max' }), async (calls) => {
        const { wire, ...labels } = await world()
        for (const { operation, kind, instead, body, query } of calls) {
          let next = 0
          const target = operation.path.replaceAll(/\{(\w+)\}/g, (_, label: string) =>
            encodeURIComponent(instead[next++] ?? labels[kind][label] ?? 'none'),
          )
          const hasBody = operation.method === 'POST' || operation.method === 'PATCH'
          const seed = seeds[operation.input]?.[kind] ?? {}
          const whole = typeof body === 'object' && !Array.isArray(body) ? { ...seed, ...body } : body
          const answer = await wire.send(operation.method, target + query, hasBody ? JSON.stringify(whole) : '')
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
          expect([200, 201, 202, 204, 400, 404, 409]).toContain(answer.status)
        }
        await checkReadable(wire)
      }),
      { numRuns: 60 },
    )
    // The calls were not all turned away at the door.
    for (const status of [200, 201, 204, 400, 404, 409]) expect(statuses.get(status)).toBeGreaterThan(10)
  })

  test('as bytes is answered with 400', async () => {
    const { send } = testWire()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 64 }), async (bytes) => {
        const answer = await send('POST', '/v2/apis', bytes)
        expect(answer.status).toBe(400)
      }),
    )
  })

  test('as a target is answered', async () => {
    const { send } = testWire()
    const segment = fc.oneof(
      fc.constantFrom('v2', 'apis', 'tags', 'vpclinks', '%', '%ff', '..', ''),
      fc.string({ unit: 'binary' }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 5 }), async (segments) => {
        const answer = await send('GET', `/${segments.join('/')}`)
        expect([200, 400, 404]).toContain(answer.status)
      }),
    )
  })
})

describe('long texts', () => {
  const pieces = [
    'a',
    '/',
    '.',
    '-',
    '{a}',
    '${',
    '$request.header.',
    'arn:aws-',
    'http://',
    '${stageVariables.a}',
    ':',
    '%',
    "'",
    '\\',
    ' ',
  ]
  const places: [method: 'httpApi' | 'webSocketApi', collection: string, body: (text: string) => object][] = [
    ['httpApi', 'routes', (long) => ({ routeKey: `GET /${long}` })],
    ['httpApi', 'routes', (long) => ({ routeKey: '$default', target: long })],
    ['webSocketApi', 'routes', (long) => ({ modelSelectionExpression: long, routeKey: 'a' })],
    [
      'webSocketApi',
      'routes',
      (long) => ({ requestParameters: { [`route.request.header.${long}`]: {} }, routeKey: '$connect' }),
    ],
    [
      'webSocketApi',
      'integrations',
      (long) => ({ integrationMethod: 'GET', integrationType: 'HTTP', integrationUri: `http://${long}` }),
    ],
    ['webSocketApi', 'integrations', (long) => ({ integrationType: 'AWS', integrationUri: `arn:aws${long}` })],
    ['webSocketApi', 'integrations', (long) => ({ credentialsArn: `arn:aws:iam::${long}`, integrationType: 'MOCK' })],
    [
      'webSocketApi',
      'integrations',
      (long) => ({ integrationType: 'MOCK', requestParameters: { [`integration.request.header.${long}`]: long } }),
    ],
    ['webSocketApi', 'integrations', (long) => ({ integrationType: 'MOCK', templateSelectionExpression: long })],
    [
      'httpApi',
      'integrations',
      (long) => ({
        integrationMethod: 'GET',
        integrationType: 'HTTP_PROXY',
        integrationUri: 'http://a',
        payloadFormatVersion: '1.0',
        requestParameters: { [`append:querystring.${long}`]: long },
      }),
    ],
    [
      'httpApi',
      'authorizers',
      (long) => ({
        authorizerType: 'JWT',
        identitySource: [`$request.header.${long}`],
        jwtConfiguration: { audience: ['a'], issuer: `https://${long}` },
        name: 'a',
      }),
    ],
    [
      'webSocketApi',
      'authorizers',
      (long) => ({
        authorizerType: 'REQUEST',
        authorizerUri: `arn:aws:apigateway:r:lambda:path/2015-03-31/functions/${long}`,
        identitySource: [`route.request.header.${long}`],
        name: 'a',
      }),
    ],
    ['httpApi', 'stages', (long) => ({ stageName: 's', stageVariables: { [long]: long } })],
    [
      'webSocketApi',
      'stages',
      (long) => ({ accessLogSettings: { destinationArn: `arn:aws:logs:${long}`, format: long }, stageName: 's' }),
    ],
    ['webSocketApi', 'models', (long) => ({ name: 'a', schema: long })],
  ]
  // A check whose time is not linear would run into the time-out of the test.
  test.each(places)('are checked in linear time: %s/%s %#', async (make, collection, body) => {
    const wire = testWire()
    const api = await wire[make]()
    for (const piece of pieces) {
      for (const length of [500, 2000, 200_000]) {
        const long = `${piece.repeat(Math.ceil(length / piece.length))}\u0000`
        const { status } = await wire.call('POST', `apis/${api}/${collection}`, body(long))
        expect([201, 400, 404, 409]).toContain(status)
      }
    }
  })

  test('in expressions of integration responses are checked in linear time', async () => {
    const { call, create, webSocketApi } = testWire()
    const api = await webSocketApi()
    const integration = await create(`apis/${api}/integrations`, { integrationType: 'MOCK' })
    const path = `apis/${api}/integrations/${integration}/integrationresponses`
    for (const piece of ['a', '(', '(a*)*', '[', '\\', '|', '{1,1000}']) {
      const integrationResponseKey = `/${piece.repeat(510 / piece.length)}/`
      expect([201, 400]).toContain((await call('POST', path, { integrationResponseKey })).status)
    }
  })
})
