import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CreateApiCommand, DeleteIntegrationCommand, GetIntegrationsCommand } from '@aws-sdk/client-apigatewayv2'
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

test('the schemas are those of hashicorp/aws 5.100.0', async () => {
  const project = await open({ url: 'http://127.0.0.1:1' }, { http: '', websocket: '' })
  const { provider_schemas: schemas } = JSON.parse(await project.run('providers', 'schema', '-json')) as Schemas
  // What `terraform providers schema -json` says of these with hashicorp/aws itself.
  const fixture = readFileSync(join(import.meta.dirname, 'terraform-provider/hashicorp-aws-5.100.0.json'), 'utf8')
  const reference = JSON.parse(fixture) as ProviderSchemas
  const [ours] = Object.values(schemas)
  for (const kind of ['resource_schemas', 'data_source_schemas'] as const) {
    const served = Object.keys(ours?.[kind] ?? {})
    const expected = Object.entries(reference[kind]).filter(([name]) => served.includes(name))
    expect(ours?.[kind] ?? {}).toEqual(Object.fromEntries(expected))
  }
})

test("the provider's own block is that of hashicorp/aws 5.100.0", async () => {
  const project = await open({ url: 'http://127.0.0.1:1' }, { http: '', websocket: '' })
  const { provider_schemas: schemas } = JSON.parse(await project.run('providers', 'schema', '-json')) as Schemas
  const fixture = join(import.meta.dirname, 'terraform-provider/hashicorp-aws-5.100.0-provider.json')
  const reference = JSON.parse(readFileSync(fixture, 'utf8')) as ProviderFixture
  // 303 services, all alike: the fixture names them.
  const { endpoints } = reference.block.block_types
  const attribute = {
    type: 'string',
    description: 'Use this to override the default service endpoint URL',
    description_kind: 'plain',
    optional: true,
  }
  const attributes = Object.fromEntries(endpoints.block.attributes.map((name) => [name, attribute]))
  const block_types = {
    ...reference.block.block_types,
    endpoints: { ...endpoints, block: { ...endpoints.block, attributes } },
  }
  expect(Object.keys(attributes)).toHaveLength(303)
  expect(Object.values(schemas)[0]?.provider).toEqual({ ...reference, block: { ...reference.block, block_types } })
})

test('apply, empty plan, import of each, change, removal, replacement, drift, destroy', async () => {
  await using postern = await PosternProcess.start()
  const apis = await makeApis(postern)
  const project = await open(postern, apis)
  await project.apply()
  expect(await project.plan()).toBe('')

  const { imports } = (await project.outputs()) as { imports: Record<string, string> }
  const other = await open(postern, apis)
  const blocks = Object.entries(imports).map(
    ([name, id]) => `import {\n  to = aws_apigatewayv2_integration.${name}\n  id = "${id}"\n}\n`,
  )
  other.write('imports.tf', blocks.join('\n'))
  expect(await other.plan()).toContain('Plan: 4 to import, 0 to add, 0 to change, 0 to destroy.')

  // One apply each: an edited mapping of a status that stays, too, which takes hashicorp/aws two.
  expect(await project.plan({ phase: '2' })).toContain('Plan: 0 to add, 2 to change, 0 to destroy.')
  await project.apply({ phase: '2' })
  expect(await project.plan({ phase: '2' })).toBe('')
  const { Items = [] } = await clientOf(postern.url).send(new GetIntegrationsCommand({ ApiId: apis.http }))
  expect(Items[0]?.ResponseParameters).toEqual({ '404': { 'append:header.error': '$stageVariables.two' } })

  // The API cannot clear the content handling.
  const replacement = await project.plan({ phase: '3' })
  expect(replacement).toContain(
    'content_handling_strategy                 = "CONVERT_TO_TEXT" -> null # forces replacement',
  )
  await project.apply({ phase: '3' })
  expect(await project.plan({ phase: '3' })).toBe('')

  const gone = { ApiId: apis.http, IntegrationId: Items[0]?.IntegrationId }
  await clientOf(postern.url).send(new DeleteIntegrationCommand(gone))
  expect(await project.plan({ phase: '3' })).toContain('Plan: 1 to add, 0 to change, 0 to destroy.')
  await project.destroy({ phase: '3' })
  for (const ApiId of [apis.http, apis.websocket]) {
    expect((await clientOf(postern.url).send(new GetIntegrationsCommand({ ApiId }))).Items).toEqual([])
  }
})

const HTTP_PROXY =
  'integration_type = "HTTP_PROXY"\nintegration_method = "GET"\nintegration_uri = "https://example.org"'

/** Each group in one run, since all of it is found at once. What `validate` finds ends a plan before the API is asked. */
test.each<
  [by: string, wrong: readonly (readonly [api: 'http' | 'websocket' | 'nowhere', lines: string, complaint: RegExp])[]]
>([
  [
    'the schema',
    [['http', 'integration_type = "SOAP"', /integration_type is "SOAP"\. Allowed: "AWS", "AWS_PROXY", "HTTP"/]],
  ],
  [
    'validate',
    [
      [
        'http',
        'integration_type = "HTTP_PROXY"\nintegration_uri = "https://example.org"',
        /integration_method is required where integration_type is HTTP_PROXY/,
      ],
      ['http', `${HTTP_PROXY}\ntimeout_milliseconds = 49`, /timeout_milliseconds is 49\. Allowed: 50 to 30000/],
      [
        'websocket',
        'integration_type = "MOCK"\nrequest_templates = {\n"application/json" = <<-VTL\n{\n#set($a = )\n}\nVTL\n}',
        /Invalid template in request_templates .* line 2, column 11: /,
      ],
      [
        'http',
        `${HTTP_PROXY}\nrequest_parameters = { "append:header.Via" = "x" }`,
        /Operations on header Via are restricted\. Allowed: append:, overwrite: or remove: and header\.NAME/,
      ],
      [
        'websocket',
        'integration_type = "MOCK"\ntemplate_selection_expression = "$request.bodyguard"',
        /template_selection_expression is "\$request\.bodyguard"\. Allowed: \$request\.body\.PATH/,
      ],
      [
        'http',
        `integration_type = "AWS_PROXY"\nintegration_subtype = "SQS-SendMessage"\ncredentials_arn = "arn:aws:iam::123456789012:role/r"\nrequest_parameters = { QueueUrl = "q" }`,
        /SQS-SendMessage needs MessageBody\./,
      ],
    ],
  ],
  [
    'the plan, which asks the API',
    [
      ['http', 'integration_type = "MOCK"', /Allowed there: "AWS_PROXY", "HTTP_PROXY"/],
      ['http', `${HTTP_PROXY}\nrequest_templates = { "a/b" = "" }`, /request_templates is for WebSocket APIs only/],
      [
        'websocket',
        `${HTTP_PROXY}\nrequest_parameters = { "append:header.a" = "x" }`,
        /Allowed on a WebSocket API: integration\.request\.\{header\|querystring\|path\}\.\{name\}/,
      ],
      [
        'websocket',
        `${HTTP_PROXY}\ntimeout_milliseconds = 29001`,
        /timeout_milliseconds is 29001\. Allowed: 50 to 29000/,
      ],
      ['nowhere', HTTP_PROXY, /There is no API nowhere in this region\./],
    ],
  ],
])('refused while planning, by %s', async (_, wrong) => {
  await using postern = await PosternProcess.start()
  const project = await open(postern, await makeApis(postern))
  const ids = { http: 'var.http_api', websocket: 'var.websocket_api', nowhere: '"nowhere"' }
  const resources = wrong.map(
    ([api, lines], index) =>
      `resource "aws_apigatewayv2_integration" "wrong${index}" {\napi_id = ${ids[api]}\n${lines}\n}\n`,
  )
  project.write('wrong.tf', resources.join(''))
  const { status, stderr } = await project.try('plan', '-input=false', '-no-color')
  expect(status).toBe(1)
  const complaints = stderr.split(/^(?=(?:╷|\s*Error: ))/m).filter((text) => text.includes('Error: '))
  for (const [index, [, , complaint]] of wrong.entries()) {
    // Terraform names the resource and the line that the diagnostic points at.
    const own = complaints.filter((text) => text.includes(`"aws_apigatewayv2_integration" "wrong${index}"`))
    expect(own).toHaveLength(1)
    expect(own[0]?.replaceAll(/[\s│]+/g, ' ')).toMatch(complaint)
    expect(own[0]).toMatch(/on wrong\.tf line \d+, in resource/)
  }
})

test('what quick create made is not imported', async () => {
  await using postern = await PosternProcess.start()
  const quick = { Name: 'quick', ProtocolType: 'HTTP', Target: 'https://example.org' } as const
  const { ApiId } = await clientOf(postern.url).send(new CreateApiCommand(quick))
  const { Items = [] } = await clientOf(postern.url).send(new GetIntegrationsCommand({ ApiId }))
  const project = await open(postern, await makeApis(postern))
  const words = ['import', '-input=false', '-no-color', 'aws_apigatewayv2_integration.mapped']
  const { status, stderr } = await project.try(...words, `${ApiId}/${Items[0]?.IntegrationId}`)
  expect(status).toBe(1)
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('was created via quick create')
})

interface ProviderFixture {
  readonly block: {
    readonly block_types: { readonly endpoints: { readonly block: { readonly attributes: readonly string[] } } }
  }
}

interface Schemas {
  readonly provider_schemas: Readonly<Record<string, ProviderSchemas>>
}

interface ProviderSchemas {
  readonly provider: unknown
  readonly resource_schemas: Readonly<Record<string, unknown>>
  readonly data_source_schemas: Readonly<Record<string, unknown>>
}

interface Apis {
  readonly http: string
  readonly websocket: string
}

async function makeApis(postern: PosternProcess): Promise<Apis> {
  const make = async (ProtocolType: 'HTTP' | 'WEBSOCKET') => {
    const api = { Name: 'api', ProtocolType, RouteSelectionExpression: '$request.body.action' }
    if (ProtocolType === 'HTTP') api.RouteSelectionExpression = '$request.method $request.path'
    return (await clientOf(postern.url).send(new CreateApiCommand(api))).ApiId ?? ''
  }
  return { http: await make('HTTP'), websocket: await make('WEBSOCKET') }
}

function open(postern: { url: string }, apis: Apis, provider: string | undefined = ours): Promise<TerraformProject> {
  const variables = { endpoint: postern.url, http_api: apis.http, websocket_api: apis.websocket }
  return TerraformProject.open(join(import.meta.dirname, 'terraform/provider'), variables, provider)
}
