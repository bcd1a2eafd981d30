import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { testWire } from './test-wire.ts'

const hundred = <T>(make: (n: number) => Promise<T>) => Promise.all(Array.from({ length: 100 }, (_, n) => make(n)))

test('a hundred creates at once on one API lose nothing and meet no conflict', async () => {
  const { call, create, webSocketApi, plane } = testWire()
  const api = await webSocketApi()
  await create(`apis/${api}/stages`, { autoDeploy: true, stageName: 's' })
  const integrations = await hundred(() => create(`apis/${api}/integrations`, { integrationType: 'MOCK' }))
  expect(new Set(integrations).size).toBe(100)
  const routes = await hundred((n) =>
    create(`apis/${api}/routes`, { routeKey: `r${n}`, target: `integrations/${integrations[n]}` }),
  )
  const patches = await hundred((n) => call('PATCH', `apis/${api}/routes/${routes[n]}`, { operationName: `o${n}` }))
  expect(patches.map((answer) => answer.status)).toEqual(Array(100).fill(200))
  const snapshot = await plane.apis.get(api)
  const read = [...(snapshot?.routes.values() ?? [])].map(({ OperationName, Target }) => `${OperationName} ${Target}`)
  expect(read.sort()).toEqual(integrations.map((id, n) => `o${n} integrations/${id}`).sort())
  // The last deployment has them all.
  const deployment = snapshot?.deployments.get(snapshot.stages.get('s')?.DeploymentId ?? '')
  if (deployment === undefined) throw new Error('the stage has no deployment')
  const frozen = await plane.apis.frozen(deployment)
  expect([...frozen.routes.values()]).toEqual(expect.arrayContaining([...(snapshot?.routes.values() ?? [])]))
  const gone = await hundred((n) => call('DELETE', `apis/${api}/routes/${routes[n]}`))
  expect(gone.map((answer) => answer.status)).toEqual(Array(100).fill(204))
})

test('of a hundred creates of one key, one wins', async () => {
  const { call, httpApi } = testWire()
  const api = await httpApi()
  const answers = await hundred(() => call('POST', `apis/${api}/routes`, { routeKey: 'GET /a' }))
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
  expect(answers.filter((answer) => answer.status === 409)).toHaveLength(99)
})

test('a resource in use and its deletion do not pass each other', async () => {
  const { call, create, webSocketApi, plane } = testWire()
  const api = await webSocketApi()
  for (let n = 0; n < 20; n++) {
    const integration = await create(`apis/${api}/integrations`, { integrationType: 'MOCK' })
    const route = { routeKey: `r${n}`, target: `integrations/${integration}` }
    const [made, gone] = await Promise.all([
      call('POST', `apis/${api}/routes`, route),
      n % 2 === 0
        ? call('DELETE', `apis/${api}/integrations/${integration}`)
        : setImmediate().then(() => call('DELETE', `apis/${api}/integrations/${integration}`)),
    ])
    expect([made.status, gone.status]).toBeOneOf([
      [201, 409],
      [404, 204],
    ])
  }
  const snapshot = await plane.apis.get(api)
  for (const { Target = '' } of snapshot?.routes.values() ?? []) {
    expect(snapshot?.integrations.has(Target.slice('integrations/'.length))).toBe(true)
  }
})

test('another writer of the same store is not overwritten', async () => {
  const one = testWire()
  const api = await one.httpApi()
  const other = testWire({}, one.store)
  const wires = [one, other]
  await hundred(
    (n) => wires[n % 2]?.create(`apis/${api}/routes`, { routeKey: `GET /${n}` }) ?? Promise.reject(new Error()),
  )
  for (const { plane } of wires) expect((await plane.apis.get(api))?.routes.size).toBe(100)
})
