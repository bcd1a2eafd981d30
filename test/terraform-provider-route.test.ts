import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  CreateApiCommand,
  CreateAuthorizerCommand,
  DeleteIntegrationResponseCommand,
  DeleteModelCommand,
  DeleteRouteCommand,
  GetModelsCommand,
  GetRoutesCommand,
  UpdateIntegrationCommand,
  UpdateIntegrationResponseCommand,
  UpdateModelCommand,
  UpdateRouteCommand,
  UpdateRouteResponseCommand,
} from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, expect } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { clientOf } from './support/client.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { findProvider, isTerraformThere, TerraformProject } from './support/terraform.ts'

const test = testWith('terraform with hashicorp/aws 5.100.0', await isTerraformThere())

const source = join(import.meta.dirname, 'terraform/provider-route')
const release = mkdtempSync(join(tmpdir(), 'postern-provider-'))
let ours: string
beforeAll(async () => {
  ours = dirname(await bundleProvider(release))
})
afterAll(() => rmSync(release, { recursive: true, force: true }))

test('routes, their responses, models: change of each argument, removal of each, replacement, destroy', async () => {
  await using postern = await PosternProcess.start()
  const { project, ApiId } = await open(postern)
  await project.apply()
  expect(await project.plan()).toBe('')

  expect(await project.plan({ phase: '2' })).toContain('Plan: 0 to add, 6 to change, 0 to destroy.')
  await project.apply({ phase: '2' })
  expect(await project.plan({ phase: '2' })).toBe('')

  // The API cannot clear the content handling.
  const removal = await project.plan({ phase: '3' })
  expect(removal).toMatch(/content_handling_strategy += "CONVERT_TO_BINARY" -> null # forces replacement/)
  expect(removal).toContain('Plan: 1 to add, 5 to change, 1 to destroy.')
  await project.apply({ phase: '3' })
  expect(await project.plan({ phase: '3' })).toBe('')
  const { Items: routes = [] } = await clientOf(postern.url).send(new GetRoutesCommand({ ApiId }))
  // What was removed is really gone, and not only from the state.
  const left = routes.map(({ RequestParameters, RequestModels, Target }) => [RequestParameters, RequestModels, Target])
  expect(left).toEqual(routes.map(() => [undefined, undefined, undefined]))
  expect(left).toHaveLength(2)

  await project.destroy({ phase: '3' })
  expect((await clientOf(postern.url).send(new GetRoutesCommand({ ApiId }))).Items).toEqual([])
  expect((await clientOf(postern.url).send(new GetModelsCommand({ ApiId }))).Items).toEqual([])
})

test('what was changed outside is planned back; a schema that is only written otherwise is not', async () => {
  await using postern = await PosternProcess.start()
  const { project, ApiId } = await open(postern)
  await project.apply()
  const ids = await idsOf(project)
  const client = clientOf(postern.url)

  const ModelId = ids('aws_apigatewayv2_model.this').at(-1)
  const rewritten = '{\n  "type": "object",\n  "title": "first"\n}'
  await client.send(new UpdateModelCommand({ ApiId, ModelId, Schema: rewritten }))
  expect(await project.plan()).toBe('')

  await client.send(new UpdateModelCommand({ ApiId, ModelId, Schema: '{"type":"array"}' }))
  const [, IntegrationId, IntegrationResponseId] = ids('aws_apigatewayv2_integration_response.this')
  await client.send(new UpdateIntegrationCommand({ ApiId, IntegrationId, Description: 'theirs' }))
  const templates = { '200': 'theirs' }
  const response = { ApiId, IntegrationId, IntegrationResponseId, ResponseTemplates: templates }
  await client.send(new UpdateIntegrationResponseCommand(response))
  const [, RouteId, RouteResponseId] = ids('aws_apigatewayv2_route_response.this')
  await client.send(new UpdateRouteCommand({ ApiId, RouteId, OperationName: 'Theirs' }))
  const selection = { ApiId, RouteId, RouteResponseId, ModelSelectionExpression: 'theirs' }
  await client.send(new UpdateRouteResponseCommand(selection))
  const parameters = { 'route.request.header.theirs': { Required: true } }
  const [, connect] = ids('aws_apigatewayv2_route.connect')
  await client.send(new UpdateRouteCommand({ ApiId, RouteId: connect, RequestParameters: parameters }))

  expect(await project.plan()).toContain('Plan: 0 to add, 6 to change, 0 to destroy.')
  await project.apply()
  expect(await project.plan()).toBe('')

  await client.send(new DeleteIntegrationResponseCommand({ ApiId, IntegrationId, IntegrationResponseId }))
  // Its response goes with it. A model that a route names cannot be deleted.
  await client.send(new DeleteRouteCommand({ ApiId, RouteId }))
  await client.send(new DeleteModelCommand({ ApiId, ModelId }))
  expect(await project.plan()).toContain('Plan: 4 to add, 0 to change, 0 to destroy.')
})

test('terraform state replace-provider, from hashicorp/aws to an address of our own and back: empty plans', async () => {
  await using postern = await PosternProcess.start()
  const theirs = await findProvider()
  const { project } = await open(postern, theirs)
  await project.apply()

  await moveState(project, 'hashicorp/aws', 'postern/aws')
  project.useProvider(ours, 'postern/aws')
  expect(await project.plan()).toBe('')
  await project.apply({ phase: '2' })

  await moveState(project, 'postern/aws', 'hashicorp/aws')
  project.useProvider(theirs)
  expect(await project.plan({ phase: '2' })).toBe('')
})

test('the route of quick create is not imported', async () => {
  await using postern = await PosternProcess.start()
  const { project } = await open(postern)
  const quick = { Name: 'quick', ProtocolType: 'HTTP', Target: 'https://example.org' } as const
  const { ApiId } = await clientOf(postern.url).send(new CreateApiCommand(quick))
  const { Items = [] } = await clientOf(postern.url).send(new GetRoutesCommand({ ApiId }))
  const words = ['import', '-input=false', '-no-color', 'aws_apigatewayv2_route.message']
  const { status, stderr } = await project.try(...words, `${ApiId}/${Items[0]?.RouteId}`)
  expect(status).toBe(1)
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('was created via quick create')
})

interface Outputs {
  /** Address → import id. */
  readonly imports: Readonly<Record<string, string>>
}

async function open(postern: PosternProcess, provider: string | undefined = ours) {
  const client = clientOf(postern.url)
  const api = { Name: 'api', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } as const
  const { ApiId = '' } = await client.send(new CreateApiCommand(api))
  const lambda = 'arn:aws:lambda:us-east-1:123456789012:function:f'
  const { AuthorizerId = '' } = await client.send(
    new CreateAuthorizerCommand({
      ApiId,
      AuthorizerType: 'REQUEST',
      AuthorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${lambda}/invocations`,
      IdentitySource: ['route.request.header.Auth'],
      Name: 'authorizer',
    }),
  )
  const variables = { endpoint: postern.url, api: ApiId, authorizer: AuthorizerId }
  return { project: await TerraformProject.open(source, variables, provider), variables, ApiId }
}

/** The parts of an import id. */
async function idsOf(project: TerraformProject): Promise<(address: string) => readonly string[]> {
  const { imports } = (await project.outputs()) as unknown as Outputs
  return (address) => imports[address]?.split('/') ?? []
}

/** What a user does: the command for the state, and the other source in the configuration. */
async function moveState(project: TerraformProject, from: string, to: string): Promise<void> {
  const [one, other] = [from, to].map((address) => `registry.terraform.io/${address}`)
  const said = await project.run('state', 'replace-provider', '-auto-approve', '-no-color', one ?? '', other ?? '')
  expect(said).toContain('Successfully replaced provider for 6 resources.')
  const versions = readFileSync(join(source, 'versions.tf'), 'utf8')
  project.write('versions.tf', versions.replace('hashicorp/aws', to))
}
