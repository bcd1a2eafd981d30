import { describe, expect, test } from 'vitest'
import { apigatewayv2 } from '../model/apigatewayv2.generated.ts'
import { notFound, testWire } from './test-wire.ts'

/** Bodies without which a call would be refused before its resource is looked for. */
const bodies: Readonly<Record<string, object>> = {
  CreateAuthorizer: { authorizerType: 'REQUEST', identitySource: [], name: 'a' },
  CreateIntegration: { integrationType: 'MOCK' },
  CreateIntegrationResponse: { integrationResponseKey: '$default' },
  CreateModel: { name: 'a', schema: '{}' },
  CreateRoute: { routeKey: '$default' },
  CreateRouteResponse: { routeResponseKey: '$default' },
  CreateStage: { stageName: 's' },
  ReimportApi: { body: '{"openapi":"3.0.1"}' },
}

/** Every operation that names an API, with the model's own path. */
const underApis = Object.entries(apigatewayv2.operations).filter(([, { path }]) => path.startsWith('/v2/apis/{ApiId}'))

test('there are operations to test', () => {
  expect(underApis).toHaveLength(51)
})

test.each(underApis)('%s of an unknown API', async (name, { method, path }) => {
  const { call } = testWire()
  const target = path
    .replace('/v2/', '')
    .replace('{Specification}', 'OAS30?outputType=JSON')
    .replaceAll(/\{\w+\}/g, 'none')
  const body = ['POST', 'PATCH', 'PUT'].includes(method) ? (bodies[name] ?? {}) : undefined
  expect(await call(method, target, body)).toEqual(notFound('Invalid API identifier specified none'))
})

/** The last label of the path, and what its resource is called. */
const texts: Readonly<Record<string, string>> = {
  AuthorizerId: 'Invalid Authorizer identifier specified none',
  DeploymentId: 'Invalid Deployment identifier specified none',
  IntegrationId: 'Invalid Integration identifier specified none',
  ModelId: 'Invalid Model identifier specified none',
  RouteId: 'Invalid Route identifier specified none',
  StageName: 'Invalid stage identifier specified',
}

describe.each(['httpApi', 'webSocketApi'] as const)('in an API that is there: %s', (make) => {
  const children = underApis.filter(([name, { path }]) => path.split('/').length > 5 && name !== 'ExportApi')

  test.each(children)('%s', async (name, { method, path }) => {
    const wire = testWire()
    const api = await wire[make]()
    const labels = [...path.matchAll(/\{(\w+)\}/g)].map((match) => String(match[1]))
    const target = path
      .replace('/v2/', '')
      .replace('{ApiId}', api)
      .replaceAll(/\{\w+\}/g, 'none')
    const body = method === 'POST' || method === 'PATCH' ? (bodies[name] ?? {}) : undefined
    expect(await wire.call(method, target, body)).toEqual(notFound(String(texts[String(labels[1])])))
  })
})
