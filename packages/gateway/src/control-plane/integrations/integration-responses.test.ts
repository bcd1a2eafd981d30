import { CreateIntegrationResponseCommand, GetIntegrationResponsesCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from '../test-client.ts'
import { answered, badRequest, conflict, notFound, testWire } from '../test-wire.ts'

/** A wire, and the path of the responses of a mock integration. */
async function mockResponses() {
  const wire = testWire()
  const api = await wire.webSocketApi()
  const integration = await wire.create(`apis/${api}/integrations`, { integrationType: 'MOCK' })
  return { ...wire, api, integration, path: `apis/${api}/integrations/${integration}/integrationresponses` }
}

const whole = {
  contentHandlingStrategy: 'CONVERT_TO_TEXT',
  integrationResponseKey: '/4\\d\\d/',
  responseParameters: {
    'method.response.header.a': 'integration.response.header.a',
    'method.response.header.b': "'static'",
    'route.response.header.c': 'integration.response.body.c',
  },
  responseTemplates: { 'application/json': '', '#foo': '$input.body' },
  templateSelectionExpression: '${integration.response.statuscode}',
}

describe('CreateIntegrationResponse', () => {
  test.each<[string, object, object]>([
    [
      'with a key alone has nothing filled in',
      { integrationResponseKey: '$default' },
      { integrationResponseKey: '$default' },
    ],
    ['keeps all that it was given', whole, whole],
    [
      'drops what is empty',
      {
        integrationResponseKey: '/200/',
        responseParameters: {},
        responseTemplates: {},
        templateSelectionExpression: '',
      },
      { integrationResponseKey: '/200/' },
    ],
    [
      'takes a key that must be met to the letter',
      { integrationResponseKey: '200' },
      { integrationResponseKey: '200' },
    ],
  ])('%s', async (_what, given, expected) => {
    const { call, path } = await mockResponses()
    const made = await call('POST', path, given)
    const id = String(made.body?.['integrationResponseId'])
    expect(id).toMatch(/^[a-z0-9]{7}$/)
    expect(made).toEqual(answered(201, { ...expected, integrationResponseId: id }))
    expect(await call('GET', `${path}/${id}`)).toEqual({ ...made, status: 200 })
    expect(await call('GET', path)).toEqual(answered(200, { items: [made.body] }))
  })

  const badKey = (key: string) =>
    `Invalid integration response key specified: ${key}. Must be $default or a regular expression between slashes, such as /4\\d\\d/`
  test.each<[string, object, string]>([
    [
      'no key',
      {},
      "1 validation error detected: Value null at 'integrationResponseKey' failed to satisfy constraint: Member must not be null",
    ],
    ...['', '$other', '/', '//', '/200', '/(/', '/[z-a]/'].map((key): [string, object, string] => [
      `the key ${JSON.stringify(key)}`,
      { integrationResponseKey: key },
      badKey(key),
    ]),
    [
      'a parameter that is no header of the answer',
      { integrationResponseKey: '/1/', responseParameters: { 'method.response.body': "'a'" } },
      'Invalid mapping expression specified: method.response.body. Must be method.response.header.{name}',
    ],
    [
      'a parameter from the request',
      { integrationResponseKey: '/1/', responseParameters: { 'method.response.header.a': 'route.request.header.a' } },
      'Invalid mapping expression parameter specified: route.request.header.a',
    ],
    [
      'a template selection that is none',
      { integrationResponseKey: '/1/', templateSelectionExpression: '$nothing' },
      'Invalid template selection expression specified: $nothing',
    ],
    [
      'another content handling',
      { integrationResponseKey: '/1/', contentHandlingStrategy: 'TEXT' },
      "1 validation error detected: Value 'TEXT' at 'contentHandlingStrategy' failed to satisfy constraint: Member must satisfy enum value set: [CONVERT_TO_BINARY, CONVERT_TO_TEXT]",
    ],
  ])('must not have %s', async (_what, given, message) => {
    const { call, path } = await mockResponses()
    expect(await call('POST', path, given)).toEqual(badRequest(message))
    expect(await call('GET', path)).toEqual(answered(200, { items: [] }))
  })

  test('is refused where the key is taken, and of an HTTP API', async () => {
    const { call, create, httpApi, path, api } = await mockResponses()
    await create(path, { integrationResponseKey: '/200/' })
    expect(await call('POST', path, { integrationResponseKey: '/200/' })).toEqual(
      conflict('Integration response with key /200/ already exists for this integration'),
    )
    const other = await create(`apis/${api}/integrations`, { integrationType: 'MOCK' })
    await create(`apis/${api}/integrations/${other}/integrationresponses`, { integrationResponseKey: '/200/' })
    const http = await httpApi()
    const proxy = await create(`apis/${http}/integrations`, {
      integrationMethod: 'GET',
      integrationType: 'HTTP_PROXY',
      integrationUri: 'https://a.test',
      payloadFormatVersion: '1.0',
    })
    const httpPath = `apis/${http}/integrations/${proxy}/integrationresponses`
    expect(await call('POST', httpPath, { integrationResponseKey: '$default' })).toEqual(
      badRequest('Integration responses are only supported for WEBSOCKET APIs'),
    )
    expect(await call('GET', httpPath)).toEqual(answered(200, { items: [] }))
  })
})

describe('UpdateIntegrationResponse', () => {
  test.each<[string, object, object]>([
    ['keeps what is absent', {}, whole],
    [
      "clears the template selection by ''",
      { templateSelectionExpression: '' },
      { ...whole, templateSelectionExpression: undefined },
    ],
    ['replaces templates as a whole', { responseTemplates: { a: '' } }, { ...whole, responseTemplates: { a: '' } }],
    ['clears templates by {}', { responseTemplates: {} }, { ...whole, responseTemplates: undefined }],
    [
      'merges parameters by key',
      { responseParameters: { 'method.response.header.a': '', 'method.response.header.b': "'c'" } },
      {
        ...whole,
        responseParameters: {
          'method.response.header.b': "'c'",
          'route.response.header.c': 'integration.response.body.c',
        },
      },
    ],
    ['leaves parameters alone by {}', { responseParameters: {} }, whole],
    [
      'moves the key, and changes content handling',
      { contentHandlingStrategy: 'CONVERT_TO_BINARY', integrationResponseKey: '$default' },
      { ...whole, contentHandlingStrategy: 'CONVERT_TO_BINARY', integrationResponseKey: '$default' },
    ],
  ])('%s', async (_what, changes, expected) => {
    const { call, create, path } = await mockResponses()
    const id = await create(path, whole)
    const patched = await call('PATCH', `${path}/${id}`, changes)
    expect(patched).toEqual(answered(200, { ...expected, integrationResponseId: id }))
    expect(await call('GET', `${path}/${id}`)).toEqual(patched)
  })

  test('must not take another’s key, or none', async () => {
    const { call, create, path } = await mockResponses()
    const id = await create(path, whole)
    await create(path, { integrationResponseKey: '$default' })
    expect(await call('PATCH', `${path}/${id}`, { integrationResponseKey: '$default' })).toEqual(
      conflict('Integration response with key $default already exists for this integration'),
    )
    expect((await call('PATCH', `${path}/${id}`, { integrationResponseKey: '' })).status).toBe(400)
    expect((await call('PATCH', `${path}/${id}`, whole)).status).toBe(200)
  })
})

test('DeleteIntegrationResponse removes it, and each unknown id has its text', async () => {
  const { call, create, path, api } = await mockResponses()
  const id = await create(path, whole)
  expect(await call('DELETE', `${path}/${id}`)).toEqual(answered(204))
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    const body = method === 'PATCH' ? {} : undefined
    expect(await call(method, `${path}/${id}`, body)).toEqual(
      notFound(`Invalid IntegrationResponse identifier specified ${id}`),
    )
    expect(await call(method, `apis/${api}/integrations/none/integrationresponses/${id}`, body)).toEqual(
      notFound('Invalid Integration identifier specified none'),
    )
  }
})

test('a response is found under its own integration only', async () => {
  const { call, create, path, api } = await mockResponses()
  const id = await create(path, whole)
  const other = await create(`apis/${api}/integrations`, { integrationType: 'MOCK' })
  const foreign = `apis/${api}/integrations/${other}/integrationresponses`
  expect(await call('GET', `${foreign}/${id}`)).toEqual(
    notFound(`Invalid IntegrationResponse identifier specified ${id}`),
  )
  expect(await call('GET', foreign)).toEqual(answered(200, { items: [] }))
})

test('the SDK makes and lists', async () => {
  const { client, api, integration } = await mockResponses()
  const parent = { ApiId: api, IntegrationId: integration }
  const made = withoutMetadata(
    await client.send(
      new CreateIntegrationResponseCommand({ ...parent, IntegrationResponseKey: '/x/', ResponseTemplates: { a: '' } }),
    ),
  )
  expect(made).toEqual({
    IntegrationResponseId: made.IntegrationResponseId,
    IntegrationResponseKey: '/x/',
    ResponseTemplates: { a: '' },
  })
  expect((await client.send(new GetIntegrationResponsesCommand(parent))).Items).toEqual([made])
})
