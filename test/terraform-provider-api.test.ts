import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  DeleteApiMappingCommand,
  GetApiCommand,
  GetApiMappingsCommand,
  GetApisCommand,
  GetDomainNamesCommand,
  GetVpcLinksCommand,
  TagResourceCommand,
  UpdateApiCommand,
} from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, expect } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { clientOf } from './support/client.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { isTerraformThere, TerraformProject } from './support/terraform.ts'

const test = testWith('terraform with hashicorp/aws 5.100.0', await isTerraformThere())

const projects = join(import.meta.dirname, 'terraform')
const release = mkdtempSync(join(tmpdir(), 'postern-provider-'))
let ours: string
beforeAll(async () => {
  ours = dirname(await bundleProvider(release))
})
afterAll(() => rmSync(release, { recursive: true, force: true }))

test('APIs, links, domain names, mappings: computed values, drift, replacement, destroy', async () => {
  await using postern = await PosternProcess.start()
  const client = clientOf(postern.url)
  const project = await open('provider-api', postern)
  await project.apply()
  expect(await project.plan()).toBe('')
  const { ids, arns, execution, found } = (await project.outputs()) as unknown as Outputs
  expect(arns).toEqual([
    `arn:aws:apigateway:us-east-1::/apis/${ids.api}`,
    `arn:aws:apigateway:us-east-1::/vpclinks/${ids.link}`,
    'arn:aws:apigateway:us-east-1::/domainnames/api.first.localhost',
  ])
  expect(execution).toBe(`arn:aws:execute-api:us-east-1:000000000000:${ids.api}`)
  expect(found).toMatchObject({
    api: {
      arn: arns[0],
      cors_configuration: [{ allow_headers: ['x-first'], allow_origins: ['https://example.com'] }],
      execution_arn: execution,
      ip_address_type: 'ipv4',
      protocol_type: 'HTTP',
      tags: { team: 'blue' },
    },
    link: { arn: arns[1], name: 'link', subnet_ids: ['subnet-1', 'subnet-2'], tags: { team: 'blue' } },
  })

  const domain = { DomainName: 'api.first.localhost' }
  const { Items: mappings = [] } = await client.send(new GetApiMappingsCommand(domain))
  await client.send(new DeleteApiMappingCommand({ ...domain, ApiMappingId: mappings[0]?.ApiMappingId }))
  await client.send(new UpdateApiCommand({ ApiId: ids.api, Description: 'drift', Version: 'drift' }))
  await client.send(new TagResourceCommand({ ResourceArn: arns[1], Tags: { drift: '1' } }))
  const drift = await project.plan()
  expect(drift).toContain('Plan: 1 to add, 2 to change, 0 to destroy.')
  expect(drift).toMatch(/- version += "drift" -> null/)
  await project.apply()
  expect(await project.plan()).toBe('')
  expect(await client.send(new GetApiCommand({ ApiId: ids.api }))).not.toHaveProperty('Version')

  const replacement = await project.plan({ phase: '2' })
  expect(replacement).toContain('Plan: 4 to add, 0 to change, 4 to destroy.')
  expect(replacement.match(/.*# forces replacement/g)?.map((line) => line.trim().split(/\s+/)[1])).toEqual([
    'target',
    'domain_name',
    'domain_name',
    'subnet_ids',
  ])
  await project.apply({ phase: '2' })
  expect(await project.plan({ phase: '2' })).toBe('')
  await project.destroy({ phase: '2' })
  for (const command of [new GetApisCommand({}), new GetDomainNamesCommand({}), new GetVpcLinksCommand({})]) {
    expect((await client.send(command as GetApisCommand)).Items).toEqual([])
  }
})

test('an API from OpenAPI, its change, a document that is refused, exports', async () => {
  await using postern = await PosternProcess.start()
  const project = await open('openapi', postern)
  await project.apply()
  expect(await project.plan()).toBe('')
  const { api, json, stage } = await project.outputs()
  expect(json).toMatchObject({
    info: { title: 'openapi', version: '2.0' },
    paths: { '/pets/{proxy+}': { get: {} } },
    'x-amazon-apigateway-cors': { allowOrigins: ['https://first.example'] },
  })
  expect(stage).toEqual(json)

  await project.apply({ phase: '2' })
  expect(await project.plan({ phase: '2' })).toBe('')
  expect((await project.outputs())['json']).toMatchObject({ paths: { '/cats/{proxy+}': { post: {} } } })

  const before = await clientOf(postern.url).send(new GetApiCommand({ ApiId: String(api) }))
  const { status, stderr } = await project.try('apply', '-auto-approve', '-input=false', '-no-color', '-var=phase=3')
  expect([status, stderr]).toEqual([1, expect.stringContaining('Warnings found during import')])
  const { $metadata: _, ...after } = await clientOf(postern.url).send(new GetApiCommand({ ApiId: String(api) }))
  expect(before).toMatchObject(after)
  expect(await project.plan({ phase: '2' })).toBe('')
})

test('what the document says of itself gives way to the configuration, in one apply', async () => {
  await using postern = await PosternProcess.start()
  const project = await open('provider', postern)
  project.write('main.tf', OF_ITSELF)
  await project.apply()
  expect(await project.plan()).toBe('')
  const { Items = [] } = await clientOf(postern.url).send(new GetApisCommand({}))
  expect(Items).toMatchObject([{ Name: 'mine', Tags: { own: '1' } }])
  for (const name of ['Description', 'Version', 'CorsConfiguration']) expect(Items[0]).not.toHaveProperty(name)
})

const OF_ITSELF = `
resource "aws_apigatewayv2_api" "this" {
  name          = "mine"
  protocol_type = "HTTP"
  tags          = { own = "1" }
  body = jsonencode({
    openapi                    = "3.0.1"
    info                       = { title = "theirs", description = "theirs", version = "7" }
    paths                      = {}
    "x-amazon-apigateway-cors" = { allowOrigins = ["*"] }
  })
}
`

interface Outputs {
  readonly ids: { readonly api: string; readonly link: string }
  readonly arns: readonly string[]
  readonly execution: string
  readonly found: unknown
}

async function open(
  name: string,
  postern: PosternProcess,
  provider: string | undefined = ours,
): Promise<TerraformProject> {
  const project = await TerraformProject.open(join(projects, name), { endpoint: postern.url }, provider)
  cpSync(join(projects, 'provider.tf'), join(project.directory, 'provider.tf'))
  return project
}
