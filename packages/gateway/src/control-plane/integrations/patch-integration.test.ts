import { describe, expect, test } from 'vitest'
import { answered, badRequest, notFound, testWire } from '../test-wire.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
const ROLE = 'arn:aws:iam::123456789012:role/r'

const proxy = {
  integrationMethod: 'GET',
  integrationType: 'HTTP_PROXY',
  integrationUri: 'https://a.test',
  payloadFormatVersion: '1.0',
}
const wsHttp = { integrationMethod: 'GET', integrationType: 'HTTP', integrationUri: 'https://a.test' }
const lambda = { integrationType: 'AWS_PROXY', integrationUri: FUNCTION, payloadFormatVersion: '2.0' }

type Case = [what: string, protocol: 'http' | 'ws', given: object, changes: object, differences: object]

/** The rows of spec control-plane.md 3.2, and what follows from a change of type. `undefined`: the member is gone. */
const cases: Case[] = [
  ['nothing', 'http', proxy, {}, {}],
  ['description cleared', 'http', { ...proxy, description: 'd' }, { description: '' }, { description: undefined }],
  [
    'credentials and template selection cleared',
    'ws',
    { ...wsHttp, credentialsArn: ROLE, templateSelectionExpression: '$request.body.a' },
    { credentialsArn: '', templateSelectionExpression: '' },
    { credentialsArn: undefined, templateSelectionExpression: undefined },
  ],
  [
    'content handling is kept when Terraform says nothing',
    'ws',
    { ...wsHttp, contentHandlingStrategy: 'CONVERT_TO_TEXT' },
    { description: 'd' },
    { description: 'd' },
  ],
  [
    'content handling set',
    'ws',
    { ...wsHttp, contentHandlingStrategy: 'CONVERT_TO_TEXT' },
    { contentHandlingStrategy: 'CONVERT_TO_BINARY' },
    { contentHandlingStrategy: 'CONVERT_TO_BINARY' },
  ],
  [
    'request parameters: one removed, one changed, one added, one kept',
    'http',
    { ...proxy, requestParameters: { 'append:header.a': '1', 'append:header.b': '2', 'remove:header.c': "''" } },
    { requestParameters: { 'append:header.a': '', 'append:header.b': '3', 'overwrite:path': '/x' } },
    { requestParameters: { 'append:header.b': '3', 'overwrite:path': '/x', 'remove:header.c': "''" } },
  ],
  [
    'request parameters: `{}` changes nothing',
    'http',
    { ...proxy, requestParameters: { 'append:header.a': '1' } },
    { requestParameters: {} },
    {},
  ],
  [
    'request parameters: gone with the last key, and a tombstone for what is not there is harmless',
    'http',
    { ...proxy, requestParameters: { 'append:header.a': '1' } },
    { requestParameters: { 'append:header.a': '', 'append:header.z': '' } },
    { requestParameters: undefined },
  ],
  [
    'response parameters: one status removed, one replaced as a whole, one kept',
    'http',
    {
      ...proxy,
      responseParameters: {
        '200': { 'append:header.a': '1' },
        '404': { 'append:header.a': '1', 'append:header.b': '2' },
        '500': { 'overwrite:statuscode': '503' },
      },
    },
    { responseParameters: { '200': {}, '404': { 'append:header.c': '3', 'append:header.d': '' } } },
    { responseParameters: { '404': { 'append:header.c': '3' }, '500': { 'overwrite:statuscode': '503' } } },
  ],
  [
    'response parameters: gone with the last status; `{}` alone changes nothing',
    'http',
    { ...proxy, responseParameters: { '200': { 'append:header.a': '1' } } },
    { responseParameters: { '200': {} } },
    { responseParameters: undefined },
  ],
  [
    'response parameters: `{}` changes nothing',
    'http',
    { ...proxy, responseParameters: { '200': { 'append:header.a': '1' } } },
    { responseParameters: {} },
    {},
  ],
  [
    'request templates are replaced as a whole, empty ones included',
    'ws',
    { ...wsHttp, requestTemplates: { 'application/json': 'a', 'text/plain': 'b' } },
    { requestTemplates: { 'text/plain': '', '': 'c' } },
    { requestTemplates: { 'text/plain': '', '': 'c' } },
  ],
  [
    'request templates: `{}` clears',
    'ws',
    { ...wsHttp, requestTemplates: { 'application/json': 'a' } },
    { requestTemplates: {} },
    { requestTemplates: undefined },
  ],
  ['timeout is kept', 'http', { ...proxy, timeoutInMillis: 1000 }, { description: 'd' }, { description: 'd' }],
  ['timeout set', 'http', { ...proxy, timeoutInMillis: 1000 }, { timeoutInMillis: 50 }, { timeoutInMillis: 50 }],
  [
    'passthrough behaviour set',
    'ws',
    { ...wsHttp, passthroughBehavior: 'NEVER' },
    { passthroughBehavior: 'WHEN_NO_MATCH' },
    { passthroughBehavior: 'WHEN_NO_MATCH' },
  ],
  [
    'method, URI and payload format',
    'http',
    lambda,
    { integrationUri: `${FUNCTION}:live`, payloadFormatVersion: '1.0' },
    { integrationUri: `${FUNCTION}:live`, payloadFormatVersion: '1.0' },
  ],
  [
    'a URL becomes a function: its method is POST then',
    'http',
    proxy,
    { integrationType: 'AWS_PROXY', integrationUri: FUNCTION },
    { integrationMethod: 'POST', integrationType: 'AWS_PROXY', integrationUri: FUNCTION },
  ],
  [
    'HTTP becomes a mock: URI and method go',
    'ws',
    wsHttp,
    { integrationType: 'MOCK' },
    { integrationMethod: undefined, integrationType: 'MOCK', integrationUri: undefined },
  ],
  [
    'HTTP becomes a function: the response selection is that of functions',
    'ws',
    wsHttp,
    { integrationMethod: 'POST', integrationType: 'AWS', integrationUri: FUNCTION },
    {
      integrationMethod: 'POST',
      integrationResponseSelectionExpression: '${integration.response.body.errorMessage}',
      integrationType: 'AWS',
      integrationUri: FUNCTION,
    },
  ],
  [
    'HTTP becomes a proxy: the response selection goes',
    'ws',
    wsHttp,
    { integrationType: 'HTTP_PROXY' },
    { integrationResponseSelectionExpression: undefined, integrationType: 'HTTP_PROXY' },
  ],
]

describe('UpdateIntegration', () => {
  test.each(cases)('%s', async (_what, protocol, given, changes, differences) => {
    const wire = testWire()
    const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
    const made = await wire.call('POST', `apis/${api}/integrations`, given)
    const path = `apis/${api}/integrations/${String(made.body?.['integrationId'])}`
    const expected: Record<string, unknown> = { ...made.body, ...differences }
    for (const member of Object.keys(expected)) if (expected[member] === undefined) delete expected[member]
    const patched = await wire.call('PATCH', path, changes)
    expect(patched.status).toBe(200)
    expect(patched.body).toStrictEqual(expected)
    expect((await wire.call('GET', path)).body).toStrictEqual(expected)
  })

  test('of a private integration to INTERNET drops link and TLS settings, and frees the link', async () => {
    const { call, create, httpApi } = testWire()
    const api = await httpApi()
    const link = await create('vpclinks', { name: 'l', subnetIds: ['subnet-1'] })
    const integrationUri = 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1'
    const tlsConfig = { serverNameToVerify: 'a.test' }
    const given = { ...proxy, connectionId: link, connectionType: 'VPC_LINK', integrationUri, tlsConfig }
    const id = await create(`apis/${api}/integrations`, given)
    const path = `apis/${api}/integrations/${id}`
    const withoutTls = { ...given, integrationId: id, timeoutInMillis: 30_000 } as Record<string, unknown>
    delete withoutTls['tlsConfig']
    expect(await call('PATCH', path, { tlsConfig: {} })).toEqual(answered(200, withoutTls))
    expect(await call('DELETE', `vpclinks/${link}`)).toEqual(
      badRequest(
        `Cannot delete vpc link. Vpc link '${link}', is referenced in [GET:${id}] in format of [Method:Resource].`,
      ),
    )
    // As Terraform sends it (spec control-plane.md 5.7).
    const changes = {
      connectionId: '',
      connectionType: 'INTERNET',
      integrationType: 'HTTP_PROXY',
      integrationUri: 'https://example.net',
      tlsConfig: {},
    }
    expect(await call('PATCH', path, changes)).toEqual(
      answered(200, {
        ...proxy,
        connectionType: 'INTERNET',
        integrationId: id,
        integrationUri: 'https://example.net',
        timeoutInMillis: 30_000,
      }),
    )
    expect((await call('DELETE', `vpclinks/${link}`)).status).toBe(202)
  })

  test.each<[string, object, object, string]>([
    ['an empty method', proxy, { integrationMethod: '' }, 'Enumeration value for HttpMethod must be non-empty'],
    ['an empty URI', proxy, { integrationUri: '' }, 'Invalid integration URI specified'],
    [
      'a type that the API cannot have',
      proxy,
      { integrationType: 'MOCK' },
      'Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)',
    ],
    [
      'a type that the URI does not suit',
      lambda,
      { integrationType: 'HTTP_PROXY', payloadFormatVersion: '1.0' },
      'Invalid integration URI specified',
    ],
    [
      'a method that the type does not suit',
      lambda,
      { integrationMethod: 'PUT' },
      'HttpMethod must be POST for AWS_PROXY IntegrationType',
    ],
    [
      'a subtype of what had none',
      lambda,
      { integrationSubtype: 'SQS-SendMessage' },
      'IntegrationSubtype cannot be changed',
    ],
    [
      'an empty payload format',
      lambda,
      { payloadFormatVersion: '' },
      "1 validation error detected: Value '' at 'payloadFormatVersion' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    ['a timeout of 31 seconds', lambda, { timeoutInMillis: 31_000 }, 'Timeout should be between 50 ms and 30000 ms'],
  ])('refuses %s and changes nothing', async (_what, given, changes, message) => {
    const { call, create, httpApi } = testWire()
    const api = await httpApi()
    const path = `apis/${api}/integrations/${await create(`apis/${api}/integrations`, given)}`
    const before = await call('GET', path)
    expect(await call('PATCH', path, { description: 'new', ...changes })).toEqual(badRequest(message))
    expect(await call('GET', path)).toEqual(before)
  })

  test('of an unknown integration', async () => {
    const { call, httpApi } = testWire()
    const path = `apis/${await httpApi()}/integrations/abcdefg`
    expect(await call('PATCH', path, {})).toEqual(notFound('Invalid Integration identifier specified abcdefg'))
  })
})
