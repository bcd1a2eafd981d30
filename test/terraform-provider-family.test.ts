import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { GetApisCommand, GetDomainNamesCommand, GetVpcLinksCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, expect } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { clientOf } from './support/client.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { findProvider, isTerraformThere, TerraformProject } from './support/terraform.ts'

const test = testWith('terraform with hashicorp/aws 5.100.0', await isTerraformThere())

const projects = join(import.meta.dirname, 'terraform')
const release = mkdtempSync(join(tmpdir(), 'postern-provider-'))
let ours: string
beforeAll(async () => {
  ours = dirname(await bundleProvider(release))
})
afterAll(() => rmSync(release, { recursive: true, force: true }))

/** The phases that hashicorp/aws goes through in terraform.test.ts: every resource, every argument set, changed and gone. */
test('the whole family: apply, empty plan, import of each, change of each, removal of each, destroy', async () => {
  await using postern = await PosternProcess.start()
  const project = await openPhases(postern)
  await project.apply()
  expect(await project.plan()).toBe('')

  const { imports, quick } = (await project.outputs()) as unknown as Outputs
  const managed = (await allOf(postern)).apis.find(({ Name }) => Name === 'quick')
  expect(quick).toEqual({ found: [managed?.ApiId], endpoint: managed?.ApiEndpoint })
  const other = await openPhases(postern)
  other.write('imports.tf', importBlocks(Object.entries(imports)))
  const count = Object.keys(imports).length
  // What quick create made is the API's own, and not imported.
  expect(await other.plan()).toContain(`Plan: ${count} to import, 1 to add, 0 to change, 0 to destroy.`)

  for (const phase of ['2', '3']) {
    await project.apply({ phase })
    expect(await project.plan({ phase }), `phase ${phase}`).toBe('')
  }
  await project.destroy({ phase: '3' })
  expect(await allOf(postern)).toEqual({ apis: [], domains: [], links: [] })
})

test('a state goes to and fro between hashicorp/aws and this provider, and no plan finds a difference', async () => {
  await using postern = await PosternProcess.start()
  const theirs = await findProvider()
  const project = await openPhases(postern, theirs)
  // Only Terraform knows of these; an import has none, so that the phases cannot hold them.
  project.write('timeouts.tf', TIMEOUTS)
  await project.apply()
  project.useProvider(ours)
  expect(await project.plan()).toBe('')

  await project.apply({ phase: '2' })
  project.useProvider(theirs)
  expect(await project.plan({ phase: '2' })).toBe('')

  await project.apply({ phase: '3' })
  project.useProvider(ours)
  expect(await project.plan({ phase: '3' })).toBe('')
  await project.destroy({ phase: '3' })
  expect(await allOf(postern)).toEqual({ apis: [], domains: [], links: [] })
})

test('import blocks alone: the configuration that Terraform generates plans no change', async () => {
  await using postern = await PosternProcess.start()
  const project = await openPhases(postern)
  await project.apply()
  const { imports } = (await project.outputs()) as unknown as Outputs

  const adopted = await TerraformProject.open(join(projects, 'adopted'), { endpoint: postern.url }, ours)
  cpSync(join(projects, 'provider.tf'), join(adopted.directory, 'provider.tf'))
  // module.http.aws_apigatewayv2_stage.this["one"] → aws_apigatewayv2_stage.http_this_one: Terraform generates no index.
  const flat = Object.entries(imports).map(([address, id]) => {
    const [, module, kind, name = '', key] = /^module\.(\w+)\.(\w+)\.(\w+)(?:\["(\w+)"\])?$/.exec(address) ?? []
    return [`${kind}.${module}_${name}${key === undefined ? '' : `_${key}`}`, id] as const
  })
  adopted.write('imports.tf', importBlocks(flat))
  await adopted.run('plan', '-input=false', '-no-color', '-generate-config-out=generated.tf')
  expect(await adopted.plan()).toContain(`Plan: ${flat.length} to import, 0 to add, 0 to change, 0 to destroy.`)
  await adopted.apply()
  expect(await adopted.plan()).toBe('')
})

test('terraform import, of each kind', async () => {
  await using postern = await PosternProcess.start()
  const project = await openPhases(postern)
  await project.apply()
  const { imports } = (await project.outputs()) as unknown as Outputs

  const kinds = new Map(Object.entries(imports).map((entry) => [entry[0].split('.')[2], entry]))
  await project.run('state', 'rm', ...[...kinds.values()].map(([address]) => address))
  for (const [address, id] of kinds.values()) {
    await project.run('import', '-input=false', '-no-color', address, id)
  }
  expect(kinds.size).toBe(12)
  expect(await project.plan()).toBe('')
})

const TIMEOUTS = `resource "aws_apigatewayv2_domain_name" "slow" {
  domain_name = "slow.shop.localhost"
  domain_name_configuration {
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/slow"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
  timeouts {
    create = "5m"
    update = var.phase == 1 ? "1h30m" : "90s"
  }
}
`

interface Outputs {
  /** Address → import id. */
  readonly imports: Readonly<Record<string, string>>
  readonly quick: unknown
}

async function openPhases(postern: PosternProcess, provider: string | undefined = ours): Promise<TerraformProject> {
  const project = await TerraformProject.open(join(projects, 'phases'), { endpoint: postern.url }, provider)
  cpSync(join(projects, 'provider.tf'), join(project.directory, 'provider.tf'))
  project.write('main.tf', readFileSync(join(projects, 'phases-of-the-family.tf')))
  await project.run('get', '-no-color')
  return project
}

function importBlocks(imports: readonly (readonly [to: string, id: string])[]): string {
  return imports.map(([to, id]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`).join('\n')
}

async function allOf(postern: PosternProcess) {
  const client = clientOf(postern.url)
  const { Items: apis = [] } = await client.send(new GetApisCommand({}))
  const { Items: domains = [] } = await client.send(new GetDomainNamesCommand({}))
  const { Items: links = [] } = await client.send(new GetVpcLinksCommand({}))
  return { apis, domains, links }
}
