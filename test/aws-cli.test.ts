import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { AwsCli, hasAwsCli } from './support/aws-cli.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { recordingBackend } from './support/recording-backend.ts'

const test = testWith('the AWS CLI', hasAwsCli)

let postern: PosternProcess
let aws: AwsCli
beforeAll(async () => {
  postern = await PosternProcess.start()
  aws = new AwsCli(postern.url)
})
afterAll(() => postern.stop())

/** A command of `aws apigatewayv2`. */
const v2 = (...words: string[]) => aws.run('apigatewayv2', ...words)
const refused = (...words: string[]) => aws.refusal('apigatewayv2', ...words)
const string = expect.any(String) as string
const listed = async (...words: string[]) => ((await v2(...words))['Items'] as object[]).length

test('who one is', async () => {
  expect(await aws.run('sts', 'get-caller-identity')).toEqual({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:root',
    UserId: '000000000000',
  })
})

test('every operation of an HTTP API', async () => {
  const api = await v2(
    'create-api',
    '--name',
    'pets',
    '--protocol-type',
    'HTTP',
    '--cors-configuration',
    'AllowOrigins=*',
  )
  const id = String(api['ApiId'])
  const of = ['--api-id', id]
  expect(api['CorsConfiguration']).toEqual({ AllowOrigins: ['*'] })
  expect(await v2('get-api', ...of)).toEqual(api)
  expect(await v2('update-api', ...of, '--description', 'd')).toMatchObject({ Description: 'd' })
  expect(await v2('delete-cors-configuration', ...of)).toEqual({})
  expect(await v2('get-api', ...of)).not.toHaveProperty('CorsConfiguration')
  expect(await listed('get-apis')).toBe(1)

  const uri = ['--integration-uri', 'https://example.com/{proxy}']
  const kind = ['--integration-type', 'HTTP_PROXY', '--integration-method', 'ANY', '--payload-format-version', '1.0']
  const integration = await v2('create-integration', ...of, ...kind, ...uri)
  const integrationId = String(integration['IntegrationId'])
  const ofIntegration = [...of, '--integration-id', integrationId]
  expect(await v2('get-integration', ...ofIntegration)).toEqual(integration)
  expect(await v2('update-integration', ...ofIntegration, '--timeout-in-millis', '50')).toMatchObject({
    TimeoutInMillis: 50,
  })
  expect(await listed('get-integrations', ...of)).toBe(1)
  expect(await refused('create-integration', ...of, '--integration-type', 'MOCK')).toBe(
    'BadRequestException: Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)',
  )

  const jwt = ['--authorizer-type', 'JWT', '--jwt-configuration', 'Audience=a,Issuer=https://issuer.example']
  const source = ['--identity-source', '$request.header.Authorization']
  const authorizer = await v2('create-authorizer', ...of, '--name', 'jwt', ...jwt, ...source)
  const ofAuthorizer = [...of, '--authorizer-id', String(authorizer['AuthorizerId'])]
  expect(authorizer).toEqual({
    AuthorizerId: string,
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Audience: ['a'], Issuer: 'https://issuer.example' },
    Name: 'jwt',
  })
  expect(await v2('get-authorizer', ...ofAuthorizer)).toEqual(authorizer)
  expect(await v2('update-authorizer', ...ofAuthorizer, '--name', 'renamed')).toMatchObject({ Name: 'renamed' })
  expect(await listed('get-authorizers', ...of)).toBe(1)

  const target = ['--target', `integrations/${integrationId}`]
  const route = await v2('create-route', ...of, '--route-key', 'GET /pets/{proxy+}', ...target)
  const ofRoute = [...of, '--route-id', String(route['RouteId'])]
  expect(await v2('get-route', ...ofRoute)).toEqual(route)
  expect(await v2('update-route', ...ofRoute, '--operation-name', 'Pets')).toMatchObject({ OperationName: 'Pets' })
  expect(await listed('get-routes', ...of)).toBe(1)
  expect(await refused('delete-integration', ...ofIntegration)).toBe(
    `ConflictException: Cannot delete Integration because it is referenced by the following Routes with Ids: [${String(route['RouteId'])}]`,
  )
  expect(await refused('delete-route-request-parameter', ...ofRoute, '--request-parameter-key', 'x')).toMatch(
    /^NotFoundException: /,
  )

  const deployment = await v2('create-deployment', ...of, '--description', 'first')
  const deploymentId = String(deployment['DeploymentId'])
  const ofDeployment = [...of, '--deployment-id', deploymentId]
  expect(deployment).toMatchObject({ AutoDeployed: false, DeploymentStatus: 'DEPLOYED' })
  expect(await v2('get-deployment', ...ofDeployment)).toEqual(deployment)
  expect(await v2('update-deployment', ...ofDeployment, '--description', 'x')).toMatchObject({ Description: 'x' })
  expect(await listed('get-deployments', ...of)).toBe(1)

  const log = 'DestinationArn=arn:aws:logs:us-east-1:123456789012:log-group:x,Format=$context.requestId'
  const settings = JSON.stringify({ 'GET /pets/{proxy+}': { ThrottlingBurstLimit: 1 } })
  const stageWords = ['--access-log-settings', log, '--route-settings', settings, '--deployment-id', deploymentId]
  const stage = await v2('create-stage', ...of, '--stage-name', '$default', ...stageWords)
  const ofStage = [...of, '--stage-name', '$default']
  expect(await v2('get-stage', ...ofStage)).toEqual(stage)
  expect(await v2('update-stage', ...ofStage, '--stage-variables', 'a=1')).toMatchObject({ StageVariables: { a: '1' } })
  expect(await v2('delete-access-log-settings', ...ofStage)).toEqual({})
  expect(await v2('delete-route-settings', ...ofStage, '--route-key', 'GET /pets/{proxy+}')).toEqual({})
  expect(await v2('reset-authorizers-cache', ...ofStage)).toEqual({})
  const [bare] = (await v2('get-stages', ...of))['Items'] as object[]
  expect(bare).not.toHaveProperty('AccessLogSettings')
  expect(bare).toMatchObject({ RouteSettings: {} })
  expect(await refused('delete-deployment', ...ofDeployment)).toBe(
    'BadRequestException: Active stages pointing to this deployment must be moved or deleted',
  )

  const arn = ['--resource-arn', `arn:aws:apigateway:us-east-1::/apis/${id}/stages/$default`]
  expect(await v2('tag-resource', ...arn, '--tags', 'a=1,b=2')).toEqual({})
  expect(await v2('untag-resource', ...arn, '--tag-keys', 'a')).toEqual({})
  expect(await v2('get-tags', ...arn)).toEqual({ Tags: { b: '2' } })

  expect(await v2('delete-stage', ...ofStage)).toEqual({})
  expect(await v2('delete-deployment', ...ofDeployment)).toEqual({})
  expect(await v2('delete-route', ...ofRoute)).toEqual({})
  expect(await v2('delete-integration', ...ofIntegration)).toEqual({})
  expect(await v2('delete-authorizer', ...ofAuthorizer)).toEqual({})
  expect(await v2('delete-api', ...of)).toEqual({})
  expect(await refused('get-api', ...of)).toBe(`NotFoundException: Invalid API identifier specified ${id}`)
})

test('every operation that only a WebSocket API has', async () => {
  const selection = ['--route-selection-expression', '$request.body.action']
  const api = await v2('create-api', '--name', 'chat', '--protocol-type', 'WEBSOCKET', ...selection)
  const of = ['--api-id', String(api['ApiId'])]
  expect(api['ApiEndpoint']).toBe(`ws://${String(api['ApiId'])}.execute-api.localhost:${postern.port}`)

  const model = await v2('create-model', ...of, '--name', 'Message', '--schema', '{"type":"object"}')
  const ofModel = [...of, '--model-id', String(model['ModelId'])]
  expect(await v2('get-model', ...ofModel)).toEqual(model)
  expect(await v2('get-model-template', ...ofModel)).toEqual({ Value: string })
  expect(await v2('update-model', ...ofModel, '--description', 'd')).toMatchObject({ Description: 'd' })
  expect(await listed('get-models', ...of)).toBe(1)

  const integration = await v2('create-integration', ...of, '--integration-type', 'MOCK')
  const ofIntegration = [...of, '--integration-id', String(integration['IntegrationId'])]
  const response = await v2('create-integration-response', ...ofIntegration, '--integration-response-key', '/200/')
  const ofResponse = [...ofIntegration, '--integration-response-id', String(response['IntegrationResponseId'])]
  expect(await v2('get-integration-response', ...ofResponse)).toEqual(response)
  const templates = ['--response-templates', '{"200":"x"}']
  expect(await v2('update-integration-response', ...ofResponse, ...templates)).toMatchObject({
    ResponseTemplates: { 200: 'x' },
  })
  expect(await listed('get-integration-responses', ...ofIntegration)).toBe(1)

  const parameters = ['--request-parameters', '{"route.request.header.a":{"Required":true}}']
  const route = await v2('create-route', ...of, '--route-key', '$connect', ...parameters)
  const ofRoute = [...of, '--route-id', String(route['RouteId'])]
  const key = ['--request-parameter-key', 'route.request.header.a']
  expect(await v2('delete-route-request-parameter', ...ofRoute, ...key)).toEqual({})
  const answer = await v2('create-route-response', ...ofRoute, '--route-response-key', '$default')
  const ofAnswer = [...ofRoute, '--route-response-id', String(answer['RouteResponseId'])]
  expect(await v2('get-route-response', ...ofAnswer)).toEqual(answer)
  const models = ['--response-models', 'x=Message']
  expect(await v2('update-route-response', ...ofAnswer, ...models)).toMatchObject({ ResponseModels: { x: 'Message' } })
  expect(await listed('get-route-responses', ...ofRoute)).toBe(1)

  expect(await v2('delete-route-response', ...ofAnswer)).toEqual({})
  expect(await v2('delete-integration-response', ...ofResponse)).toEqual({})
  expect(await v2('delete-model', ...ofModel)).toEqual({})
  expect(await v2('delete-api', ...of)).toEqual({})
})

test('VPC links', async () => {
  const link = await v2('create-vpc-link', '--name', 'one', '--subnet-ids', 'subnet-1')
  const of = ['--vpc-link-id', String(link['VpcLinkId'])]
  expect(link).toMatchObject({ VpcLinkStatus: 'AVAILABLE', VpcLinkVersion: 'V2' })
  expect(await v2('get-vpc-link', ...of)).toEqual(link)
  expect(await v2('update-vpc-link', ...of, '--name', 'two')).toMatchObject({ Name: 'two' })
  expect(await listed('get-vpc-links')).toBe(1)
  expect(await v2('delete-vpc-link', ...of)).toEqual({})
  expect(await refused('get-vpc-link', ...of)).toMatch(/^NotFoundException: Invalid VpcLink identifier specified /)
})

test('OpenAPI documents', async () => {
  const backend = await recordingBackend()
  const directory = mkdtempSync(join(tmpdir(), 'postern-openapi-'))
  try {
    const document = (title: string, path: string, more = '') => `openapi: 3.0.1
info:
  title: ${title}
  version: 1.0
paths:
  ${path}:
    get:
      responses: {}${more}
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        payloadFormatVersion: 1.0
        uri: ${backend.url}/from${path}
`
    const api = await v2('import-api', '--body', document('one', '/pets'))
    expect(api).toMatchObject({ Name: 'one', Version: '1.0', ProtocolType: 'HTTP' })
    const id = String(api['ApiId'])
    const of = ['--api-id', id]
    await v2('create-stage', ...of, '--stage-name', '$default', '--auto-deploy')
    const call = async (path: string) => {
      const answer = await fetch(`${postern.url}/_aws/execute-api/${id}/$default${path}`)
      return [answer.status, await answer.text()]
    }
    expect(await call('/pets')).toEqual([200, '{"path":"/from/pets"}'])

    const file = join(directory, 'two.yaml')
    writeFileSync(file, document('two', '/cats'))
    const replaced = await v2('reimport-api', ...of, '--body', `file://${file}`, '--fail-on-warnings')
    expect(replaced).toMatchObject({ ApiId: id, Name: 'two' })
    expect(await call('/cats')).toEqual([200, '{"path":"/from/cats"}'])
    expect((await call('/pets'))[0]).toBe(404)

    const wrong = document('three', '/dogs', '\n      security: [{ none: [] }]')
    expect(await refused('reimport-api', ...of, '--body', wrong, '--fail-on-warnings')).toBe(
      'BadRequestException: Warnings found during import:',
    )
    expect(await v2('get-api', ...of)).toMatchObject({ Name: 'two' })

    const exported = async (...words: string[]) => {
      const out = join(directory, 'exported')
      await v2('export-api', ...of, '--specification', 'OAS30', ...words, out)
      return readFileSync(out, 'utf8')
    }
    const text = await exported('--output-type', 'JSON', '--stage-name', '$default')
    expect(JSON.parse(text)).toMatchObject({ info: { title: 'two', version: '1.0' }, paths: { '/cats': { get: {} } } })
    const copy = await v2('import-api', '--body', await exported('--output-type', 'YAML'), '--fail-on-warnings')
    expect(copy).toMatchObject({ Name: 'two' })
    expect(await exported('--output-type', 'JSON', '--no-include-extensions')).not.toContain('x-amazon')

    const portable = ['--api-id', String(copy['ApiId'])]
    for (const words of [of, portable]) await v2('delete-api', ...words)
  } finally {
    backend.close()
    rmSync(directory, { recursive: true })
  }
})

test('an operation that is not built yet says so', async () => {
  expect(await refused('get-routing-rule', '--domain-name', 'a.test', '--routing-rule-id', 'x')).toBe(
    'NotImplementedException: Postern does not implement GetRoutingRule yet',
  )
})
