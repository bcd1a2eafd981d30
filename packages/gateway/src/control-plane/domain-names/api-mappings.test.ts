import { describe, expect, test } from 'vitest'
import { answered, badRequest, conflict, itemsOf, notFound } from '../test-wire.ts'
import { CERTIFICATE, domainBody, domainWire } from './test-domain.ts'

const MISSING = notFound('The api mapping resource specified in the request was not found.')
const NO_DOMAIN = notFound('The domain name resource specified in the request was not found.')
const SHARED = badRequest('WebSocket APIs cannot share a domain name with HTTP APIs')

describe('CreateApiMapping', () => {
  test.each([undefined, '', 'v1', 'v1/pets', "a$-_.+!*'()/b"])('with the key %j', async (apiMappingKey) => {
    const { call, http, mappings } = await domainWire()
    const made = await call('POST', mappings, { apiId: http, apiMappingKey, stage: 'prod' })
    const apiMappingId = String(made.body?.['apiMappingId'])
    expect(apiMappingId).toMatch(/^[a-z0-9]{6}$/)
    const expected = { apiId: http, apiMappingId, apiMappingKey: apiMappingKey ?? '', stage: 'prod' }
    expect(made).toEqual(answered(201, expected))
    expect(await call('GET', `${mappings}/${apiMappingId}`)).toEqual(answered(200, expected))
    expect(await call('GET', mappings)).toEqual(answered(200, { items: [expected] }))
  })

  test.each([
    ['/v1', "API mapping key should not start with a '/' or have consecutive '/'s."],
    ['v1//pets', "API mapping key should not start with a '/' or have consecutive '/'s."],
    ['v1/', "API mapping key should not end with a '/'."],
    ['v 1', "An ApiMapping key may contain only letters, numbers and one of $-_.+!*'(),"],
    ['v1%2f', "An ApiMapping key may contain only letters, numbers and one of $-_.+!*'(),"],
    ['vé', "An ApiMapping key may contain only letters, numbers and one of $-_.+!*'(),"],
  ])('refuses the key %j', async (apiMappingKey, message) => {
    const { call, http, mappings } = await domainWire()
    expect(await call('POST', mappings, { apiId: http, apiMappingKey, stage: 'prod' })).toEqual(badRequest(message))
    expect(await call('GET', mappings)).toEqual(answered(200, { items: [] }))
  })

  test('takes 300 characters of a key, and no more', async () => {
    const { call, http, mappings } = await domainWire()
    const post = (length: number) =>
      call('POST', mappings, { apiId: http, apiMappingKey: 'k'.repeat(length), stage: 'prod' })
    expect([(await post(300)).status, (await post(301)).status]).toEqual([201, 400])
  })

  test('refuses what does not exist', async () => {
    const { call, http, mappings } = await domainWire()
    const body = { apiId: http, stage: 'prod' }
    expect(await call('POST', 'domainnames/none.test/apimappings', body)).toEqual(NO_DOMAIN)
    expect(await call('POST', mappings, { ...body, apiId: 'none' })).toEqual(
      notFound('The resource specified in the request was not found.'),
    )
    expect(await call('POST', mappings, { ...body, stage: 'none' })).toEqual(
      badRequest('Invalid stage identifier specified'),
    )
  })

  test('refuses a key that there is, also when both come at once', async () => {
    const { call, http, mappings } = await domainWire()
    const body = { apiId: http, apiMappingKey: 'v1', stage: 'prod' }
    const answers = await Promise.all([1, 2].map(() => call('POST', mappings, body)))
    expect(answers.map(({ status }) => status)).toEqual([201, 409])
    expect(answers[1]).toEqual(conflict('ApiMapping key already exists for this domain name'))
  })

  test('refuses APIs of two kinds on one domain name, whichever was first', async () => {
    const { call, create, http, webSocket, mappings } = await domainWire()
    const first = await create(mappings, { apiId: http, apiMappingKey: 'a', stage: 'prod' })
    expect(await call('POST', mappings, { apiId: webSocket, apiMappingKey: 'b', stage: 'prod' })).toEqual(SHARED)
    // The only mapping may become one of the other kind.
    const changed = await call('PATCH', `${mappings}/${first}`, { apiId: webSocket })
    expect(changed).toMatchObject({ status: 200, body: { apiId: webSocket, apiMappingKey: 'a', stage: 'prod' } })
    expect(await call('POST', mappings, { apiId: http, apiMappingKey: 'b', stage: 'prod' })).toEqual(SHARED)
  })

  test.each([{ endpointType: 'EDGE' }, { securityPolicy: 'TLS_1_0' }])(
    'refuses an HTTP API on a domain name with %j, and takes a WebSocket API',
    async (configuration) => {
      const { call, create, http, webSocket } = await domainWire()
      await create('domainnames', domainBody('old.test', configuration))
      const path = 'domainnames/old.test/apimappings'
      expect(await call('POST', path, { apiId: http, stage: 'prod' })).toEqual(
        badRequest('HTTP APIs can only be mapped to REGIONAL domain names with the TLS_1_2 security policy'),
      )
      expect((await call('POST', path, { apiId: webSocket, stage: 'prod' })).status).toBe(201)
    },
  )
})

describe('UpdateApiMapping', () => {
  test('changes what it is given', async () => {
    const { call, create, http, mappings } = await domainWire()
    const id = await create(mappings, { apiId: http, apiMappingKey: 'v1', stage: 'prod' })
    const path = `${mappings}/${id}`
    const expected = { apiId: http, apiMappingId: id, apiMappingKey: 'v1', stage: 'prod' }
    for (const change of [{}, { stage: 'test' }, { apiMappingKey: '' }, { apiMappingKey: 'v2/x', stage: 'prod' }]) {
      Object.assign(expected, change)
      expect(await call('PATCH', path, { apiId: http, ...change })).toEqual(answered(200, expected))
      expect(await call('GET', path)).toEqual(answered(200, expected))
    }
    expect(await call('PATCH', path, { stage: 'test' })).toEqual(
      badRequest(
        "1 validation error detected: Value null at 'apiId' failed to satisfy constraint: Member must not be null",
      ),
    )
    expect(await call('PATCH', path, { apiId: http, stage: 'none' })).toEqual(
      badRequest('Invalid stage identifier specified'),
    )
    expect(await call('PATCH', path, { apiId: http, apiMappingKey: 'a/' })).toEqual(
      badRequest("API mapping key should not end with a '/'."),
    )
    expect(await call('GET', path)).toEqual(answered(200, expected))
  })
})

test('a mapping of another domain name, and one that there is nowhere', async () => {
  const { call, create, http, mappings } = await domainWire()
  await create('domainnames', { domainName: 'b.test', domainNameConfigurations: [{ certificateArn: CERTIFICATE }] })
  const id = await create(mappings, { apiId: http, stage: 'prod' })
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const body = method === 'PATCH' ? { apiId: http } : undefined
    expect(await call(method, `domainnames/b.test/apimappings/${id}`, body)).toEqual(
      badRequest(`given domain name b.test does not match with mapping definition of mapping ${id}`),
    )
    expect(await call(method, `${mappings}/none`, body)).toEqual(MISSING)
    expect(await call(method, `domainnames/none.test/apimappings/${id}`, body)).toEqual(NO_DOMAIN)
  }
  expect(await call('DELETE', `${mappings}/${id}`)).toEqual(answered(204))
  expect(await call('GET', `${mappings}/${id}`)).toEqual(MISSING)
})

test('what is mapped cannot be deleted', async () => {
  const { call, create, http, mappings } = await domainWire()
  const id = await create(mappings, { apiId: http, stage: 'prod' })
  const stage = `apis/${http}/stages`
  const refusedStage = badRequest(
    'Deleting stage prod failed. Please remove all API mappings related to the stage from your custom domain names.',
  )
  expect(await call('DELETE', `apis/${http}`)).toEqual(
    badRequest(
      `Deleting API ${http} failed. Please remove all API mappings for the API from your custom domain names.`,
    ),
  )
  expect(await call('DELETE', `${stage}/prod`)).toEqual(refusedStage)
  expect(itemsOf(await call('GET', stage))).toHaveLength(2)
  expect((await call('DELETE', `${stage}/test`)).status).toBe(204)
  expect((await call('DELETE', `${mappings}/${id}`)).status).toBe(204)
  expect((await call('DELETE', `${stage}/prod`)).status).toBe(204)
  expect((await call('DELETE', `apis/${http}`)).status).toBe(204)
})

test('a mapping and the deletion of its stage never both succeed', async () => {
  const { call, http, mappings } = await domainWire()
  const [mapped, deleted] = await Promise.all([
    call('POST', mappings, { apiId: http, stage: 'prod' }),
    call('DELETE', `apis/${http}/stages/prod`),
  ])
  expect([mapped.status, deleted.status].filter((status) => status === 400)).toHaveLength(1)
  const { length } = itemsOf(await call('GET', mappings))
  expect((await call('GET', `apis/${http}/stages/prod`)).status).toBe(length === 1 ? 200 : 404)
})
