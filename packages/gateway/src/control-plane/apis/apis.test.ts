import { CreateApiCommand, GetApiCommand, GetApisCommand, UpdateApiCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { refusalOf, withoutMetadata } from '../test-client.ts'
import { answered, badRequest, notFound, testWire } from '../test-wire.ts'

/** What every answer about an HTTP API has, beside what it was made with (spec control-plane.md 4.1). */
const httpDefaults = {
  apiKeySelectionExpression: '$request.header.x-api-key',
  createdDate: '2026-11-24T10:00:00Z',
  disableExecuteApiEndpoint: false,
  ipAddressType: 'ipv4',
  routeSelectionExpression: '$request.method $request.path',
  tags: {},
}

const asRead = (apiId: string, scheme: 'http' | 'ws') => ({
  apiId,
  apiEndpoint: `${scheme}://${apiId}.execute-api.localhost:4566`,
})

describe('CreateApi', () => {
  test('of an HTTP API fills in what AWS fills in', async () => {
    const { call } = testWire()
    const made = await call('POST', 'apis', { name: 'pets', protocolType: 'HTTP' })
    const id = String(made.body?.['apiId'])
    expect(id).toMatch(/^[a-z0-9]{10}$/)
    expect(made).toEqual(answered(201, { ...httpDefaults, ...asRead(id, 'http'), name: 'pets', protocolType: 'HTTP' }))
    expect(await call('GET', `apis/${id}`)).toEqual({ ...made, status: 200 })
  })

  test('of a WebSocket API keeps all that it was given', async () => {
    const { call } = testWire()
    const given = {
      apiKeySelectionExpression: '$context.authorizer.usageIdentifierKey',
      description: 'd',
      disableExecuteApiEndpoint: true,
      disableSchemaValidation: true,
      ipAddressType: 'dualstack',
      name: 'chat',
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '${request.body.service}/${request.body.action}',
      tags: { team: 'a', empty: '' },
      version: '1',
    }
    const made = await call('POST', 'apis', given)
    const id = String(made.body?.['apiId'])
    expect(made).toEqual(answered(201, { ...given, ...asRead(id, 'ws'), createdDate: httpDefaults.createdDate }))
    expect(await call('GET', `apis/${id}`)).toEqual({ ...made, status: 200 })
  })

  test.each([
    ['the body of the Terraform provider', { apiKeySelectionExpression: '$request.header.x-api-key' }],
    ['the wrapped spelling', { routeSelectionExpression: '${request.method} ${request.path}' }],
    ['empty texts and blocks, as unset', { description: '', corsConfiguration: {}, routeSelectionExpression: '' }],
    ['nulls, as absent', { description: null, tags: null, target: null }],
    ['unknown members, ignored', { colour: 'blue', nested: { a: [1] } }],
  ])('takes %s', async (_case, more) => {
    const { call } = testWire()
    const made = await call('POST', 'apis', { name: 'a', protocolType: 'HTTP', ...more })
    const { routeSelectionExpression = httpDefaults.routeSelectionExpression } = more as Record<string, string>
    expect(made.body).toEqual({
      ...httpDefaults,
      ...asRead(String(made.body?.['apiId']), 'http'),
      name: 'a',
      protocolType: 'HTTP',
      routeSelectionExpression: routeSelectionExpression || httpDefaults.routeSelectionExpression,
    })
  })

  const violation = (value: string, at: string, rule: string) =>
    `1 validation error detected: Value ${value} at '${at}' failed to satisfy constraint: Member must ${rule}`
  const http = { name: 'a', protocolType: 'HTTP' }
  const ws = { name: 'a', protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' }
  test.each<[string, object, string]>([
    ['no name', { protocolType: 'HTTP' }, violation('null', 'name', 'not be null')],
    ['an empty name', { ...http, name: '' }, violation("''", 'name', 'have length greater than or equal to 1')],
    [
      'a name of 129 characters',
      { ...http, name: 'n'.repeat(129) },
      violation(`'${'n'.repeat(129)}'`, 'name', 'have length less than or equal to 128'),
    ],
    [
      'a long description',
      { ...http, description: 'd'.repeat(1025) },
      violation(`'${'d'.repeat(1025)}'`, 'description', 'have length less than or equal to 1024'),
    ],
    [
      'a long version',
      { ...http, version: 'v'.repeat(65) },
      violation(`'${'v'.repeat(65)}'`, 'version', 'have length less than or equal to 64'),
    ],
    ['no protocol', { name: 'a' }, violation('null', 'protocolType', 'not be null')],
    [
      'an unknown protocol',
      { name: 'a', protocolType: 'REST' },
      'Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]',
    ],
    [
      'an unknown address type',
      { ...http, ipAddressType: 'ipv6' },
      violation("'ipv6'", 'ipAddressType', 'satisfy enum value set: [ipv4, dualstack]'),
    ],
    [
      'a route selection of its own on an HTTP API',
      { ...http, routeSelectionExpression: '$request.body.action' },
      'Invalid route selection expression specified: $request.body.action. HTTP APIs support only $request.method $request.path',
    ],
    [
      'no route selection on a WebSocket API',
      { ...ws, routeSelectionExpression: undefined },
      'Route selection expression is required for WEBSOCKET APIs',
    ],
    [
      'the HTTP default on a WebSocket API, which Terraform sends for who forgot it',
      { ...ws, routeSelectionExpression: '$request.method $request.path' },
      'Invalid route selection expression specified: $request.method $request.path',
    ],
    [
      'a route selection by header',
      { ...ws, routeSelectionExpression: '$request.header.x' },
      'Invalid route selection expression specified: $request.header.x',
    ],
    [
      'an unclosed route selection',
      { ...ws, routeSelectionExpression: '${request.body.a' },
      'Invalid route selection expression specified: ${request.body.a',
    ],
    [
      'another API key selection',
      { ...http, apiKeySelectionExpression: '$request.header.key' },
      'Invalid API key selection expression specified: $request.header.key. Must be one of [$request.header.x-api-key, $context.authorizer.usageIdentifierKey]',
    ],
    [
      'schema validation on an HTTP API',
      { ...http, disableSchemaValidation: true },
      'Schema validation is only supported for WEBSOCKET APIs',
    ],
    ['a route key alone', { ...http, routeKey: 'GET /' }, 'RouteKey is only supported together with Target'],
    [
      'credentials alone',
      { ...http, credentialsArn: 'arn:aws:iam::123456789012:role/r' },
      'CredentialsArn is only supported together with Target',
    ],
    ['a target of a WebSocket API', { ...ws, target: 'https://example.com' }, 'Target is only supported for HTTP APIs'],
    ['a name that is a number', { ...http, name: 1 }, "Invalid request input: 'name' must be a string"],
    [
      'a flag that is a text',
      { ...http, disableExecuteApiEndpoint: 'true' },
      "Invalid request input: 'disableExecuteApiEndpoint' must be true or false",
    ],
    ['tags that are a list', { ...http, tags: ['a'] }, "Invalid request input: 'tags' must be an object"],
  ])('refuses %s', async (_case, body, message) => {
    const { call, plane } = testWire()
    expect(await call('POST', 'apis', body)).toEqual(badRequest(message))
    expect(await plane.apis.list()).toEqual([])
  })
})

describe('UpdateApi', () => {
  test.each<[string, object, object, object]>([
    ['keeps what is absent', { description: 'd', version: '1' }, {}, { description: 'd', version: '1' }],
    ["clears description and version by ''", { description: 'd', version: '1' }, { description: '', version: '' }, {}],
    ['replaces texts', { description: 'd' }, { description: 'e', name: 'b' }, { description: 'e', name: 'b' }],
    [
      'sets flags and address type',
      {},
      { disableExecuteApiEndpoint: true, ipAddressType: 'dualstack' },
      { disableExecuteApiEndpoint: true, ipAddressType: 'dualstack' },
    ],
    [
      'puts expressions that are cleared back to their defaults',
      { apiKeySelectionExpression: '$context.authorizer.usageIdentifierKey' },
      { apiKeySelectionExpression: '', routeSelectionExpression: '' },
      {},
    ],
    ['ignores what only CreateApi has', {}, { protocolType: 'WEBSOCKET', tags: { a: 'b' } }, {}],
  ])('%s', async (_case, given, changes, expected) => {
    const { call, create } = testWire()
    const id = await create('apis', { name: 'a', protocolType: 'HTTP', ...given })
    const patched = await call('PATCH', `apis/${id}`, changes)
    const all = { ...httpDefaults, ...asRead(id, 'http'), name: 'a', protocolType: 'HTTP' }
    expect(patched).toEqual(answered(200, { ...all, ...expected }))
    expect(await call('GET', `apis/${id}`)).toEqual(patched)
  })

  test.each<[string, object, string]>([
    [
      'an empty name',
      { name: '' },
      "1 validation error detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'another route selection',
      { routeSelectionExpression: '$request.body.a' },
      'Invalid route selection expression specified: $request.body.a. HTTP APIs support only $request.method $request.path',
    ],
    [
      'quick-create members where there was no quick create',
      { target: 'https://example.com' },
      'Target can be updated only for APIs that were created with quick create',
    ],
  ])('refuses %s and changes nothing', async (_case, changes, message) => {
    const { call, httpApi } = testWire()
    const id = await httpApi()
    const before = await call('GET', `apis/${id}`)
    expect(await call('PATCH', `apis/${id}`, { description: 'new', ...changes })).toEqual(badRequest(message))
    expect(await call('GET', `apis/${id}`)).toEqual(before)
  })
})

test('DeleteApi removes everything in it, and answers nothing', async () => {
  const { call, create, webSocketApi, store } = testWire()
  const id = await webSocketApi()
  const integration = await create(`apis/${id}/integrations`, { integrationType: 'MOCK' })
  await create(`apis/${id}/integrations/${integration}/integrationresponses`, { integrationResponseKey: '$default' })
  const route = await create(`apis/${id}/routes`, { routeKey: '$default', target: `integrations/${integration}` })
  await create(`apis/${id}/routes/${route}/routeresponses`, { routeResponseKey: '$default' })
  await create(`apis/${id}/stages`, { stageName: 's', autoDeploy: true })
  expect(await call('DELETE', `apis/${id}`)).toEqual(answered(204))
  const gone = notFound(`Invalid API identifier specified ${id}`)
  expect(await call('GET', `apis/${id}`)).toEqual(gone)
  expect(await call('GET', `apis/${id}/routes/${route}`)).toEqual(gone)
  expect(await call('GET', `apis/${id}/stages`)).toEqual(gone)
  expect(await call('DELETE', `apis/${id}`)).toEqual(gone)
  expect(await Array.fromAsync(store.listRefs(''))).toEqual([])
})

test('the SDK reads dates, and lists of APIs', async () => {
  const { client } = testWire()
  const { $metadata, ...made } = await client.send(new CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP' }))
  expect($metadata).toMatchObject({ httpStatusCode: 201, requestId: 'request-1' })
  expect(made.CreatedDate).toEqual(new Date('2026-11-24T10:00:00Z'))
  const { Items, NextToken } = await client.send(new GetApisCommand({}))
  expect(Items).toEqual([made])
  expect(NextToken).toBeUndefined()
  const read = await client.send(new GetApiCommand({ ApiId: made.ApiId }))
  expect(withoutMetadata(read)).toEqual(made)
  expect(await refusalOf(client.send(new UpdateApiCommand({ ApiId: 'none', Name: 'b' })))).toEqual({
    name: 'NotFoundException',
    status: 404,
    message: 'Invalid API identifier specified none',
  })
})
