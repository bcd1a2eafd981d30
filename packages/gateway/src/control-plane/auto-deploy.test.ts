import { describe, expect, test } from 'vitest'
import type { ApiDraft } from '../store/api-draft.ts'
import { badRequest, type TestWire, testWire } from './test-wire.ts'

const integration = {
  integrationMethod: 'GET',
  integrationType: 'HTTP_PROXY',
  integrationUri: 'https://a.test',
  payloadFormatVersion: '1.0',
}
const authorizer = {
  authorizerType: 'JWT',
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { audience: ['a'], issuer: 'https://issuer.test' },
  name: 'jwt',
}

async function deploymentsOf({ call }: TestWire, api: string) {
  return (await call('GET', `apis/${api}/deployments?maxResults=500`)).body?.['items'] as { deploymentId: string }[]
}

async function stageOf({ call }: TestWire, api: string, name = 's') {
  return (await call('GET', `apis/${api}/stages/${name}`)).body ?? {}
}

/** The definition that the stage serves. */
async function served(wire: TestWire, api: string) {
  const snapshot = await wire.plane.apis.get(api)
  const deployment = snapshot?.deployments.get(String((await stageOf(wire, api))['deploymentId']))
  if (deployment === undefined) throw new Error('the stage has no deployment')
  return wire.plane.apis.frozen(deployment)
}

/** An HTTP API with one route, and the stage `s` that deploys by itself. */
async function automatic() {
  const wire = testWire()
  const api = await wire.httpApi()
  const route = await wire.create(`apis/${api}/routes`, { routeKey: 'GET /a' })
  await wire.create(`apis/${api}/stages`, { autoDeploy: true, stageName: 's' })
  return { wire, api, route }
}

describe('a stage with auto-deploy', () => {
  test('is deployed when it is made', async () => {
    const { wire, api } = await automatic()
    const deployments = await deploymentsOf(wire, api)
    const deploymentId = deployments[0]?.deploymentId
    expect(deployments).toEqual([
      {
        autoDeployed: true,
        createdDate: '2026-11-24T10:00:00Z',
        deploymentId,
        deploymentStatus: 'DEPLOYED',
        description: 'Automatic deployment triggered by changes to the Api configuration',
      },
    ])
    expect(await stageOf(wire, api)).toMatchObject({
      autoDeploy: true,
      deploymentId,
      lastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${deploymentId}'`,
    })
  })

  test('follows each kind of change, and dates it', async () => {
    const { wire, api, route } = await automatic()
    const { call, create, now } = wire
    const ids = new Map<string, string>()
    const changes: [string, () => Promise<unknown>][] = [
      ['API', () => call('PATCH', `apis/${api}`, { disableExecuteApiEndpoint: true })],
      ['CORS', () => call('PATCH', `apis/${api}`, { corsConfiguration: { allowOrigins: ['*'] } })],
      ['no CORS', () => call('DELETE', `apis/${api}/cors`)],
      ['integration', async () => ids.set('integration', await create(`apis/${api}/integrations`, integration))],
      [
        'its change',
        () => call('PATCH', `apis/${api}/integrations/${ids.get('integration')}`, { timeoutInMillis: 50 }),
      ],
      [
        'route',
        () => call('PATCH', `apis/${api}/routes/${route}`, { target: `integrations/${ids.get('integration')}` }),
      ],
      ['authorizer', async () => ids.set('authorizer', await create(`apis/${api}/authorizers`, authorizer))],
      ['no authorizer', () => call('DELETE', `apis/${api}/authorizers/${ids.get('authorizer')}`)],
      ['new route', async () => ids.set('route', await create(`apis/${api}/routes`, { routeKey: 'GET /b' }))],
      ['no route', () => call('DELETE', `apis/${api}/routes/${ids.get('route')}`)],
    ]
    let hour = 10
    for (const [what, change] of changes) {
      const before = await stageOf(wire, api)
      now.time = `2026-11-24T${++hour}:00:00Z`
      await change()
      const after = await stageOf(wire, api)
      const isNew = after['deploymentId'] !== before['deploymentId']
      expect([what, isNew, after['lastUpdatedDate']]).toEqual([what, true, now.time])
    }
    expect(await deploymentsOf(wire, api)).toHaveLength(changes.length + 1)
    const { api: frozen, integrations, routes } = await served(wire, api)
    expect(frozen).toMatchObject({ DisableExecuteApiEndpoint: true })
    expect([...integrations.values()]).toMatchObject([{ TimeoutInMillis: 50 }])
    expect([...routes.values()]).toMatchObject([{ Target: `integrations/${ids.get('integration')}` }])
  })

  test('is left alone by what changes nothing, or nothing that is deployed', async () => {
    const { wire, api, route } = await automatic()
    const { call, create } = wire
    const before = await stageOf(wire, api)
    await call('PATCH', `apis/${api}`, {})
    await call('PATCH', `apis/${api}`, { name: 'http' })
    await call('PATCH', `apis/${api}/routes/${route}`, { operationName: '', routeKey: 'GET /a' })
    await call('DELETE', `apis/${api}/cors`)
    await call('POST', `tags/${encodeURIComponent(`arn:aws:apigateway:eu-west-1::/apis/${api}`)}`, { tags: { a: 'b' } })
    await create(`apis/${api}/stages`, { stageName: 'other' })
    expect((await call('POST', `apis/${api}/routes`, { routeKey: 'GET /a' })).status).toBe(409)
    expect(await stageOf(wire, api)).toEqual(before)
    expect(await deploymentsOf(wire, api)).toHaveLength(1)
  })

  test('takes no deployment by hand', async () => {
    const { wire, api } = await automatic()
    const { deploymentId } = await stageOf(wire, api)
    const refusal = badRequest('Deployment ID cannot be set on this stage because AutoDeploy is enabled')
    // Not even the one that it has (spec control-plane.md 8).
    expect(await wire.call('PATCH', `apis/${api}/stages/s`, { deploymentId })).toEqual(refusal)
    const body = { autoDeploy: true, deploymentId, stageName: 't' }
    expect(await wire.call('POST', `apis/${api}/stages`, body)).toEqual(refusal)
    const off = await wire.call('PATCH', `apis/${api}/stages/s`, { autoDeploy: false, deploymentId })
    expect(off).toMatchObject({ status: 200, body: { deploymentId } })
  })

  test('shares one deployment with others of its kind, and leaves the rest behind', async () => {
    const { wire, api } = await automatic()
    await wire.create(`apis/${api}/stages`, { autoDeploy: true, stageName: 't' })
    await wire.create(`apis/${api}/stages`, { stageName: 'manual' })
    await wire.create(`apis/${api}/routes`, { routeKey: 'GET /b' })
    const [s, t, manual] = await Promise.all(['s', 't', 'manual'].map((name) => stageOf(wire, api, name)))
    expect(s?.['deploymentId']).toBe(t?.['deploymentId'])
    expect(manual).not.toHaveProperty('deploymentId')
    expect(await deploymentsOf(wire, api)).toHaveLength(3)
  })

  test('keeps its deployment, and no message, when it is turned off; and is deployed when it is turned on', async () => {
    const { wire, api } = await automatic()
    const path = `apis/${api}/stages/s`
    const on = await stageOf(wire, api)
    const off = await wire.call('PATCH', path, { autoDeploy: false })
    expect(off.body).toEqual({ ...on, autoDeploy: undefined, lastDeploymentStatusMessage: undefined })
    await wire.create(`apis/${api}/routes`, { routeKey: 'GET /b' })
    expect(await stageOf(wire, api)).toEqual(off.body)
    expect([...(await served(wire, api)).routes.values()]).toHaveLength(1)
    const again = await wire.call('PATCH', path, { autoDeploy: true })
    expect(again.body?.['deploymentId']).not.toBe(on['deploymentId'])
    expect(await stageOf(wire, api)).toEqual(again.body)
    expect([...(await served(wire, api)).routes.values()]).toHaveLength(2)
  })
})

describe('a stage that cannot be deployed', () => {
  test.each<['httpApi' | 'webSocketApi', string, string]>([
    ['httpApi', 'GET /a', 'Unable to deploy API because no routes exist in this API'],
    ['webSocketApi', 'a', 'At least one route is required before deploying the Api'],
  ])('says why, and is deployed with the first route: %s', async (make, routeKey, problem) => {
    const wire = testWire()
    const api = await wire[make]()
    const made = await wire.call('POST', `apis/${api}/stages`, { autoDeploy: true, stageName: 's' })
    expect(made.status).toBe(201)
    expect(made.body).not.toHaveProperty('deploymentId')
    expect(made.body).toMatchObject({ lastDeploymentStatusMessage: `Deployment attempt failed: ${problem}` })
    const route = await wire.create(`apis/${api}/routes`, { routeKey })
    const deployed = await stageOf(wire, api)
    expect(String(deployed['lastDeploymentStatusMessage'])).toMatch(/^Successfully deployed stage/)
    // Without its last route it goes on with what it has.
    await wire.call('DELETE', `apis/${api}/routes/${route}`)
    expect(await stageOf(wire, api)).toEqual({
      ...deployed,
      lastDeploymentStatusMessage: `Deployment attempt failed: ${problem}`,
    })
    expect([...(await served(wire, api)).routes.values()]).toHaveLength(1)
  })

  test('keeps what it serves where the data plane could not serve the change, and says what is to blame', async () => {
    const { wire, api } = await automatic()
    const before = await stageOf(wire, api)
    // Past the checks of this control plane, as an older one may have left it in the store.
    const bad = { RouteId: 'bad', RouteKey: 'GET /{a+}/b' }
    const put = (draft: ApiDraft) => draft.put('routes', bad.RouteId, bad)
    await wire.plane.apis.change(api, put, () => new Error('no API'))
    const problem = 'Route bad: {a+} is not the last segment of its path'
    expect(await wire.call('POST', `apis/${api}/deployments`, {})).toEqual(badRequest(problem))
    await wire.create(`apis/${api}/routes`, { routeKey: 'GET /b' })
    expect(await stageOf(wire, api)).toEqual({
      ...before,
      lastDeploymentStatusMessage: `Deployment attempt failed: ${problem}`,
    })
    await wire.call('DELETE', `apis/${api}/routes/bad`)
    expect([...(await served(wire, api)).routes.values()]).toHaveLength(2)
  })
})

test('old automatic deployments go; the newest, those that are served and those made by hand stay', async () => {
  const { wire, api, route } = await automatic()
  const byHand = await wire.create(`apis/${api}/deployments`, {})
  const change = (n: number) => wire.call('PATCH', `apis/${api}/routes/${route}`, { operationName: `o${n}` })
  await change(0)
  const served = String((await stageOf(wire, api))['deploymentId'])
  await wire.create(`apis/${api}/stages`, { deploymentId: served, stageName: 'pinned' })
  const made: string[] = []
  for (let n = 1; n <= 120; n++) {
    await change(n)
    made.push(String((await stageOf(wire, api))['deploymentId']))
  }
  const left = (await deploymentsOf(wire, api)).map((deployment) => deployment.deploymentId)
  // One is the stage's own, and a hundred are kept beside it.
  expect(left.sort()).toEqual([byHand, served, ...made.slice(-101)].sort())
})
