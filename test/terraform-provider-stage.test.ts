import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  DeleteDeploymentCommand,
  DeleteStageCommand,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetStageCommand,
  GetStagesCommand,
  type ProtocolType,
  UpdateAuthorizerCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, expect } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { clientOf } from './support/client.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { findProvider, isTerraformThere, TerraformProject } from './support/terraform.ts'

const test = testWith('terraform with hashicorp/aws 5.100.0', await isTerraformThere())

const release = mkdtempSync(join(tmpdir(), 'postern-provider-'))
let ours: string
beforeAll(async () => {
  ours = dirname(await bundleProvider(release))
})
afterAll(() => rmSync(release, { recursive: true, force: true }))

test('stages, deployments, authorizers: apply, empty plan, change, removal, replacement, drift, destroy', async () => {
  await using postern = await PosternProcess.start()
  const client = clientOf(postern.url)
  const apis = await makeApis(postern)
  const project = await open(postern, apis)
  await project.apply()
  expect(await project.plan()).toBe('')
  const { names } = await project.outputs()
  const host = `${apis.http}.execute-api.us-east-1.amazonaws.com`
  expect(names).toEqual({
    arn: `arn:aws:apigateway:us-east-1::/apis/${apis.http}/stages/manual`,
    execution: `arn:aws:execute-api:us-east-1:000000000000:${apis.http}/manual`,
    manual: `https://${host}/manual`,
    automatic: `https://${host}/`,
    websocket: `wss://${apis.websocket}.execute-api.us-east-1.amazonaws.com/prod`,
    tags_all: { a: '1', b: '2' },
    ttl: 300,
    level: ['INFO'],
    moved: true,
    by_hand: false,
  })
  const manual = { ApiId: apis.http, StageName: 'manual' }
  expect(await client.send(new GetStageCommand(manual))).toMatchObject({
    DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingBurstLimit: 0, ThrottlingRateLimit: 0 },
    RouteSettings: { 'GET /a': { ThrottlingBurstLimit: 3, ThrottlingRateLimit: 3 } },
  })

  // Triggers make the deployment anew, before the old one goes.
  expect(await project.plan({ phase: '2' })).toContain('Plan: 1 to add, 8 to change, 1 to destroy.')
  await project.apply({ phase: '2' })
  expect(await project.plan({ phase: '2' })).toBe('')
  const changed = await client.send(new GetStageCommand(manual))
  expect(changed).toMatchObject({ StageVariables: { b: '3', c: '4' }, Tags: { b: '3', c: '4' } })
  expect(changed.RouteSettings).toEqual({
    'GET /a': { DetailedMetricsEnabled: true, ThrottlingRateLimit: 0 },
    'GET /b': { DetailedMetricsEnabled: true, ThrottlingRateLimit: 0 },
  })
  const { Items: deployments = [] } = await client.send(new GetDeploymentsCommand({ ApiId: apis.http }))
  expect(deployments.filter((it) => it.AutoDeployed !== true).map((it) => it.Description)).toEqual(['second'])

  // The API cannot clear limits of all routes.
  const removal = await project.plan({ phase: '3' })
  expect(removal).toMatch(/aws_apigatewayv2_stage\.manual must be replaced/)
  expect(removal).toContain('# aws_apigatewayv2_stage.plain must be replaced')
  await project.apply({ phase: '3' })
  expect(await project.plan({ phase: '3' })).toBe('')
  const bare = await client.send(new GetStageCommand(manual))
  expect(bare).toMatchObject({ DefaultRouteSettings: { DetailedMetricsEnabled: false }, RouteSettings: {}, Tags: {} })
  expect(bare.AccessLogSettings).toBeUndefined()
  const socket = await client.send(new GetStageCommand({ ApiId: apis.websocket, StageName: 'prod' }))
  expect(socket.DefaultRouteSettings).toMatchObject({ DetailedMetricsEnabled: false, LoggingLevel: 'OFF' })

  await client.send(new DeleteStageCommand({ ApiId: apis.websocket, StageName: 'renamed' }))
  await client.send(new UpdateStageCommand({ ...manual, Description: 'drift', StageVariables: { drift: '1' } }))
  const { Items: authorizers = [] } = await client.send(new GetAuthorizersCommand({ ApiId: apis.http }))
  const cached = { ApiId: apis.http, AuthorizerId: authorizers.find((it) => it.Name === 'cached')?.AuthorizerId }
  await client.send(new UpdateAuthorizerCommand({ ...cached, IdentitySource: ['$request.header.Drift'] }))
  expect(await project.plan({ phase: '3' })).toContain('Plan: 1 to add, 2 to change, 0 to destroy.')
  await project.destroy({ phase: '3' })
  for (const ApiId of [apis.http, apis.websocket]) {
    expect((await client.send(new GetStagesCommand({ ApiId }))).Items).toEqual([])
    expect((await client.send(new GetAuthorizersCommand({ ApiId }))).Items).toEqual([])
    const { Items = [] } = await client.send(new GetDeploymentsCommand({ ApiId }))
    expect(Items.filter((it) => it.AutoDeployed !== true)).toEqual([])
  }
})

test('stages, deployments, authorizers: import of each, by CLI and by blocks that generate configuration', async () => {
  await using postern = await PosternProcess.start()
  const apis = await makeApis(postern)
  const project = await open(postern, apis)
  await project.apply()
  const { imports } = (await project.outputs()) as { imports: Record<string, string> }

  const other = await open(postern, apis)
  for (const kind of ['deployment.websocket', 'stage.manual', 'authorizer.jwt']) {
    const address = `aws_apigatewayv2_${kind}`
    await other.run('import', '-input=false', '-no-color', address, imports[address] ?? '')
  }
  const blocks = Object.entries(imports).map(([to, id]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`)
  other.write('imports.tf', blocks.join('\n'))
  // Triggers are Terraform's own: no import can find them, as with hashicorp/aws.
  expect(await other.plan()).toContain('Plan: 7 to import, 1 to add, 1 to change, 1 to destroy.')

  const generated = await open(postern, apis)
  generated.write('main.tf', PROVIDER)
  generated.write('imports.tf', blocks.join('\n'))
  const plan = await generated.plan({}, ['-generate-config-out=generated.tf'])
  expect(plan).toContain('Plan: 10 to import, 0 to add, 0 to change, 0 to destroy.')
})

test('a state of hashicorp/aws with stages plans empty here, and one of ours there', async () => {
  await using postern = await PosternProcess.start()
  const theirs = await open(postern, await makeApis(postern), await findProvider())
  await theirs.apply()
  theirs.useProvider(ours)
  expect(await theirs.plan()).toBe('')

  const own = await open(postern, await makeApis(postern))
  await own.apply()
  own.useProvider(await findProvider())
  expect(await own.plan()).toBe('')
})

const PROVIDER = `
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
variable "endpoint" {}
variable "http_api" {}
variable "websocket_api" {}
provider "aws" {
  region = "us-east-1"
  endpoints {
    apigatewayv2 = var.endpoint
    sts          = var.endpoint
  }
}
`

interface Apis {
  readonly http: string
  readonly websocket: string
}

/** Two APIs that can be deployed. */
async function makeApis(postern: PosternProcess): Promise<Apis> {
  const client = clientOf(postern.url)
  const make = async (ProtocolType: ProtocolType, RouteSelectionExpression: string, routeKeys: readonly string[]) => {
    const api = { Name: 'api', ProtocolType, RouteSelectionExpression }
    const { ApiId } = await client.send(new CreateApiCommand(api))
    const target = {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      IntegrationUri: 'https://example.org',
    } as const
    const { IntegrationId } = await client.send(
      new CreateIntegrationCommand({ ApiId, PayloadFormatVersion: '1.0', ...target }),
    )
    for (const RouteKey of routeKeys) {
      await client.send(new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` }))
    }
    // The server loads the rooms of the data plane for the first one.
    const { DeploymentId } = await client.send(new CreateDeploymentCommand({ ApiId }))
    await client.send(new DeleteDeploymentCommand({ ApiId, DeploymentId }))
    return ApiId ?? ''
  }
  return {
    http: await make('HTTP', '$request.method $request.path', ['GET /a', 'GET /b']),
    websocket: await make('WEBSOCKET', '$request.body.action', ['join', 'leave']),
  }
}

function open(postern: { url: string }, apis: Apis, provider: string | undefined = ours): Promise<TerraformProject> {
  const variables = { endpoint: postern.url, http_api: apis.http, websocket_api: apis.websocket }
  return TerraformProject.open(join(import.meta.dirname, 'terraform/provider-stage'), variables, provider)
}
