import { describe, expect, test } from 'vitest'
import { badRequest, testWire } from '../test-wire.ts'

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:f'
const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/lb/50dc6c495c0c9188/0467ef3c8400ae65'
const proxy = {
  integrationType: 'HTTP_PROXY',
  integrationMethod: 'GET',
  integrationUri: 'https://a.test',
  payloadFormatVersion: '1.0',
}
const lambda = { integrationType: 'AWS_PROXY', integrationUri: FUNCTION, payloadFormatVersion: '2.0' }
const mock = { integrationType: 'MOCK' }
const wsHttp = { integrationType: 'HTTP', integrationMethod: 'GET', integrationUri: 'https://a.test' }
const wsAws = { integrationType: 'AWS', integrationUri: FUNCTION }

type Case = [what: string, protocol: 'http' | 'ws', body: object, message: string]

const PROXIES_ONLY =
  'Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)'
const BAD_URI = 'Invalid integration URI specified'
const NO_METHOD = 'Enumeration value for HttpMethod must be non-empty'
const NOT_PRIVATE = 'Connection type VPC_LINK is only supported for HTTP and HTTP_PROXY integrations'
const NOT_PRIVATE_URI =
  'For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN.'
const mapping = (problem: string) =>
  `Invalid mapping expression specified: Validation Result: warnings : [], errors : [${problem}]`

const types: Case[] = [
  ['AWS on an HTTP API', 'http', { ...lambda, integrationType: 'AWS' }, PROXIES_ONLY],
  ['HTTP on an HTTP API', 'http', { ...proxy, integrationType: 'HTTP' }, PROXIES_ONLY],
  ['MOCK on an HTTP API', 'http', { ...mock, payloadFormatVersion: '1.0' }, PROXIES_ONLY],
  [
    'no type',
    'ws',
    {},
    "1 validation error detected: Value null at 'integrationType' failed to satisfy constraint: Member must not be null",
  ],
  [
    'an unknown type',
    'ws',
    { integrationType: 'LAMBDA' },
    "1 validation error detected: Value 'LAMBDA' at 'integrationType' failed to satisfy constraint: Member must satisfy enum value set: [AWS, HTTP, MOCK, HTTP_PROXY, AWS_PROXY]",
  ],
]

const formats: Case[] = [
  [
    'no payload format on an HTTP API',
    'http',
    { ...proxy, payloadFormatVersion: undefined },
    'PayloadFormatVersion is a required parameter for integration',
  ],
  [
    'payload format 2.0 of HTTP_PROXY',
    'http',
    { ...proxy, payloadFormatVersion: '2.0' },
    'Invalid PayloadFormatVersion specified: 2.0. Must be one of [1.0] for this integration',
  ],
  [
    'payload format 3.0 of a function',
    'http',
    { ...lambda, payloadFormatVersion: '3.0' },
    'Invalid PayloadFormatVersion specified: 3.0. Must be one of [1.0, 2.0] for this integration',
  ],
  [
    'payload format 2.0 on a WebSocket API',
    'ws',
    { ...wsAws, integrationType: 'AWS_PROXY', payloadFormatVersion: '2.0' },
    'Invalid PayloadFormatVersion specified: 2.0. Must be one of [1.0] for this integration',
  ],
]

const methods: Case[] = [
  [
    'GET of a function',
    'http',
    { ...lambda, integrationMethod: 'GET' },
    'HttpMethod must be POST for AWS_PROXY IntegrationType',
  ],
  [
    'ANY of a function',
    'ws',
    { ...lambda, payloadFormatVersion: '1.0', integrationMethod: 'ANY' },
    'HttpMethod must be POST for AWS_PROXY IntegrationType',
  ],
  ['no method of HTTP_PROXY', 'http', { ...proxy, integrationMethod: undefined }, NO_METHOD],
  ['an empty method', 'http', { ...proxy, integrationMethod: '' }, NO_METHOD],
  ['no method of HTTP', 'ws', { ...wsHttp, integrationMethod: undefined }, NO_METHOD],
  [
    'a method in lower case',
    'ws',
    { ...wsHttp, integrationMethod: 'get' },
    'Invalid HttpMethod specified: get. Must be one of [ANY, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT]',
  ],
]

const uris: Case[] = [
  ['no URI', 'http', { ...proxy, integrationUri: undefined }, BAD_URI],
  ['no URI of a function', 'ws', { integrationType: 'AWS_PROXY' }, BAD_URI],
  ['a function as the URI of HTTP_PROXY', 'http', { ...proxy, integrationUri: FUNCTION }, BAD_URI],
  ['a URL as the URI of a function', 'http', { ...lambda, integrationUri: 'https://a.test' }, BAD_URI],
  [
    'another service on an HTTP API',
    'http',
    { ...lambda, integrationUri: 'arn:aws:apigateway:eu-west-1:sqs:path/1/q' },
    BAD_URI,
  ],
  ['a bare service ARN', 'ws', { ...wsAws, integrationUri: 'arn:aws:sqs:eu-west-1:123456789012:q' }, BAD_URI],
  [
    'a URI of a mock',
    'ws',
    { ...mock, integrationUri: 'https://a.test' },
    'Integration URI is not supported for MOCK integrations',
  ],
  ...[
    'a.test',
    'ftp://a.test',
    'https://',
    'https:///path',
    'https://user:password@a.test/',
    'https://{host}/',
    '${stageVariables.url}',
    'https://a.test/#fragment',
    'https://a.test/a b',
    'https://a.test:99999/',
    'https://[::1/',
    'https://a.test\\@b.test/',
    'https://${stageVariables.a-b}/',
    'https://a.test\n/',
  ].map(
    (integrationUri): Case => [
      `the URL ${JSON.stringify(integrationUri)}`,
      'ws',
      { ...wsHttp, integrationUri },
      BAD_URI,
    ],
  ),
]

const connections: Case[] = [
  ['a link for a function', 'http', { ...lambda, connectionType: 'VPC_LINK', connectionId: 'x' }, NOT_PRIVATE],
  ['a link for a mock', 'ws', { ...mock, connectionType: 'VPC_LINK', connectionId: 'x' }, NOT_PRIVATE],
  ['a link for AWS', 'ws', { ...wsAws, connectionType: 'VPC_LINK', connectionId: 'x' }, NOT_PRIVATE],
  [
    'no link',
    'http',
    { ...proxy, connectionType: 'VPC_LINK' },
    'ConnectionId is required for integrations of connection type VPC_LINK',
  ],
  [
    'an unknown link',
    'ws',
    { ...wsHttp, connectionType: 'VPC_LINK', connectionId: 'abc123' },
    'Invalid VpcLink identifier specified abc123',
  ],
  [
    'an unknown connection type',
    'http',
    { ...proxy, connectionType: 'VPN' },
    "1 validation error detected: Value 'VPN' at 'connectionType' failed to satisfy constraint: Member must satisfy enum value set: [INTERNET, VPC_LINK]",
  ],
]

const timeouts: Case[] = [
  ['49 ms', 'http', { ...proxy, timeoutInMillis: 49 }, 'Timeout should be between 50 ms and 30000 ms'],
  ['30001 ms', 'http', { ...proxy, timeoutInMillis: 30_001 }, 'Timeout should be between 50 ms and 30000 ms'],
  [
    '29001 ms on a WebSocket API',
    'ws',
    { ...mock, timeoutInMillis: 29_001 },
    'Timeout should be between 50 ms and 29000 ms',
  ],
  ['0 ms', 'ws', { ...mock, timeoutInMillis: 0 }, 'Timeout should be between 50 ms and 29000 ms'],
  [
    'half a millisecond',
    'ws',
    { ...mock, timeoutInMillis: 50.5 },
    "Invalid request input: 'timeoutInMillis' must be an integer",
  ],
]

const ofWebSocket: Case[] = [
  [
    'requestTemplates',
    'http',
    { ...proxy, requestTemplates: { a: 'b' } },
    'RequestTemplates is only supported for integrations of WEBSOCKET APIs',
  ],
  [
    'contentHandlingStrategy',
    'http',
    { ...proxy, contentHandlingStrategy: 'CONVERT_TO_TEXT' },
    'ContentHandlingStrategy is only supported for integrations of WEBSOCKET APIs',
  ],
  [
    'templateSelectionExpression',
    'http',
    { ...proxy, templateSelectionExpression: 'a' },
    'TemplateSelectionExpression is only supported for integrations of WEBSOCKET APIs',
  ],
  [
    'responseParameters on a WebSocket API',
    'ws',
    { ...mock, responseParameters: { '200': { 'append:header.a': 'b' } } },
    'ResponseParameters is only supported for integrations of HTTP APIs',
  ],
  [
    'a subtype on a WebSocket API',
    'ws',
    { ...wsAws, integrationSubtype: 'SQS-SendMessage' },
    'IntegrationSubtype is only supported for HTTP APIs',
  ],
  [
    'a template selection that is unclosed',
    'ws',
    { ...mock, templateSelectionExpression: '${request.body.a' },
    'Invalid template selection expression specified: ${request.body.a',
  ],
  [
    'credentials that are no role',
    'ws',
    { ...wsAws, credentialsArn: 'arn:aws:s3:::bucket' },
    'Invalid ARN specified in the request: arn:aws:s3:::bucket',
  ],
]

const mappings: Case[] = [
  ...(
    [
      ['header.a', "'b'", 'Invalid Request Actioned Parameter: Invalid mapping key: header.a'],
      ['set:header.a', 'b', 'Invalid Request Actioned Parameter: Invalid mapping key: set:header.a'],
      ['append:path', '/x', 'Invalid Request Actioned Parameter: Invalid mapping key: append:path'],
      ['overwrite:statuscode', '200', 'Invalid Request Actioned Parameter: Invalid mapping key: overwrite:statuscode'],
      ['append:header.a b', 'c', 'Invalid Request Actioned Parameter: Invalid header name: a b'],
      [
        'remove:header.Authorization',
        "''",
        'Invalid Request Actioned Parameter: Operations on header Authorization are restricted',
      ],
      [
        'append:header.X-Amz-Date',
        'x',
        'Invalid Request Actioned Parameter: Operations on header X-Amz-Date are restricted',
      ],
      ['append:header.a', '', 'Mapping expression missing source or destination'],
      [
        'append:header.a',
        '$request.cookie.b',
        'Invalid Request Actioned Parameter: Invalid mapping expression: $request.cookie.b',
      ],
      [
        'append:header.a',
        '$response.header.b',
        'Invalid Request Actioned Parameter: Invalid mapping expression: $response.header.b',
      ],
      [
        'append:header.a',
        'x${request.header.b',
        'Invalid Request Actioned Parameter: Unclosed variable in mapping expression: x${request.header.b',
      ],
      ['append:header.a', 'b\r\nset-cookie: c', 'Invalid Request Actioned Parameter: Invalid header value'],
    ] as const
  ).map(
    ([key, value, problem]): Case => [
      `the mapping ${key} ← ${JSON.stringify(value)}`,
      'http',
      { ...proxy, requestParameters: { [key]: value } },
      mapping(problem),
    ],
  ),
  ...(
    [
      ['199', {}, 'Invalid Response Actioned Parameter status code: 199. Must be from 200 to 599'],
      ['600', {}, 'Invalid Response Actioned Parameter status code: 600. Must be from 200 to 599'],
      ['__proto__', { a: 'b' }, 'Invalid Response Actioned Parameter status code: __proto__. Must be from 200 to 599'],
      [
        '200',
        { 'append:querystring.a': 'b' },
        'Invalid Response Actioned Parameter: Invalid mapping key: append:querystring.a',
      ],
      [
        '200',
        { 'append:statuscode': '200' },
        'Invalid Response Actioned Parameter: Invalid mapping key: append:statuscode',
      ],
      [
        '200',
        { 'append:header.a': '$request.header.b' },
        'Invalid Response Actioned Parameter: Invalid mapping expression: $request.header.b',
      ],
    ] as const
  ).map(
    ([status, entries, problem]): Case => [
      `the response mapping of ${status}: ${JSON.stringify(entries)}`,
      'http',
      { ...proxy, responseParameters: Object.fromEntries([[status, entries]]) },
      mapping(problem),
    ],
  ),
  ...(
    [
      [
        'header.a',
        "'b'",
        'Invalid mapping expression specified: header.a. Must be integration.request.{header|querystring|path}.{name}',
      ],
      [
        'integration.request.body.a',
        "'b'",
        'Invalid mapping expression specified: integration.request.body.a. Must be integration.request.{header|querystring|path}.{name}',
      ],
      [
        'integration.request.header.a b',
        "'b'",
        'Invalid mapping expression specified: integration.request.header.a b. Must be integration.request.{header|querystring|path}.{name}',
      ],
      ['integration.request.header.a', 'b', 'Invalid mapping expression parameter specified: b'],
      ['integration.request.header.a', '', 'Invalid mapping expression parameter specified: '],
      ['integration.request.header.a', "'b\nc'", "Invalid mapping expression parameter specified: 'b\nc'"],
      [
        'integration.request.header.a',
        '$request.header.b',
        'Invalid mapping expression parameter specified: $request.header.b',
      ],
    ] as const
  ).map(
    ([key, value, message]): Case => [
      `the WebSocket mapping ${key} ← ${JSON.stringify(value)}`,
      'ws',
      { ...wsHttp, requestParameters: { [key]: value } },
      message,
    ],
  ),
]

describe.each([
  ['types', types],
  ['payload formats', formats],
  ['methods', methods],
  ['URIs', uris],
  ['connections', connections],
  ['timeouts', timeouts],
  ['members of the other protocol', ofWebSocket],
  ['mappings', mappings],
])('integrations: %s', (_group, cases) => {
  test.each(cases)('refuses %s', async (_what, protocol, body, message) => {
    const wire = testWire()
    const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
    expect(await wire.call('POST', `apis/${api}/integrations`, body)).toEqual(badRequest(message))
    expect((await wire.plane.apis.get(api))?.integrations.size).toBe(0)
  })
})

describe('private integrations of an HTTP API', () => {
  const attempt = async (integrationUri: string) => {
    const { call, create, httpApi } = testWire()
    const connectionId = await create('vpclinks', { name: 'l', subnetIds: ['subnet-1'] })
    const body = { ...proxy, connectionType: 'VPC_LINK', connectionId, integrationUri }
    return call('POST', `apis/${await httpApi()}/integrations`, body)
  }

  test.each([
    LISTENER,
    LISTENER.replace('/app/', '/net/'),
    'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1?stage=prod',
  ])('may lead to %s', async (integrationUri) => {
    expect(await attempt(integrationUri)).toMatchObject({ status: 201, body: { integrationUri } })
  })

  test.each([
    'https://a.test',
    LISTENER.replace('listener/', 'loadbalancer/'),
    'arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1',
  ])('must not lead to %s', async (integrationUri) => {
    expect(await attempt(integrationUri)).toEqual(badRequest(NOT_PRIVATE_URI))
  })

  test('may take their link from a stage variable', async () => {
    const { call, httpApi } = testWire()
    const body = {
      ...proxy,
      connectionType: 'VPC_LINK',
      connectionId: '${stageVariables.link}',
      integrationUri: LISTENER,
    }
    expect((await call('POST', `apis/${await httpApi()}/integrations`, body)).status).toBe(201)
  })
})
