import { dirname, join } from 'node:path'
import { GetApisCommand, GetDomainNamesCommand, GetIntegrationsCommand } from '@aws-sdk/client-apigatewayv2'
import { ListPoliciesCommand, ListPolicyVersionsCommand, ListRolesCommand } from '@aws-sdk/client-iam'
import { expect } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { clientOf, iamClientOf } from './support/client.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { isTerraformThere, TerraformProject } from './support/terraform.ts'

const test = testWith('terraform with hashicorp/aws 5.100.0', await isTerraformThere())

/** What the second project finds, and does not import. */
const NOT_IMPORTED = [
  'module.iam.aws_iam_policy.shared',
  'module.iam.aws_iam_policy_attachment.shared',
  'module.iam.aws_iam_role.plain',
  'module.iam.aws_iam_role_policy_attachment.read[0]',
  'module.iam.aws_iam_role_policy_attachments_exclusive.plain',
  'module.quick.aws_apigatewayv2_api.this',
]

/** Every resource and every argument of HTTP APIs, WebSocket APIs, custom domain names, roles and policies; quick create beside them. */
test('apply, empty plan, import of each, change of each, removal of each, destroy', async () => {
  await using postern = await PosternProcess.start()
  const project = await openPhases(postern)
  await project.apply()
  expect(await project.plan()).toBe('')
  const { imports, iam, quick } = (await project.outputs()) as unknown as PhasesOutputs
  expect(iam).toEqual({ found: ['arn:aws:iam::000000000000:role/service-role/full', 3600], known: '2012-10-17' })
  const managed = (await apisOf(postern)).find(({ Name }) => Name === 'quick')
  expect(quick).toEqual({ found: [managed?.ApiId], endpoint: managed?.ApiEndpoint })

  await expectImports(await openPhases(postern), imports)
  await expectNoImportOfManaged(project, postern, managed?.ApiId)

  for (const phase of ['2', '3']) {
    await project.apply({ phase })
    expect(await project.plan({ phase }), `phase ${phase}`).toBe('')
  }
  const client = iamClientOf(postern.url)
  // Each change of the document made a version, and the default is the newest.
  const PolicyArn = imports['module.iam.aws_iam_policy.read']
  const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }))
  expect(Versions.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
    ['v3', true],
    ['v2', false],
    ['v1', false],
  ])

  await project.destroy({ phase: '3' })
  expect(await apisOf(postern)).toEqual([])
  expect((await clientOf(postern.url).send(new GetDomainNamesCommand({}))).Items).toEqual([])
  expect((await client.send(new ListRolesCommand({}))).Roles).toEqual([])
  expect((await client.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toEqual([])
})

interface PhasesOutputs {
  readonly imports: Readonly<Record<string, string>>
  readonly iam: unknown
  readonly quick: unknown
}

async function openPhases(postern: PosternProcess): Promise<TerraformProject> {
  const project = await TerraformProject.openTest('phases', postern.url)
  await project.run('get', '-no-color')
  return project
}

/** Another project that imports all that can be, and then would change none of it. */
async function expectImports(other: TerraformProject, imports: Readonly<Record<string, string>>): Promise<void> {
  const blocks = Object.entries(imports).map(([to, id]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`)
  other.write('imports.tf', blocks.join('\n'))
  const plan = await other.plan()
  const created = [...plan.matchAll(/^ +# (\S+) will be created$/gm)].map(([, address]) => address)
  expect(new Set(created)).toEqual(new Set(NOT_IMPORTED))
  const summary = `Plan: ${blocks.length} to import, ${NOT_IMPORTED.length} to add, 0 to change, 0 to destroy.`
  expect(plan).toContain(summary)
}

/** The provider refuses to import what quick create made, and tells it by what the server says of it. */
async function expectNoImportOfManaged(project: TerraformProject, postern: PosternProcess, ApiId = ''): Promise<void> {
  const { Items = [] } = await clientOf(postern.url).send(new GetIntegrationsCommand({ ApiId }))
  project.write(
    'managed.tf',
    `resource "aws_apigatewayv2_integration" "managed" {
      api_id           = "${ApiId}"
      integration_type = "HTTP_PROXY"
    }`,
  )
  const words = ['import', '-input=false', '-no-color', 'aws_apigatewayv2_integration.managed']
  const refused = await project.try(...words, `${ApiId}/${Items[0]?.IntegrationId}`)
  expect(refused.status).toBe(1)
  expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain('was created via quick create')
  project.write('managed.tf', '')
}

/** By our own provider, which sends as much and starts in a tenth of the time. */
test('parallelism 100 on one API loses nothing and meets no conflict', async () => {
  await using postern = await PosternProcess.start()
  const project = await TerraformProject.openTest('parallel', postern.url)
  project.useProvider(dirname(await bundleProvider(join(project.directory, 'provider'))))
  await project.run('apply', '-auto-approve', '-input=false', '-no-color', '-parallelism=100')
  expect(await project.plan()).toBe('')
  await project.run('destroy', '-refresh=false', '-auto-approve', '-input=false', '-no-color', '-parallelism=100')
  expect(await apisOf(postern)).toEqual([])
})

async function apisOf(postern: PosternProcess) {
  return (await clientOf(postern.url).send(new GetApisCommand({}))).Items ?? []
}
