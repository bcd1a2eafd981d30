import { describe, expect, test } from 'vitest'
import { limitExceeded, testWire } from './test-wire.ts'

const full = (noun: string, where: string) =>
  limitExceeded(
    `Maximum number of ${noun} for this ${where} has been reached.  Please contact AWS if you need additional ${noun}.`,
  )

const authorizer = (name: string) => ({
  authorizerType: 'JWT',
  identitySource: ['$request.header.Authorization'],
  jwtConfiguration: { audience: ['a'], issuer: 'https://issuer.test' },
  name,
})
const proxy = {
  integrationMethod: 'GET',
  integrationType: 'HTTP_PROXY',
  integrationUri: 'https://a.test',
  payloadFormatVersion: '1.0',
}

describe('the quota of an API', () => {
  test.each<[string, string, string, (n: number) => object]>([
    ['integrations', 'integrations', 'Integrations', () => proxy],
    ['routes', 'routes', 'Routes', (n) => ({ routeKey: `GET /${n}` })],
    ['stages', 'stages', 'Stages', (n) => ({ stageName: `s${n}` })],
    ['authorizers', 'authorizers', 'Authorizers', (n) => authorizer(`a${n}`)],
  ])('%s', async (quota, collection, noun, body) => {
    const { call, create, httpApi } = testWire({ [quota]: 2 })
    const path = `apis/${await httpApi()}/${collection}`
    await create(path, body(1))
    const second = await create(path, body(2))
    expect(await call('POST', path, body(3))).toEqual(full(noun, 'API'))
    expect((await call('DELETE', `${path}/${second}`)).status).toBe(204)
    expect((await call('POST', path, body(3))).status).toBe(201)
    // Each API has its own.
    expect((await call('POST', `apis/${await httpApi()}/${collection}`, body(1))).status).toBe(201)
  })
})

describe('the quota of the account', () => {
  test.each<[string, string, string, object]>([
    ['apis', 'apis', 'APIs', { name: 'a', protocolType: 'HTTP' }],
    ['vpcLinks', 'vpclinks', 'VPC links', { name: 'l', subnetIds: ['subnet-1'] }],
  ])('%s holds when all come at once', async (quota, collection, noun, body) => {
    const { call } = testWire({ [quota]: 3 })
    const answers = await Promise.all(Array.from({ length: 10 }, () => call('POST', collection, body)))
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(3)
    expect(answers.filter((answer) => answer.status !== 201)).toEqual(Array(7).fill(full(noun, 'account')))
    expect((await call('GET', collection)).body?.['items']).toHaveLength(3)
  })
})

const domain = (domainName: string) => ({
  domainName,
  domainNameConfigurations: [{ certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/c' }],
})

test('the quota of domain names holds when all come at once', async () => {
  const { call } = testWire({ domainNames: 3 })
  const names = Array.from({ length: 10 }, (_, n) => `d${n}.test`)
  const answers = await Promise.all(names.map((name) => call('POST', 'domainnames', domain(name))))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
  expect(answers.filter(({ status }) => status !== 201)).toEqual(Array(7).fill(full('Domain names', 'account')))
})

test('the quota of API mappings holds for each domain name when all come at once', async () => {
  const { call, create, httpApi } = testWire({ apiMappingsPerDomainName: 2 })
  const apiId = await httpApi()
  await create(`apis/${apiId}/stages`, { stageName: 'prod' })
  for (const name of ['a.test', 'b.test']) {
    await create('domainnames', domain(name))
    const mapping = (n: number) => ({ apiId, apiMappingKey: `v${n}`, stage: 'prod' })
    const path = `domainnames/${name}/apimappings`
    const answers = await Promise.all([1, 2, 3, 4].map((n) => call('POST', path, mapping(n))))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2)
    expect(answers.filter(({ status }) => status !== 201)).toEqual(Array(2).fill(full('API mappings', 'domain name')))
  }
})
