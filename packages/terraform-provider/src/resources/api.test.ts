import { expect, test } from 'vitest'
import type { ValueRecord } from '../conversion/value.ts'
import { applyChange } from '../framework/apply.ts'
import { planChange } from '../framework/plan.ts'
import { api } from './api.ts'
import { TestGateway } from './test-gateway.ts'

const EXPRESSIONS = {
  apiKeySelectionExpression: '$request.header.x-api-key',
  routeSelectionExpression: '$request.method $request.path',
}
/** What the API says of an API of which nothing is configured. */
const found = { apiId: 'a1', name: 'n', protocolType: 'HTTP', ipAddressType: 'ipv4', ...EXPRESSIONS }
const GET = 'GET /v2/apis/a1'
const ARN = 'arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fapis%2Fa1'

const nothing = Object.fromEntries(Object.keys(api.schema).map((name) => [name, null]))
function configOf(own: ValueRecord): ValueRecord {
  return { ...nothing, cors_configuration: [], name: 'n', protocol_type: 'HTTP', ...own }
}

/** Makes an API as a plan says. */
async function make(gateway: TestGateway, own: ValueRecord) {
  const client = await gateway.client()
  const config = configOf(own)
  const { planned } = planChange(api.schema, null, config, api.derive(config, client))
  return applyChange(api, null, planned, client)
}

/** Changes one as a plan says, and answers the calls without the reading that ends it. */
async function change(gateway: TestGateway, prior: ValueRecord, own: ValueRecord) {
  const client = await gateway.client()
  const config = configOf(own)
  const { planned } = planChange(api.schema, prior, config, api.derive(config, client))
  const { diagnostics } = await applyChange(api, prior, planned, client)
  return { diagnostics, calls: gateway.calls.slice(0, -1) }
}

const stateOf = (own: ValueRecord): ValueRecord => ({
  ...configOf(own),
  api_endpoint: 'https://a1',
  api_key_selection_expression: EXPRESSIONS.apiKeySelectionExpression,
  arn: 'arn:aws:apigateway:eu-west-1::/apis/a1',
  disable_execute_api_endpoint: false,
  execution_arn: 'arn:aws:execute-api:eu-west-1::a1',
  id: 'a1',
  ip_address_type: 'ipv4',
  route_selection_expression: EXPRESSIONS.routeSelectionExpression,
  tags_all: own['tags'] ?? {},
  ...own,
})

test('what is set is sent; ARNs are made of partition, region, account and id', async () => {
  await using gateway = await TestGateway.start({ 'POST /v2/apis': { apiId: 'a1' }, [GET]: found })
  const { state, diagnostics } = await make(gateway, { route_key: 'GET /q', target: 'https://example.org' })
  expect(diagnostics).toEqual([])
  const created = { name: 'n', protocolType: 'HTTP', ...EXPRESSIONS, routeKey: 'GET /q', target: 'https://example.org' }
  expect(gateway.calls).toEqual([['POST /v2/apis', created], [GET]])
  expect(state).toMatchObject({
    arn: 'arn:aws:apigateway:eu-west-1::/apis/a1',
    // Without an account: the provider's block says that it is not asked for.
    execution_arn: 'arn:aws:execute-api:eu-west-1::a1',
    ip_address_type: 'ipv4',
    route_key: 'GET /q',
    tags_all: {},
  })
})

const cors = {
  allow_credentials: null,
  allow_headers: null,
  allow_methods: null,
  allow_origins: ['*'],
  expose_headers: null,
  max_age: 60,
}
const corsSent = {
  allowCredentials: false,
  allowHeaders: [],
  allowMethods: [],
  allowOrigins: ['*'],
  exposeHeaders: [],
  maxAge: 60,
}

const PATCH = 'PATCH /v2/apis/a1'
test.each<[string, ValueRecord, ValueRecord, (string | object)[][]]>([
  ['a text', { description: 'd' }, { description: 'e' }, [[PATCH, { description: 'e' }]]],
  ['texts that go', { description: 'd', version: '1' }, {}, [[PATCH, { description: '', version: '' }]]],
  ['a truth that goes', { disable_execute_api_endpoint: true }, {}, [[PATCH, { disableExecuteApiEndpoint: false }]]],
  ['CORS that comes', {}, { cors_configuration: [cors] }, [[PATCH, { corsConfiguration: corsSent }]]],
  [
    'CORS that goes: the API takes an empty one for no change',
    { cors_configuration: [cors] },
    { description: 'd' },
    [['DELETE /v2/apis/a1/cors'], [PATCH, { description: 'd' }]],
  ],
  [
    'tags, before all else',
    { tags: { a: '1', b: '1' } },
    { name: 'm', tags: { b: '2', c: '3' } },
    [
      [`DELETE /v2/tags/${ARN}?tagKeys=a`],
      [`POST /v2/tags/${ARN}`, { tags: { b: '2', c: '3' } }],
      [PATCH, { name: 'm' }],
    ],
  ],
])('sent for %s', async (_, before, after, expected) => {
  await using gateway = await TestGateway.start({
    [GET]: found,
    [PATCH]: {},
    [`DELETE /v2/tags/${ARN}?tagKeys=a`]: 204,
    [`POST /v2/tags/${ARN}`]: {},
    'DELETE /v2/apis/a1/cors': 204,
  })
  const { calls } = await change(gateway, stateOf(before), after)
  expect(calls).toEqual(expected)
})

const PUT = 'PUT /v2/apis/a1'
test('an import comes after the creation; what it overwrites is written once more, what is not set is cleared', async () => {
  const imported = {
    ...found,
    name: 'of the document',
    description: 'of the document',
    corsConfiguration: { allowOrigins: ['*'] },
    tags: { other: '1' },
  }
  await using gateway = await TestGateway.start({
    'POST /v2/apis': { apiId: 'a1' },
    'PUT /v2/apis/a1?failOnWarnings=true': imported,
    'DELETE /v2/apis/a1/cors': 204,
    [`DELETE /v2/tags/${ARN}?tagKeys=other`]: 204,
    [`POST /v2/tags/${ARN}`]: {},
    [PATCH]: {},
    [GET]: { ...found, version: '1', tags: { own: '1' } },
  })
  const own = { body: '{"openapi":"3.0.1"}', fail_on_warnings: true, tags: { own: '1' }, version: '1' }
  const { state, diagnostics } = await make(gateway, own)
  expect(diagnostics).toEqual([])
  expect(gateway.calls.map(([call]) => call)).toEqual([
    'POST /v2/apis',
    'PUT /v2/apis/a1?failOnWarnings=true',
    'DELETE /v2/apis/a1/cors',
    `DELETE /v2/tags/${ARN}?tagKeys=other`,
    `POST /v2/tags/${ARN}`,
    PATCH,
    GET,
  ])
  expect(gateway.calls[1]?.[1]).toEqual({ body: '{"openapi":"3.0.1"}' })
  expect(gateway.calls[5]?.[1]).toEqual({
    name: 'n',
    description: '',
    disableExecuteApiEndpoint: false,
    version: '1',
    ...EXPRESSIONS,
  })
  expect(state).toMatchObject({ body: own.body, description: null, version: '1', tags: { own: '1' } })
})

test('a definition that changes is imported; one that is only written otherwise, or goes, is not', async () => {
  await using gateway = await TestGateway.start({ [PUT]: found, [PATCH]: {}, [GET]: found })
  const prior = stateOf({ body: '{"a":1,"b":2}' })
  const corsBack = { body: '{"a":2}', cors_configuration: [cors] }
  const { calls } = await change(gateway, { ...prior, cors_configuration: [cors] }, corsBack)
  expect(calls).toEqual([
    [PUT, { body: '{"a":2}' }],
    [
      PATCH,
      {
        corsConfiguration: corsSent,
        name: 'n',
        description: '',
        disableExecuteApiEndpoint: false,
        ipAddressType: 'ipv4',
        version: '',
        ...EXPRESSIONS,
      },
    ],
  ])
  const { planned } = planChange(api.schema, prior, configOf({ body: '{ "b": 2, "a": 1 }' }), { tags_all: {} })
  expect(planned).toBe(prior)
  gateway.calls.length = 0
  expect((await change(gateway, prior, {})).calls).toEqual([])
})

test('a definition that is refused leaves the API in the state, so that Terraform makes it anew', async () => {
  await using gateway = await TestGateway.start({ 'POST /v2/apis': { apiId: 'a1' }, [PUT]: 404 })
  const { state, diagnostics } = await make(gateway, { body: '{}' })
  expect(state).toMatchObject({ id: 'a1' })
  expect(diagnostics).toMatchObject([{ severity: 'error' }])
})

test('one that is gone is gone, and is deleted without complaint', async () => {
  await using gateway = await TestGateway.start({})
  const client = await gateway.client()
  expect(await api.read(stateOf({}), client)).toBeUndefined()
  expect(await applyChange(api, stateOf({}), null, client)).toEqual({ state: null, diagnostics: [] })
  expect(gateway.calls).toEqual([[GET], ['DELETE /v2/apis/a1']])
})
