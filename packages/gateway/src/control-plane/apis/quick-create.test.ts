import { describe, expect, test } from 'vitest'
import { answered, badRequest, conflict, itemsOf, type TestWire, testWire } from '../test-wire.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
const ROLE = 'arn:aws:iam::123456789012:role/r'

/** All that belongs to an API with one integration, one route and one stage. */
async function partsOf({ call }: TestWire, id: string) {
  const list = async (kind: string) => itemsOf(await call('GET', `apis/${id}/${kind}`))
  return {
    integration: (await list('integrations'))[0] ?? {},
    route: (await list('routes'))[0] ?? {},
    stage: (await list('stages'))[0] ?? {},
    deployments: await list('deployments'),
  }
}

const quick = (more: object) => ({ name: 'a', protocolType: 'HTTP', ...more })

describe('quick create', () => {
  test.each<[string, object, object, object]>([
    [
      'of a URL',
      { target: 'https://example.com/{proxy}' },
      {
        integrationMethod: 'ANY',
        integrationType: 'HTTP_PROXY',
        integrationUri: 'https://example.com/{proxy}',
        payloadFormatVersion: '1.0',
      },
      { routeKey: '$default' },
    ],
    [
      'of a function, with route key and role',
      { target: FUNCTION, routeKey: 'GET /q', credentialsArn: ROLE },
      {
        credentialsArn: ROLE,
        integrationMethod: 'POST',
        integrationType: 'AWS_PROXY',
        integrationUri: FUNCTION,
        payloadFormatVersion: '2.0',
      },
      { routeKey: 'GET /q' },
    ],
  ])('%s makes integration, route, stage and deployment', async (_case, more, backend, key) => {
    const wire = testWire()
    const made = await wire.call('POST', 'apis', quick(more))
    expect(made.status).toBe(201)
    for (const member of ['target', 'routeKey', 'credentialsArn', 'apiGatewayManaged']) {
      expect(made.body).not.toHaveProperty(member)
    }
    const id = String(made.body?.['apiId'])
    const { integration, route, stage, deployments } = await partsOf(wire, id)
    expect(integration).toEqual({
      apiGatewayManaged: true,
      connectionType: 'INTERNET',
      integrationId: integration['integrationId'],
      timeoutInMillis: 30_000,
      ...backend,
    })
    expect(route).toEqual({
      apiGatewayManaged: true,
      apiKeyRequired: false,
      authorizationType: 'NONE',
      routeId: route['routeId'],
      target: `integrations/${String(integration['integrationId'])}`,
      ...key,
    })
    const deploymentId = deployments[0]?.['deploymentId']
    expect(stage).toEqual({
      apiGatewayManaged: true,
      autoDeploy: true,
      createdDate: '2026-11-24T10:00:00Z',
      defaultRouteSettings: { detailedMetricsEnabled: false },
      deploymentId,
      lastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${String(deploymentId)}'`,
      lastUpdatedDate: '2026-11-24T10:00:00Z',
      routeSettings: {},
      stageName: '$default',
      stageVariables: {},
      tags: {},
    })
    expect(deployments).toEqual([
      {
        autoDeployed: true,
        createdDate: '2026-11-24T10:00:00Z',
        deploymentId,
        deploymentStatus: 'DEPLOYED',
        description: 'Automatic deployment triggered by changes to the Api configuration',
      },
    ])
  })

  test.each<[string, object, string]>([
    ['a target that is no URL', { target: 'example.com' }, 'Invalid integration URI specified'],
    ['an empty target', { target: '' }, 'Invalid integration URI specified'],
    [
      'a target that is no function',
      { target: 'arn:aws:sns:eu-west-1:123456789012:t' },
      'Invalid integration URI specified',
    ],
    ['a role that is none', { target: FUNCTION, credentialsArn: 'role' }, 'Invalid ARN specified in the request: role'],
    [
      'a bad route key',
      { target: FUNCTION, routeKey: 'get /' },
      'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default", with a method of [ANY, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT]',
    ],
    ['an empty route key', { target: FUNCTION, routeKey: '' }, 'Route key is required'],
  ])('refuses %s and makes nothing', async (_case, more, message) => {
    const { call, plane } = testWire()
    expect(await call('POST', 'apis', quick(more))).toEqual(badRequest(message))
    expect(await plane.apis.list()).toEqual([])
  })
})

describe('UpdateApi of a quick-created API', () => {
  test('to a target of the same kind keeps what was set since', async () => {
    const wire = testWire()
    const id = await wire.create('apis', quick({ target: 'https://a.test' }))
    const before = await partsOf(wire, id)
    const path = `apis/${id}/integrations/${String(before.integration['integrationId'])}`
    expect((await wire.call('PATCH', path, { timeoutInMillis: 1000, integrationMethod: 'GET' })).status).toBe(200)
    expect((await wire.call('PATCH', `apis/${id}`, { target: 'https://b.test', credentialsArn: ROLE })).status).toBe(
      200,
    )
    const { integration, route, deployments } = await partsOf(wire, id)
    expect(integration).toEqual({
      ...before.integration,
      credentialsArn: ROLE,
      integrationMethod: 'GET',
      integrationUri: 'https://b.test',
      timeoutInMillis: 1000,
    })
    expect(route).toEqual(before.route)
    expect(deployments).toHaveLength(3)
  })

  test('to a function makes a function integration of it, and the role can go again', async () => {
    const wire = testWire()
    const id = await wire.create('apis', quick({ target: 'https://a.test' }))
    const before = await partsOf(wire, id)
    await wire.call('PATCH', `apis/${id}`, { target: FUNCTION, credentialsArn: ROLE })
    const expected = {
      ...before.integration,
      integrationMethod: 'POST',
      integrationType: 'AWS_PROXY',
      integrationUri: FUNCTION,
      payloadFormatVersion: '2.0',
    }
    expect((await partsOf(wire, id)).integration).toEqual({ ...expected, credentialsArn: ROLE })
    await wire.call('PATCH', `apis/${id}`, { credentialsArn: '' })
    expect((await partsOf(wire, id)).integration).toEqual(expected)
  })

  test('moves the route, unless another has the key', async () => {
    const wire = testWire()
    const id = await wire.create('apis', quick({ target: 'https://a.test' }))
    await wire.create(`apis/${id}/routes`, { routeKey: 'GET /taken' })
    const before = (await wire.call('GET', `apis/${id}`)).body
    expect(await wire.call('PATCH', `apis/${id}`, { routeKey: 'GET /taken' })).toEqual(
      conflict('Route with key GET /taken already exists for this API'),
    )
    expect(await wire.call('PATCH', `apis/${id}`, { routeKey: 'GET /free' })).toEqual(answered(200, before))
    const keys = itemsOf(await wire.call('GET', `apis/${id}/routes`)).map((route) => String(route['routeKey']))
    expect(keys.sort()).toEqual(['GET /free', 'GET /taken'])
  })

  test('cannot take the target away', async () => {
    const { call, create } = testWire()
    const id = await create('apis', quick({ target: 'https://a.test' }))
    expect(await call('PATCH', `apis/${id}`, { target: '' })).toEqual(
      badRequest('Target cannot be removed from an API that was created with quick create'),
    )
  })

  test('needs the managed route only to move it', async () => {
    const wire = testWire()
    const id = await wire.create('apis', quick({ target: 'https://a.test' }))
    await wire.call('DELETE', `apis/${id}/routes/${String((await partsOf(wire, id)).route['routeId'])}`)
    expect((await wire.call('PATCH', `apis/${id}`, { target: 'https://b.test' })).status).toBe(200)
    expect(await wire.call('PATCH', `apis/${id}`, { routeKey: 'GET /x' })).toEqual(
      badRequest('RouteKey can be updated only for APIs that were created with quick create'),
    )
  })
})

test('what quick create manages is not to be changed by hand, but for the integration', async () => {
  const wire = testWire()
  const id = await wire.create('apis', quick({ target: 'https://a.test' }))
  const { integration, route } = await partsOf(wire, id)
  const [integrationId, routeId] = [String(integration['integrationId']), String(route['routeId'])]
  const stage = badRequest('The stage $default is managed by API Gateway (quick create) and cannot be modified')
  expect(await wire.call('DELETE', `apis/${id}/integrations/${integrationId}`)).toEqual(
    badRequest('Cannot delete an integration that is managed by API Gateway (quick create)'),
  )
  expect(await wire.call('PATCH', `apis/${id}/routes/${routeId}`, { routeKey: 'GET /x' })).toEqual(
    badRequest('The route key of a managed route cannot be changed'),
  )
  expect(await wire.call('PATCH', `apis/${id}/stages/%24default`, { autoDeploy: false })).toEqual(stage)
  expect(await wire.call('PATCH', `apis/${id}/stages/%24default`, { description: 'd' })).toEqual(stage)
  expect(await wire.call('DELETE', `apis/${id}/stages/%24default/accesslogsettings`)).toEqual(stage)
  expect((await wire.call('PATCH', `apis/${id}/routes/${routeId}`, { operationName: 'op' })).status).toBe(200)
  expect((await wire.call('PATCH', `apis/${id}/integrations/${integrationId}`, { description: 'd' })).status).toBe(200)
})
