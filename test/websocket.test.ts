import { mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lambdaClientOf } from './support/client.ts'
import { deployFunction } from './support/deploy-function.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { FrameClient } from './support/frame-client.ts'
import { PosternProcess } from './support/postern-process.ts'
import { type RecordingBackend, recordingBackend } from './support/recording-backend.ts'
import { runProgram } from './support/run-program.ts'
import { WebSocketApiMaker } from './support/web-socket-api.ts'

const ID = /^[\w-]{15}=$/
const isId = expect.stringMatching(ID) as unknown

/** The frame of a failure, byte for byte. */
const failure = (message: string) =>
  expect.stringMatching(
    new RegExp(`^\\{"message": "${message}", "connectionId":"[\\w-]{15}=", "requestId":"[\\w-]{15}="\\}$`),
  ) as unknown

/** What functions and mocks are told by, so that a test sees them. */
const ECHO = `exports.handler = async (event) => {
  const { routeKey, eventType, connectionId, domainName, stage } = event.requestContext
  if (routeKey === '$connect') {
    const answer = { statusCode: Number(event.queryStringParameters?.status ?? 200), body: 'so says the function' }
    const chosen = event.headers['Sec-WebSocket-Protocol']?.split(/, */)[1]
    return chosen ? { ...answer, headers: { 'sec-websocket-protocol': chosen } } : answer
  }
  const message = JSON.parse(event.body)
  if (message.fail === 'throw') throw new Error('on purpose')
  if (message.fail === 'shape') return { hello: 'world' }
  if (message.fail === 'nothing') return undefined
  return { statusCode: 500, body: JSON.stringify({ routeKey, eventType, connectionId, domainName, stage, message }) }
}`

/** Tells a backend of the end of each connection, as nobody hears what it returns. */
const DISCONNECT = `exports.handler = async ({ requestContext }) => {
  const { eventType, connectionId, disconnectStatusCode, disconnectReason } = requestContext
  const body = JSON.stringify({ eventType, connectionId, disconnectStatusCode, disconnectReason })
  await fetch(process.env.TELL + encodeURIComponent(connectionId), { method: 'POST', body })
}`

const GREET = `exports.handler = async (event) => {
  if (event.name === 'Mallory') throw new Error('Malformed name')
  return { greeting: 'Hello, ' + event.name, seen: event }
}`

/** As in AWS's own chat samples: the SDK, and the endpoint of the event. */
const POST = `const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require('@aws-sdk/client-apigatewaymanagementapi')
exports.handler = async ({ requestContext, body }) => {
  const endpoint = 'https://' + requestContext.domainName + '/' + requestContext.stage
  const client = new ApiGatewayManagementApiClient({ endpoint })
  const ConnectionId = requestContext.connectionId
  await client.send(new PostToConnectionCommand({ ConnectionId, Data: JSON.parse(body).text }))
  return { statusCode: 200 }
}`

const hasBoto3 =
  findProgram('python3') !== undefined && (await runProgram('python3', ['-c', 'import boto3'])).status === 0
const testBoto3 = testWith('python3 with boto3', hasBoto3)

let postern: PosternProcess
let backend: RecordingBackend
let api: WebSocketApiMaker
let url: string
beforeAll(async () => {
  postern = await PosternProcess.start()
  backend = await recordingBackend()
  const lambda = lambdaClientOf(postern.url)
  const [echo, disconnect, greet, post] = await Promise.all([
    deployFunction(lambda, 'echo', { 'index.js': ECHO }),
    deployFunction(
      lambda,
      'disconnect',
      { 'index.js': DISCONNECT },
      {
        Environment: { Variables: { TELL: `${backend.url}/end/` } },
      },
    ),
    deployFunction(lambda, 'greet', { 'index.js': GREET }),
    // Where a package would hold the SDK, the function finds that of this repository.
    deployFunction(
      lambda,
      'post',
      { 'index.js': POST },
      {
        Timeout: 30,
        Environment: { Variables: { NODE_PATH: join(import.meta.dirname, '../node_modules') } },
      },
    ),
  ])
  api = await WebSocketApiMaker.create(postern.url)

  const proxy = { IntegrationType: 'AWS_PROXY', IntegrationMethod: 'POST' } as const
  const toEcho = await api.integration({ ...proxy, IntegrationUri: echo })
  await api.route('$connect', toEcho)
  await api.route('$disconnect', await api.integration({ ...proxy, IntegrationUri: disconnect }))
  await api.route('twoway', toEcho, 'two-way')
  await api.route('oneway', toEcho)
  await api.route('post', await api.integration({ ...proxy, IntegrationUri: post }))

  const toGreet = await api.integration(
    {
      IntegrationType: 'AWS',
      IntegrationMethod: 'POST',
      IntegrationUri: greet,
      TemplateSelectionExpression: '$request.body.form',
      RequestTemplates: {
        $default: '{"name": $input.json("$.who"), "from": "$context.routeKey"}',
        loud: '{"name": "$input.path("$.who").toUpperCase()"}',
      },
    },
    {
      $default: {
        ResponseTemplates: {
          'application/json': '{"says": $input.json("$.greeting"), "from": $input.json("$.seen.from")}',
        },
      },
      '/.*Malformed.*/': { ResponseTemplates: { 'application/json': '{"refused": $input.json("$.errorMessage")}' } },
    },
  )
  await api.route('greet', toGreet, 'two-way')

  const toBackend = await api.integration(
    {
      IntegrationType: 'HTTP',
      IntegrationMethod: 'PUT',
      IntegrationUri: `${backend.url}/things/{id}`,
      RequestTemplates: { 'application/json': '{"value": $input.json("$.value")}' },
      RequestParameters: {
        'integration.request.path.id': 'route.request.body.id',
        'integration.request.querystring.stage': 'context.stage',
        'integration.request.header.x-connection': 'context.connectionId',
      },
    },
    {
      '/2\\d\\d/': { ResponseTemplates: { 'application/json': 'stored as $input.path("$.path")' } },
      '/4\\d\\d/': { ResponseTemplates: { 'application/json': 'refused' } },
    },
  )
  await api.route('http', toBackend, 'two-way')
  const toProxy = { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'POST', IntegrationUri: `${backend.url}/proxy` }
  await api.route('proxy', await api.integration(toProxy as never), 'two-way')
  const unreachable = { ...toProxy, IntegrationUri: 'http://127.0.0.1:1/' }
  await api.route('unreachable', await api.integration(unreachable as never))
  const slow = { ...toProxy, IntegrationUri: `${backend.url}/never`, TimeoutInMillis: 50 }
  await api.route('slow', await api.integration(slow as never))

  const mock = await api.integration(
    { IntegrationType: 'MOCK', RequestTemplates: { 'application/json': "{statusCode: $input.path('$.status'),}" } },
    {
      '/2\\d\\d/': { ResponseTemplates: { 'application/json': '$context.connectionId $context.eventType' } },
      $default: { ResponseTemplates: { 'application/json': 'something else' } },
    },
  )
  await api.route('mock', mock, 'two-way')
  await api.route('$default', await api.integration({ IntegrationType: 'MOCK', PassthroughBehavior: 'NEVER' }))
  await api.deploy('prod')
  url = api.url('prod')
})
afterAll(async () => {
  await postern.stop()
  backend.close()
})

describe('handshake', () => {
  test('by host, by host over TLS, with a slash at the end, by path', async () => {
    for (const form of [url, `${url}/`, url.replace('ws:', 'wss:'), api.pathUrl('prod'), `${api.pathUrl('prod')}/`]) {
      using client = await FrameClient.open(form, { rejectUnauthorized: false })
      client.send({ action: 'twoway' })
      expect({ form, ...((await client.json()) as object) }).toMatchObject({
        form,
        eventType: 'MESSAGE',
        connectionId: isId,
        domainName: `${api.apiId}.execute-api.localhost:${postern.port}`,
        stage: 'prod',
      })
    }
  })

  test('refused by $connect: its status and body', async () => {
    expect(await FrameClient.refused(`${url}?status=401`)).toEqual({ status: 401, body: 'so says the function' })
    expect(await FrameClient.refused(`${api.pathUrl('prod')}?status=503`)).toMatchObject({ status: 503 })
  })

  test('an HTTP backend sees the handshake, and its status decides', async () => {
    const made = await WebSocketApiMaker.create(postern.url)
    const toDoor = await made.integration({
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      IntegrationUri: `${backend.url}/door/\${stageVariables.door}`,
      RequestParameters: {
        'integration.request.header.x-connection': 'context.connectionId',
        'integration.request.header.sec-websocket-version': "'0'",
      },
    })
    await made.route('$connect', toDoor)
    await made.deploy('open', { door: '204' })
    await made.deploy('shut', { door: '403' })
    using client = await FrameClient.open(`${made.url('open')}?room=42`, { headers: { cookie: 'a=b' } })
    expect(client.protocol).toBe('')
    const { method, path, headers, body } = await backend.next('/door/')
    expect({ method, path, body }).toEqual({ method: 'GET', path: '/door/204?room=42', body: '' })
    expect(headers).toMatchObject({
      host: new URL(backend.url).host,
      cookie: 'a=b',
      'sec-websocket-key': expect.any(String) as unknown,
      'sec-websocket-version': '0',
      'x-connection': isId,
    })
    expect(headers).not.toHaveProperty('upgrade')
    expect(await FrameClient.refused(made.url('shut'))).toEqual({ status: 403, body: '{"path":"/door/403"}' })
  })

  test('no such stage, a path behind the stage, plain HTTP', async () => {
    expect(await FrameClient.refused(api.url('other'))).toEqual({ status: 403, body: '{"message":"Forbidden"}' })
    expect(await FrameClient.refused(`${url}/more`)).toMatchObject({ status: 403 })
    const plain = await fetch(`${postern.url}/_aws/execute-api/${api.apiId}/prod`)
    expect([plain.status, await plain.text()]).toEqual([426, '{"message":"Upgrade Required"}'])
  })

  test('the subprotocol is the one that $connect chose', async () => {
    using client = await FrameClient.open(url, { protocols: ['first', 'second'] })
    expect(client.protocol).toBe('second')
  })
})

describe('messages', () => {
  let client: FrameClient
  beforeAll(async () => {
    client = await FrameClient.open(url)
  })
  afterAll(() => client[Symbol.dispose]())

  /** Answers the frame. */
  const ask = (message: unknown) => {
    client.send(message)
    return client.frame()
  }

  test('AWS_PROXY: the body is the frame, whatever the status; without a route response there is none', async () => {
    expect(JSON.parse(await ask({ action: 'twoway', n: 1 }))).toMatchObject({ message: { action: 'twoway', n: 1 } })
    client.send({ action: 'oneway' })
    client.send({ action: 'oneway', fail: 'nothing' })
    // One by one, or the order would be anybody's guess.
    expect(await ask({ action: 'oneway', fail: 'throw' })).toEqual(failure('Internal server error'))
    expect(await ask({ action: 'oneway', fail: 'shape' })).toEqual(failure('Internal server error'))
    expect(await ask({ action: 'twoway', fail: 'throw' })).toEqual(failure('Internal server error'))
  })

  test('AWS with templates: chosen by the message, and by what the function threw', async () => {
    expect(await ask({ action: 'greet', who: 'Ada' })).toBe('{"says": "Hello, Ada", "from": "greet"}')
    expect(await ask({ action: 'greet', form: 'loud', who: 'Ada' })).toBe('{"says": "Hello, ADA", "from": ""}')
    expect(await ask({ action: 'greet', who: 'Mallory' })).toBe('{"refused": "Malformed name"}')
  })

  test('HTTP: template, parameters, integration responses', async () => {
    expect(await ask({ action: 'http', id: 'a/b', value: [1] })).toBe('stored as /things/a%2Fb?stage=prod')
    const { method, body, headers } = await backend.next('/things/')
    expect({ method, body, type: headers['content-type'], connection: headers['x-connection'] }).toEqual({
      method: 'PUT',
      body: '{"value": [1]}',
      type: 'application/json',
      connection: isId,
    })
    expect(await ask({ action: 'http', id: '404', value: 1 })).toBe('refused')
    // No integration response is for it, and there is none for $default.
    expect(await ask({ action: 'http', id: '500', value: 1 })).toEqual(failure('Internal server error'))
  })

  test('HTTP_PROXY: the message as it is, the answer as it is; time and reach', async () => {
    expect(JSON.parse(await ask('{ "action":"proxy" }'))).toEqual({ path: '/proxy' })
    expect(await backend.next('/proxy')).toMatchObject({ method: 'POST', body: '{ "action":"proxy" }' })
    expect(await ask({ action: 'unreachable' })).toEqual(failure('Internal server error'))
    expect(await ask({ action: 'slow' })).toEqual(failure('Endpoint request timed out'))
  })

  test('MOCK: the template gives the status, the integration response the frame', async () => {
    expect(await ask({ action: 'mock', status: 204 })).toMatch(/^[\w-]{15}= MESSAGE$/)
    expect(await ask({ action: 'mock', status: 400 })).toBe('something else')
    expect(await ask({ action: 'mock', status: '"x"' })).toEqual(failure('Internal server error'))
  })

  test('$default takes what no route does, and what is no JSON; nothing reaches $connect', async () => {
    for (const message of ['nonsense', '', '[]', { action: 'other' }, { action: '$connect' }, { action: '$default' }]) {
      expect(await ask(message)).toEqual(failure('Unsupported Media Type'))
    }
  })

  test('a frame that is too large closes with 1009, a binary one with 1003', async () => {
    using large = await FrameClient.open(url)
    large.send('x'.repeat(32_769))
    expect(await large.closed).toMatchObject({ code: 1009 })
    using binary = await FrameClient.open(url)
    binary.send(Buffer.from('{}'))
    expect(await binary.closed).toMatchObject({ code: 1003 })
  })
})

describe('the end', () => {
  const open = async () => {
    const client = await FrameClient.open(url)
    client.send({ action: 'twoway' })
    const { connectionId } = (await client.json()) as { readonly connectionId: string }
    return { client, connectionId }
  }

  /** What the function was told of the end of a connection. */
  const endOf = async (connectionId: string) =>
    JSON.parse((await backend.next(`/end/${encodeURIComponent(connectionId)}`)).body) as unknown

  test('of the client: with a code, without one, by the loss of the connection', async () => {
    const eventType = 'DISCONNECT'
    const { client, connectionId } = await open()
    expect(await client.close(4001, 'enough')).toEqual({ code: 4001, reason: 'enough' })
    const withCode = { eventType, connectionId, disconnectStatusCode: 4001, disconnectReason: 'enough' }
    expect(await endOf(connectionId)).toEqual(withCode)

    const second = await open()
    await second.client.close()
    expect(await endOf(second.connectionId)).toMatchObject({
      disconnectStatusCode: 1005,
      disconnectReason: 'Client-side close frame status not set',
    })

    const third = await open()
    third.client[Symbol.dispose]()
    expect(await endOf(third.connectionId)).toMatchObject({ disconnectStatusCode: 1006 })
  })

  test('of the server: SIGTERM closes with 1001, and $disconnect ends before the process does, once', async () => {
    await using other = await PosternProcess.start()
    const Environment = { Variables: { TELL: `${backend.url}/stopped/` } }
    const uri = await deployFunction(lambdaClientOf(other.url), 'end', { 'index.js': DISCONNECT }, { Environment })
    const made = await WebSocketApiMaker.create(other.url)
    const proxy = { IntegrationType: 'AWS_PROXY', IntegrationMethod: 'POST', IntegrationUri: uri } as const
    await made.route('$disconnect', await made.integration(proxy))
    await made.deploy('prod')
    using one = await FrameClient.open(made.url('prod'))
    using two = await FrameClient.open(made.url('prod'))
    expect(await other.stop()).toBe(0)
    const goneAway = { code: 1001, reason: 'Going away' }
    expect([await one.closed, await two.closed]).toEqual([goneAway, goneAway])
    // The process has ended: all that it told is here.
    const told = backend.waiting('/stopped/').map(({ path }) => path)
    expect([told.length, new Set(told).size]).toEqual([2, 2])
  })
})

test.each(['--web-sockets-idle-timeout', '--web-sockets-duration'])('%s closes with 1001', async (flag) => {
  await using other = await PosternProcess.start(flag, '1')
  const made = await WebSocketApiMaker.create(other.url)
  await made.route('$default', await made.integration({ IntegrationType: 'MOCK' }))
  await made.deploy('prod')
  using client = await FrameClient.open(made.url('prod'))
  expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' })
})

describe('@connections', () => {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }

  test('a function posts by the SDK to the endpoint that its event names, as on AWS', async () => {
    using client = await FrameClient.open(url)
    client.send({ action: 'post', text: 'from the function ü' })
    expect(await client.frame()).toBe('from the function ü')
  })

  test('the SDK: post, get, delete; 410 for who is gone', async () => {
    using client = await FrameClient.open(url, { headers: { 'user-agent': 'a test' } })
    client.send({ action: 'twoway' })
    const { connectionId: ConnectionId } = (await client.json()) as { readonly connectionId: string }
    const endpoint = `${postern.url}/_aws/execute-api/${api.apiId}/prod`
    const management = new ApiGatewayManagementApiClient({ endpoint, region: 'us-east-1', credentials })
    await management.send(new PostToConnectionCommand({ ConnectionId, Data: 'hello ü' }))
    expect(await client.frame()).toBe('hello ü')
    const known = await management.send(new GetConnectionCommand({ ConnectionId }))
    expect(known).toMatchObject({
      ConnectedAt: expect.any(Date) as unknown,
      LastActiveAt: expect.any(Date) as unknown,
      Identity: { SourceIp: '127.0.0.1', UserAgent: 'a test' },
    })
    const large = management.send(new PostToConnectionCommand({ ConnectionId, Data: 'x'.repeat(131_073) }))
    await expect(large).rejects.toMatchObject({ name: 'PayloadTooLargeException', $metadata: { httpStatusCode: 413 } })
    const largest = 'x'.repeat(131_072)
    await management.send(new PostToConnectionCommand({ ConnectionId, Data: largest }))
    expect(await client.frame()).toBe(largest)

    await management.send(new DeleteConnectionCommand({ ConnectionId }))
    expect(await client.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally' })
    const gone = { name: 'GoneException', $metadata: { httpStatusCode: 410 } }
    await expect(management.send(new DeleteConnectionCommand({ ConnectionId }))).rejects.toMatchObject(gone)
    await expect(
      management.send(new PostToConnectionCommand({ ConnectionId: 'none', Data: '' })),
    ).rejects.toMatchObject({ message: 'Invalid connectionId: none', $metadata: { httpStatusCode: 400 } })
  })

  testBoto3('boto3 and the SDK, signed with configured credentials', async () => {
    const keys = [{ accessKeyId: 'team', secretAccessKey: '2f1c9b0d6e5a4837' }] as const
    using directory = mkdtempDisposableSync(join(tmpdir(), 'postern-websocket-'))
    const config = join(directory.path, 'postern.json')
    writeFileSync(config, JSON.stringify({ credentials: keys }))
    await using guarded = await PosternProcess.start('--config', config)
    const made = await WebSocketApiMaker.create(guarded.url, keys[0])
    const mock = await made.integration(
      { IntegrationType: 'MOCK' },
      { $default: { ResponseTemplates: { 'application/json': '$context.connectionId' } } },
    )
    await made.route('$default', mock, 'two-way')
    await made.deploy('prod')
    // Clients of the API itself need no key.
    using client = await FrameClient.open(made.url('prod'))
    client.send('who am I?')
    const ConnectionId = await client.frame()
    expect(ConnectionId).toMatch(ID)

    const endpoint = `${guarded.url}/_aws/execute-api/${made.apiId}/prod`
    const post = (secretAccessKey: string) => {
      const signer = { accessKeyId: 'team', secretAccessKey }
      const management = new ApiGatewayManagementApiClient({ endpoint, region: 'us-east-1', credentials: signer })
      return management.send(new PostToConnectionCommand({ ConnectionId, Data: 'by the SDK' }))
    }
    await post('2f1c9b0d6e5a4837')
    expect(await client.frame()).toBe('by the SDK')
    await expect(post('another')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
    const unsigned = await fetch(`${endpoint}/@connections/${encodeURIComponent(ConnectionId)}`, {
      method: 'POST',
      body: 'x',
    })
    expect(unsigned.status).toBe(403)

    const boto3 = await runProgram('python3', ['-c', BOTO3, endpoint, ConnectionId])
    expect([boto3.status, boto3.stderr]).toEqual([0, ''])
    expect(await client.frame()).toBe('by boto3')
    expect(JSON.parse(boto3.stdout)).toEqual([200, '127.0.0.1', 403, 204, 410])
    expect(await client.closed).toMatchObject({ code: 1000 })
  })
})

const BOTO3 = `
import boto3, json, sys
endpoint, connection = sys.argv[1:]
def client(secret):
    return boto3.client('apigatewaymanagementapi', endpoint_url=endpoint, region_name='us-east-1',
                        aws_access_key_id='team', aws_secret_access_key=secret)
def status(call, **words):
    try:
        return call(ConnectionId=connection, **words)['ResponseMetadata']['HTTPStatusCode']
    except client('').exceptions.ClientError as error:
        return error.response['ResponseMetadata']['HTTPStatusCode']
right, wrong = client('2f1c9b0d6e5a4837'), client('another')
seen = [status(right.post_to_connection, Data=b'by boto3'),
        right.get_connection(ConnectionId=connection)['Identity']['SourceIp'],
        status(wrong.post_to_connection, Data=b'never'),
        status(right.delete_connection), status(right.delete_connection)]
print(json.dumps(seen))
`
