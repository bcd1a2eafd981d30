import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
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
import { isTerraformThere, TerraformProject } from './support/terraform.ts'

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
