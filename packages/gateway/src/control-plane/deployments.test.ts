import { CreateDeploymentCommand, GetDeploymentsCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from './test-client.ts'
import { answered, badRequest, notFound, type TestWire, testWire } from './test-wire.ts'

/** A wire, and a mock behind the route `join` of a WebSocket API. */
async function chat() {
  const wire = testWire()
  const api = await wire.webSocketApi()
  const integration = await wire.create(`apis/${api}/integrations`, { integrationType: 'MOCK' })
  const route = await wire.create(`apis/${api}/routes`, { routeKey: 'join', target: `integrations/${integration}` })
  return { ...wire, api, integration, route }
}

/** The route keys that a stage serves: those of the definition that its deployment froze. */
async function served({ plane }: Pick<TestWire, 'plane'>, api: string, stage: string): Promise<string[]> {
  const snapshot = await plane.apis.get(api)
  const deployment = snapshot?.deployments.get(snapshot.stages.get(stage)?.DeploymentId ?? '')
  if (deployment === undefined) return []
  const definition = await plane.apis.frozen(deployment)
  return [...definition.routes.values()].map((route) => route.RouteKey).sort()
}

describe('CreateDeployment', () => {
  test.each<[string, object, object]>([
    ['with nothing', {}, {}],
    ['with a description', { description: 'x' }, { description: 'x' }],
    ['with an empty description', { description: '' }, {}],
  ])('%s', async (_what, body, expected) => {
    const { call, api } = await chat()
    const path = `apis/${api}/deployments`
    const made = await call('POST', path, body)
    const deploymentId = String(made.body?.['deploymentId'])
    expect(deploymentId).toMatch(/^[a-z0-9]{6}$/)
    expect(made).toEqual(
      answered(201, {
        autoDeployed: false,
        createdDate: '2026-11-24T10:00:00Z',
        deploymentId,
        deploymentStatus: 'DEPLOYED',
        ...expected,
      }),
    )
    expect(await call('GET', `${path}/${deploymentId}`)).toEqual({ ...made, status: 200 })
    expect(await call('GET', path)).toEqual(answered(200, { items: [made.body] }))
  })

  test('repoints the stage that it names', async () => {
    const { call, create, now, api } = await chat()
    await create(`apis/${api}/stages`, { stageName: 's' })
    now.time = '2026-11-24T11:00:00Z'
    const id = await create(`apis/${api}/deployments`, { stageName: 's' })
    expect((await call('GET', `apis/${api}/stages/s`)).body).toMatchObject({
      deploymentId: id,
      lastUpdatedDate: '2026-11-24T11:00:00Z',
    })
  })

  test.each<['httpApi' | 'webSocketApi', string]>([
    ['httpApi', 'Unable to deploy API because no routes exist in this API'],
    ['webSocketApi', 'At least one route is required before deploying the Api'],
  ])('is refused without routes: %s', async (make, message) => {
    const wire = testWire()
    const api = await wire[make]()
    expect(await wire.call('POST', `apis/${api}/deployments`, {})).toEqual(badRequest(message))
  })

  test('leaves nothing behind where the stage is unknown, or deploys by itself', async () => {
    const { call, create, api } = await chat()
    const path = `apis/${api}/deployments`
    expect(await call('POST', path, { stageName: 'none' })).toEqual(notFound('Invalid stage identifier specified'))
    expect(await call('GET', path)).toEqual(answered(200, { items: [] }))
    await create(`apis/${api}/stages`, { autoDeploy: true, stageName: 's' })
    expect(await call('POST', path, { stageName: 's' })).toEqual(
      badRequest('Deployment ID cannot be set on this stage because AutoDeploy is enabled'),
    )
    expect((await call('GET', path)).body?.['items']).toHaveLength(1)
  })
})

test.each<[string, object, object]>([
  ['keeps what is absent', {}, {}],
  ["clears the description by ''", { description: '' }, { description: undefined }],
  ['replaces the description', { description: 'y' }, { description: 'y' }],
])('UpdateDeployment %s', async (_what, changes, differences) => {
  const { call, create, api } = await chat()
  const path = `apis/${api}/deployments/${await create(`apis/${api}/deployments`, { description: 'x' })}`
  const before = await call('GET', path)
  const patched = await call('PATCH', path, changes)
  expect(patched).toEqual(answered(200, { ...before.body, ...differences }))
  expect(await call('GET', path)).toEqual(patched)
})

describe('DeleteDeployment', () => {
  test('is refused while a stage points at it', async () => {
    const { call, create, api } = await chat()
    const id = await create(`apis/${api}/deployments`, {})
    await create(`apis/${api}/stages`, { deploymentId: id, stageName: 's' })
    const path = `apis/${api}/deployments/${id}`
    expect(await call('DELETE', path)).toEqual(
      badRequest('Active stages pointing to this deployment must be moved or deleted'),
    )
    await create(`apis/${api}/deployments`, { stageName: 's' })
    expect(await call('DELETE', path)).toEqual(answered(204))
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? {} : undefined
      expect(await call(method, path, body)).toEqual(notFound(`Invalid Deployment identifier specified ${id}`))
    }
  })
})

describe('a stage without auto-deploy', () => {
  test('serves what its deployment froze, whatever is changed since', async () => {
    const wire = await chat()
    const { call, create, api, route, integration, plane } = wire
    const first = await create(`apis/${api}/deployments`, {})
    await create(`apis/${api}/stages`, { deploymentId: first, stageName: 's' })
    await create(`apis/${api}/routes`, { routeKey: 'leave' })
    await call('PATCH', `apis/${api}/routes/${route}`, { operationName: 'changed' })
    await call('PATCH', `apis/${api}/integrations/${integration}`, { requestTemplates: { a: 'changed' } })
    await call('PATCH', `apis/${api}`, { name: 'changed' })
    expect(await served(wire, api, 's')).toEqual(['join'])
    const deployment = (await plane.apis.get(api))?.deployments.get(first)
    if (deployment === undefined) throw new Error('the deployment is gone')
    const frozen = await plane.apis.frozen(deployment)
    expect(frozen.api.Name).toBe('chat')
    expect(frozen.routes.get(route)).not.toHaveProperty('OperationName')
    expect(frozen.integrations.get(integration)).not.toHaveProperty('RequestTemplates')
  })

  test('moves on, and back, by its deployment id', async () => {
    const wire = await chat()
    const { call, create, api } = wire
    const first = await create(`apis/${api}/deployments`, {})
    await create(`apis/${api}/routes`, { routeKey: 'leave' })
    const second = await create(`apis/${api}/deployments`, {})
    const path = `apis/${api}/stages/${await create(`apis/${api}/stages`, { stageName: 's' })}`
    expect(await served(wire, api, 's')).toEqual([])
    for (const [deploymentId, keys] of [
      [second, ['join', 'leave']],
      [first, ['join']],
    ] as const) {
      expect(await call('PATCH', path, { deploymentId })).toMatchObject({ status: 200, body: { deploymentId } })
      expect(await served(wire, api, 's')).toEqual(keys)
    }
  })

  test('takes no unknown deployment, and none of another API', async () => {
    const { call, create, webSocketApi, api } = await chat()
    const other = await webSocketApi()
    await create(`apis/${other}/routes`, { routeKey: 'a' })
    const foreign = await create(`apis/${other}/deployments`, {})
    await create(`apis/${api}/stages`, { stageName: 's' })
    for (const id of ['abcdef', foreign, '']) {
      expect(await call('PATCH', `apis/${api}/stages/s`, { deploymentId: id })).toEqual(
        notFound(`Invalid Deployment identifier specified ${id}`),
      )
    }
    expect(await call('POST', `apis/${api}/stages`, { deploymentId: foreign, stageName: 't' })).toEqual(
      notFound(`Invalid Deployment identifier specified ${foreign}`),
    )
  })
})

test('the SDK makes and lists', async () => {
  const { client, api } = await chat()
  const made = withoutMetadata(await client.send(new CreateDeploymentCommand({ ApiId: api, Description: 'd' })))
  expect(made).toEqual({
    AutoDeployed: false,
    CreatedDate: new Date('2026-11-24T10:00:00Z'),
    DeploymentId: made.DeploymentId,
    DeploymentStatus: 'DEPLOYED',
    Description: 'd',
  })
  expect((await client.send(new GetDeploymentsCommand({ ApiId: api }))).Items).toEqual([made])
})
