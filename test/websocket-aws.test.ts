import {
  type ApiGatewayV2Client,
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateIntegrationResponseCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import { afterAll, test as anyTest, beforeAll, expect, vi } from 'vitest'
import { clientOf } from './support/client.ts'
import { FrameClient } from './support/frame-client.ts'
import { hasMoto, Moto } from './support/moto.ts'
import { PosternProcess } from './support/postern-process.ts'

// Debian has no package of moto, so that CI need not have it either.
if (!hasMoto) console.warn('Skipped: moto_server is not on this machine (pip install "moto[server]")')
const test = hasMoto ? anyTest : anyTest.skip

let moto: Moto
beforeAll(async () => {
  if (!hasMoto) return
  moto = await Moto.start()
  // Postern inherits them.
  vi.stubEnv('AWS_ENDPOINT_URL', moto.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  if (hasMoto) await moto[Symbol.asyncDispose]()
})

interface Backend {
  readonly uri: string
  readonly template: string
  /** By key. */
  readonly answers: Readonly<Record<string, string>>
  readonly more?: Partial<CreateIntegrationCommandInput>
}

/** Makes a WebSocket API with a two-way route for each backend. Answers where its stage is. */
async function makeApi(postern: PosternProcess, backends: Readonly<Record<string, Backend>>): Promise<string> {
  const client = clientOf(postern.url)
  const api = { Name: 'services', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } as const
  const { ApiId } = await client.send(new CreateApiCommand(api))
  for (const [RouteKey, backend] of Object.entries(backends)) await makeRoute(client, ApiId, RouteKey, backend)
  const { DeploymentId } = await client.send(new CreateDeploymentCommand({ ApiId }))
  await client.send(
    new CreateStageCommand({ ApiId, StageName: 'prod', DeploymentId, StageVariables: { table: 'notes' } }),
  )
  return `${postern.url.replace('http', 'ws')}/_aws/execute-api/${ApiId}/prod`
}

async function makeRoute(client: ApiGatewayV2Client, ApiId: string | undefined, RouteKey: string, backend: Backend) {
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS',
      IntegrationMethod: 'POST',
      IntegrationUri: `arn:aws:apigateway:us-east-1:${backend.uri}`,
      RequestTemplates: { 'application/json': backend.template },
      ...backend.more,
    }),
  )
  for (const [IntegrationResponseKey, template] of Object.entries(backend.answers)) {
    const ResponseTemplates = { 'application/json': template }
    await client.send(
      new CreateIntegrationResponseCommand({ ApiId, IntegrationId, IntegrationResponseKey, ResponseTemplates }),
    )
  }
  const route = {
    ApiId,
    RouteKey,
    Target: `integrations/${IntegrationId}`,
    RouteResponseSelectionExpression: '$default',
  }
  const { RouteId } = await client.send(new CreateRouteCommand(route))
  await client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: '$default' }))
}

const KEY = `"TableName": "$stageVariables.table", "Key": {"id": {"S": "$input.path('$.id')"}}`

test('DynamoDB keeps and gives items, with templates both ways', async () => {
  await moto.call('dynamodb', 'DynamoDB_20120810.CreateTable', {
    TableName: 'notes',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  })
  await using postern = await PosternProcess.start()
  const url = await makeApi(postern, {
    put: {
      uri: 'dynamodb:action/PutItem',
      template: `{"TableName": "$stageVariables.table", "Item": {
        "id": {"S": "$input.path('$.id')"}, "text": {"S": $input.json('$.text')}, "route": {"S": "$context.routeKey"}}}`,
      answers: { $default: '{"kept": true}' },
    },
    get: {
      uri: 'dynamodb:action/GetItem',
      template: `{${KEY}}`,
      answers: { $default: `{"text": $input.json('$.Item.text.S'), "by": $input.json('$.Item.route.S')}` },
    },
    lost: {
      uri: 'dynamodb:action/GetItem',
      template: `{${KEY.replace('$stageVariables.table', 'nowhere')}}`,
      answers: { '/4\\d\\d/': `$input.path('$.__type').replaceAll("^.*#", "")`, $default: 'found' },
    },
  })
  using client = await FrameClient.open(url)
  expect(await client.ask({ action: 'put', id: '7', text: 'a "quoted" ü' })).toBe('{"kept": true}')
  expect(await client.ask({ action: 'get', id: '7' })).toBe('{"text": "a \\"quoted\\" ü", "by": "put"}')
  expect(await client.ask({ action: 'lost', id: '7' })).toBe('ResourceNotFoundException')
  expect(postern.errors).toBe('')
})

test('SQS takes messages: a form to the path of a queue, and JSON to an action', async () => {
  const { QueueUrl } = await moto.call('sqs', 'AmazonSQS.CreateQueue', { QueueName: 'jobs' })
  await using postern = await PosternProcess.start()
  const url = await makeApi(postern, {
    form: {
      uri: 'sqs:path/123456789012/jobs',
      template: `Action=SendMessage&MessageBody=$util.urlEncode($input.json('$.job'))`,
      answers: { $default: '$input.body' },
      more: {
        RequestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      },
    },
    json: {
      uri: 'sqs:action/SendMessage',
      template: `{"QueueUrl": "${String(QueueUrl)}", "MessageBody": "$util.escapeJavaScript($input.json('$.job'))"}`,
      answers: { $default: `$input.path('$.MessageId').length()` },
    },
  })
  using client = await FrameClient.open(url)
  expect(await client.ask({ action: 'form', job: { a: '&=ü' } })).toContain('SendMessageResponse')
  expect(await client.ask({ action: 'json', job: { b: 1 } })).toBe('36')
  const received = await moto.call('sqs', 'AmazonSQS.ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 })
  const bodies = (received['Messages'] as readonly { readonly Body: string }[]).map(({ Body }) => Body)
  expect(bodies.toSorted()).toEqual(['{"a":"&=ü"}', '{"b":1}'])
})

test('Step Functions starts an execution, on behalf of a role', async () => {
  const { stateMachineArn } = await moto.call('states', 'AWSStepFunctions.CreateStateMachine', {
    name: 'orders',
    roleArn: 'arn:aws:iam::123456789012:role/runner',
    definition: '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}',
  })
  await using postern = await PosternProcess.start()
  const url = await makeApi(postern, {
    start: {
      uri: 'states:action/StartExecution',
      template: `{"stateMachineArn": "${String(stateMachineArn)}", "input": "$util.escapeJavaScript($input.body)"}`,
      answers: { $default: `$input.path('$.executionArn')` },
      more: { CredentialsArn: 'arn:aws:iam::123456789012:role/starter' },
    },
  })
  using client = await FrameClient.open(url)
  const executionArn = await client.ask({ action: 'start', order: 7 })
  expect(executionArn).toMatch(/^arn:aws:states:us-east-1:123456789012:execution:orders:/)
  const { input } = await moto.call('states', 'AWSStepFunctions.DescribeExecution', { executionArn })
  expect(JSON.parse(String(input))).toEqual({ action: 'start', order: 7 })
})

test('a service without an endpoint is not called, and the log says what to set', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', undefined)
  await using postern = await PosternProcess.start()
  const url = await makeApi(postern, { list: { uri: 'sqs:action/ListQueues', template: '{}', answers: {} } })
  using client = await FrameClient.open(url)
  expect(JSON.parse(await client.ask({ action: 'list' }))).toMatchObject({ message: 'Internal server error' })
  await postern.stop()
  expect(postern.errors).toContain('AWS_ENDPOINT_URL_SQS')
})
