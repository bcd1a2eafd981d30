import { mkdtempDisposableSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { text } from 'node:stream/consumers'
import {
  ApiGatewayManagementApiClient,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import {
  type ApiGatewayV2Client,
  CreateApiCommand,
  CreateApiMappingCommand,
  CreateDomainNameCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiMappingCommand,
  DeleteDomainNameCommand,
  UpdateApiCommand,
  UpdateApiMappingCommand,
} from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientOf, lambdaClientOf } from './support/client.ts'
import { deployFunction } from './support/deploy-function.ts'
import { FrameClient } from './support/frame-client.ts'
import { PosternProcess } from './support/postern-process.ts'
import { WebSocketApiMaker } from './support/web-socket-api.ts'

/** Says what it was sent, to either kind of API. */
const ECHO = `exports.handler = async (event) => {
  const { domainName, domainPrefix, stage, connectionId } = event.requestContext
  const { rawPath, path } = event
  return { statusCode: 200, body: JSON.stringify({ domainName, domainPrefix, stage, connectionId, rawPath, path }) }
}`

let postern: PosternProcess
let client: ApiGatewayV2Client
let echo: string
beforeAll(async () => {
  postern = await PosternProcess.start()
  client = clientOf(postern.url)
  echo = await deployFunction(lambdaClientOf(postern.url), 'echo', { 'index.js': ECHO })
}, 60_000)
afterAll(() => postern.stop())

async function makeDomain(DomainName: string): Promise<void> {
  const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0123'
  await client.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations: [{ CertificateArn }] }))
}

async function map(DomainName: string, ApiMappingKey: string, ApiId: string, Stage: string): Promise<string> {
  const mapping = { ApiId, ApiMappingKey, DomainName, Stage }
  return (await client.send(new CreateApiMappingCommand(mapping))).ApiMappingId ?? ''
}

/** Asks the server under another name. */
function call(host: string, path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>()
  request({ port: postern.port, host: '127.0.0.1', path, method, headers: { ...headers, Host: host } }, (response) => {
    text(response).then((body) => resolve({ status: response.statusCode, body }), reject)
  })
    .on('error', reject)
    .end()
  return promise
}

async function json(host: string, path: string): Promise<unknown> {
  return JSON.parse((await call(host, path)).body) as unknown
}

/** An HTTP API with the stages `prod` and `$default`, whose function says what it got. */
async function makeHttpApi(PayloadFormatVersion: string): Promise<string> {
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'pets', ProtocolType: 'HTTP' }))
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: echo, PayloadFormatVersion }),
  )
  for (const RouteKey of ['GET /pets/{id}', 'GET /']) {
    await client.send(new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` }))
  }
  for (const StageName of ['prod', '$default']) {
    await client.send(new CreateStageCommand({ ApiId, StageName, AutoDeploy: true }))
  }
  return ApiId ?? ''
}

const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}' }
const NOT_FOUND = { status: 404, body: '{"message":"Not Found"}' }

describe('HTTP APIs', () => {
  test('are called by host and mapping key, the longest first', async () => {
    await makeDomain('api.shop.localhost')
    await makeDomain('*.shop.localhost')
    const [v2, v1] = [await makeHttpApi('2.0'), await makeHttpApi('1.0')]
    await map('api.shop.localhost', 'new', v2, '$default')
    await map('api.shop.localhost', 'new/beta', v2, 'prod')
    await map('api.shop.localhost', 'old', v1, 'prod')
    await map('*.shop.localhost', '', v2, 'prod')
    const host = `api.shop.localhost:${postern.port}`
    const names = { domainName: 'api.shop.localhost', domainPrefix: 'api' }
    expect(await json(host, '/new/pets/7')).toEqual({ ...names, stage: '$default', rawPath: '/pets/7' })
    expect(await json(host, '/new?x=1')).toEqual({ ...names, stage: '$default', rawPath: '/' })
    expect(await json(host, '/new/beta/pets/7')).toEqual({ ...names, stage: 'prod', rawPath: '/prod/pets/7' })
    expect(await json(host, '/old/pets/7')).toEqual({ ...names, stage: 'prod', path: '/old/pets/7' })
    const below = { domainName: 'any.shop.localhost', domainPrefix: 'any' }
    expect(await json(`any.shop.localhost`, '/pets/7')).toEqual({ ...below, stage: 'prod', rawPath: '/prod/pets/7' })
    expect(await call(host, '/newer')).toEqual(NOT_FOUND)
    expect(await call(host, '/new/none')).toEqual(NOT_FOUND)
    expect(await call(host, '/_postern/health')).toEqual(NOT_FOUND)
  })

  test('stay open on the domain name when their own host is closed; a change holds at once', async () => {
    await makeDomain('closed.localhost')
    const ApiId = await makeHttpApi('2.0')
    const ApiMappingId = await map('closed.localhost', '', ApiId, '$default')
    await client.send(new UpdateApiCommand({ ApiId, DisableExecuteApiEndpoint: true }))
    expect(await call(`${ApiId}.execute-api.localhost`, '/pets/7')).toEqual(NOT_FOUND)
    expect((await call('closed.localhost', '/pets/7')).status).toBe(200)
    const DomainName = 'closed.localhost'
    await client.send(new UpdateApiMappingCommand({ ApiId, ApiMappingId, DomainName, ApiMappingKey: 'v1' }))
    expect(await call(DomainName, '/pets/7')).toEqual(NOT_FOUND)
    expect((await call(DomainName, '/v1/pets/7')).status).toBe(200)
    await client.send(new DeleteApiMappingCommand({ ApiMappingId, DomainName }))
    expect(await call(DomainName, '/v1/pets/7')).toEqual(FORBIDDEN)
    await client.send(new DeleteDomainNameCommand({ DomainName }))
    // Another name below localhost: the control plane's.
    expect((await call(DomainName, '/v2/apis')).status).toBe(200)
  })
})

describe('WebSocket APIs', () => {
  let api: WebSocketApiMaker
  beforeAll(async () => {
    api = await WebSocketApiMaker.create(postern.url)
    const toEcho = await api.integration({
      IntegrationType: 'AWS_PROXY',
      IntegrationMethod: 'POST',
      IntegrationUri: echo,
    })
    await api.route('$connect', toEcho)
    await api.route('where', toEcho, 'two-way')
    await api.deploy('prod')
    await makeDomain('chat.example.com')
    await map('chat.example.com', 'room', api.apiId, 'prod')
  })

  test('a connection by domain name and key, and back to it without the stage', async () => {
    const host = `chat.example.com:${postern.port}`
    using connection = await FrameClient.open(`ws://${host}/room?x=1`)
    const where = JSON.parse(await connection.ask({ action: 'where' })) as Record<string, string>
    expect(where).toMatchObject({ domainName: host, stage: 'prod' })
    const ConnectionId = where['connectionId'] ?? ''

    // The SDK must reach loopback under a name that no resolver knows.
    const management = new ApiGatewayManagementApiClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${postern.port}/room`,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    })
    management.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> }
        headers['host'] = host
        return next(args)
      },
      { step: 'build' },
    )
    await management.send(new PostToConnectionCommand({ ConnectionId, Data: 'hello' }))
    expect(await connection.frame()).toBe('hello')
    const { ConnectedAt } = await management.send(new GetConnectionCommand({ ConnectionId }))
    expect(ConnectedAt).toBeInstanceOf(Date)

    const path = `prod/@connections/${encodeURIComponent(ConnectionId)}`
    expect(await call(host, `/room/${path}`, 'POST')).toEqual({
      status: 404,
      body: JSON.stringify({ message: `No method found matching route ${path} for http method POST.` }),
    })
    // A page of another name may not post.
    expect((await call(host, `/room/${path.slice(5)}`, 'POST', { Origin: 'https://evil.example' })).status).toBe(403)
  })

  test('what no mapping takes is forbidden, and health checks are answered', async () => {
    const host = `chat.example.com:${postern.port}`
    expect(await FrameClient.refused(`ws://${host}/`)).toEqual(FORBIDDEN)
    expect(await FrameClient.refused(`ws://${host}/prod`)).toEqual(FORBIDDEN)
    expect(await FrameClient.refused(`ws://${host}/room/prod`)).toEqual(FORBIDDEN)
    expect(await call(host, '/ping')).toEqual({ status: 200, body: 'healthy' })
    expect(await call(host, '/sping')).toEqual({ status: 200, body: 'healthy' })
    expect((await call(host, '/room')).status).toBe(426)
  })
})

test('domain names and mappings outlive the server', async () => {
  using directory = mkdtempDisposableSync(`${tmpdir()}/postern-domains-`)
  const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/0123'
  const create = new CreateDomainNameCommand({
    DomainName: 'kept.localhost',
    DomainNameConfigurations: [{ CertificateArn }],
  })
  {
    await using first = await PosternProcess.start('--data-dir', directory.path)
    await clientOf(first.url).send(create)
  }
  await using second = await PosternProcess.start('--data-dir', directory.path)
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  request({ port: second.port, host: '127.0.0.1', path: '/ping', headers: { Host: 'kept.localhost' } }, (response) => {
    response.resume()
    resolve(response.statusCode)
  })
    .on('error', reject)
    .end()
  expect(await promise).toBe(200)
})
