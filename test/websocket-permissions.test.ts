import {
  ApiGatewayManagementApiClient,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { CreateRouteCommand } from '@aws-sdk/client-apigatewayv2'
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import { expect, test } from 'vitest'
import { clientOf, iamClientOf } from './support/client.ts'
import { FrameClient } from './support/frame-client.ts'
import { PosternProcess } from './support/postern-process.ts'
import { WebSocketApiMaker } from './support/web-socket-api.ts'

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** A URL as a browser would be given one. */
async function presigned(url: string, credentials: Keys): Promise<string> {
  const { host, pathname } = new URL(url)
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service: 'execute-api', sha256: Sha256 })
  const { query = {} } = await signer.presign({
    method: 'GET',
    protocol: 'http:',
    hostname: host,
    path: pathname,
    query: {},
    headers: { host },
  })
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value)] as [string, string])
  return `${url}?${new URLSearchParams(pairs).toString()}`
}

/** A server, a role, a session of it, and a WebSocket API that asks who connects. */
async function setUp(postern: PosternProcess) {
  const iam = iamClientOf(postern.url)
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: trust })
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument }))
  const RoleArn = Role?.Arn
  const options = { region: 'us-east-1', endpoint: postern.url }
  const sts = new STSClient({ ...options, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const assumed = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 's1' }))
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = assumed.Credentials ?? {}
  const keys: Keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }

  const api = await WebSocketApiMaker.create(postern.url)
  const { apiId: ApiId } = api
  const connect = { ApiId, RouteKey: '$connect', AuthorizationType: 'AWS_IAM' } as const
  await clientOf(postern.url).send(new CreateRouteCommand(connect))
  // Tells the client its connection's id.
  const template = { 'application/json': '$context.connectionId' }
  const who = await api.integration({ IntegrationType: 'MOCK' }, { $default: { ResponseTemplates: template } })
  await api.route('$default', who, 'two-way')
  await api.deploy('prod')
  const management = new ApiGatewayManagementApiClient({
    region: 'us-east-1',
    endpoint: `${postern.url}/_aws/execute-api/${ApiId}/prod`,
    credentials: keys,
    maxAttempts: 1,
  })
  const allow = async (Action: string, path: string) => {
    const Resource = `arn:aws:execute-api:*:*:${ApiId}/prod/${path}`
    const statement = { Effect: 'Allow', Action, Resource }
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statement })
    const PolicyName = Action.replace(':', '-')
    await iam.send(new PutRolePolicyCommand({ RoleName: 'app', PolicyName, PolicyDocument }))
  }
  return { api, keys, management, allow }
}

test('enforce: what a role’s session may, its policies say', async () => {
  await using postern = await PosternProcess.start('--permissions', 'enforce')
  const { api, keys, management, allow } = await setUp(postern)
  const url = await presigned(api.url('prod'), keys)
  const refused = (action: string, path: string) =>
    `assumed-role/app/s1 is not authorized to perform: ${action} on resource: ` +
    `arn:aws:execute-api:us-east-1:********0000:${api.apiId}/prod/${path}`

  const { status, body } = await FrameClient.refused(url)
  expect(status).toBe(403)
  expect(body).toContain(refused('execute-api:Invoke', '$connect'))
  await allow('execute-api:Invoke', '*')
  using client = await FrameClient.open(url)
  const ConnectionId = await client.ask('{}')
  const post = () => management.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.from('hello') }))
  await expect(post()).rejects.toMatchObject({
    name: 'ForbiddenException',
    message: expect.stringContaining(
      refused('execute-api:ManageConnections', `POST/@connections/${ConnectionId}`),
    ) as string,
  })

  await allow('execute-api:ManageConnections', 'POST/@connections/*')
  await post()
  expect(await client.frame()).toBe('hello')
  await expect(management.send(new GetConnectionCommand({ ConnectionId }))).rejects.toThrow('is not authorized')
})

test('warn: all of it is let through, and the log says what AWS would refuse', async () => {
  await using postern = await PosternProcess.start()
  const { api, keys, management } = await setUp(postern)
  using client = await FrameClient.open(await presigned(api.url('prod'), keys))
  const ConnectionId = await client.ask('{}')
  await management.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.from('hello') }))
  expect(await client.frame()).toBe('hello')
  await postern.stop()
  for (const action of ['execute-api:Invoke', 'execute-api:ManageConnections']) {
    expect(postern.errors).toContain(`is not authorized to perform: ${action} on resource`)
  }
})
