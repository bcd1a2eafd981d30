import { expect, test } from 'vitest'
import { type TestWire, testWire } from './test-wire.ts'

/** Names that every JavaScript object answers to, unless it is asked for its own. */
const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf']

/** An object that really has these keys: in a literal `__proto__` would be something else. */
function mapOf<Value>(keys: readonly string[], value: Value): object {
  return Object.fromEntries(keys.map((key) => [key, value]))
}

interface Place {
  /** Where the resource is made, in a WebSocket API that has a model `One`. */
  readonly collection: (wire: TestWire, api: string) => string | Promise<string>
  readonly given: object
  readonly member: string
  /** What a key holds, and what takes a key away in a PATCH. */
  readonly value: unknown
  readonly tombstone?: unknown
}

const places: Readonly<Record<string, Place>> = {
  'stage variables': {
    collection: () => 'stages',
    given: { stageName: 's' },
    member: 'stageVariables',
    value: 'v',
    tombstone: '',
  },
  'route settings': {
    collection: async (wire, api) => {
      for (const routeKey of names) await wire.create(`apis/${api}/routes`, { routeKey })
      return 'stages'
    },
    given: { stageName: 's' },
    member: 'routeSettings',
    value: { throttlingBurstLimit: 1 },
  },
  'request templates': {
    collection: () => 'integrations',
    given: { integrationType: 'MOCK' },
    member: 'requestTemplates',
    value: 't',
  },
  'response templates': {
    collection: async (wire, api) =>
      `integrations/${await wire.create(`apis/${api}/integrations`, { integrationType: 'MOCK' })}/integrationresponses`,
    given: { integrationResponseKey: '$default' },
    member: 'responseTemplates',
    value: 't',
  },
  'request models': {
    collection: () => 'routes',
    given: { routeKey: 'a' },
    member: 'requestModels',
    value: 'One',
    tombstone: '',
  },
  'response models': {
    collection: async (wire, api) =>
      `routes/${await wire.create(`apis/${api}/routes`, { routeKey: 'a' })}/routeresponses`,
    given: { routeResponseKey: '$default' },
    member: 'responseModels',
    value: 'One',
    tombstone: '',
  },
}

async function made(place: Place, given: object) {
  const wire = testWire()
  const api = await wire.webSocketApi()
  await wire.create(`apis/${api}/models`, { name: 'One', schema: '{}' })
  const collection = `apis/${api}/${await place.collection(wire, api)}`
  const id = await wire.create(collection, { ...place.given, ...given })
  const path = `${collection}/${id}`
  /** The keys and values of the map as they are read. */
  const read = async (from: TestWire) => Object.entries((await from.call('GET', path)).body?.[place.member] ?? {})
  return { wire, path, read }
}

test.each(Object.entries(places))('%s may have such keys, and keep them through the store', async (_what, place) => {
  const map = mapOf(names, place.value)
  const { wire, read } = await made(place, { [place.member]: map })
  expect(await read(wire)).toEqual(Object.entries(map))
  // A second control plane has nothing of it in memory.
  expect(await read(testWire({}, wire.store))).toEqual(Object.entries(map))
})

const withTombstones = Object.entries(places).filter(([, place]) => place.tombstone !== undefined)

test.each(withTombstones)('a PATCH takes each such key out of %s, and no other', async (_what, place) => {
  const { member, value, tombstone } = place
  const { wire, path, read } = await made(place, { [member]: mapOf([...names, 'kept'], value) })
  for (const [index, name] of names.entries()) {
    const change = { [member]: mapOf([name], tombstone) }
    // The second time it is there no more.
    await wire.call('PATCH', path, change)
    await wire.call('PATCH', path, change)
    expect(await read(wire)).toEqual([...names.slice(index + 1), 'kept'].map((key) => [key, value]))
  }
})

test('parameters of an HTTP integration may have such names', async () => {
  const { call, httpApi } = testWire()
  const integrations = `apis/${await httpApi()}/integrations`
  const requestParameters = mapOf(
    names.map((name) => `append:header.${name}`),
    '$request.querystring.__proto__',
  )
  const body = {
    integrationMethod: 'GET',
    integrationType: 'HTTP_PROXY',
    integrationUri: 'https://a.test',
    payloadFormatVersion: '1.0',
    requestParameters,
  }
  expect(await call('POST', integrations, body)).toMatchObject({ status: 201, body: { requestParameters } })
})
