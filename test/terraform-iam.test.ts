import { IAMClient, ListPoliciesCommand, ListPolicyVersionsCommand, ListRolesCommand } from '@aws-sdk/client-iam'
import { expect } from 'vitest'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { isTerraformThere, TerraformProject } from './support/terraform.ts'

const test = testWith('terraform with hashicorp/aws 5.100.0', await isTerraformThere())

test('roles and policies: apply, empty plan, import, change of each, removal of each, destroy', async () => {
  await using postern = await PosternProcess.start()
  const iam = new IAMClient({
    endpoint: postern.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const project = await TerraformProject.openTest('iam', postern.url)
  await project.apply()
  expect(await project.plan()).toBe('')
  const { imports, ...rest } = (await project.outputs()) as { imports: Record<string, string> }
  expect(rest).toEqual({ found: ['arn:aws:iam::000000000000:role/service-role/full', 3600], known: '2012-10-17' })

  const other = await TerraformProject.openTest('iam', postern.url)
  const blocks = Object.entries(imports).map(([to, id]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`)
  other.write('imports.tf', blocks.join('\n'))
  expect(await other.plan()).toMatch(
    new RegExp(`Plan: ${blocks.length} to import, \\d+ to add, 0 to change, 0 to destroy`),
  )

  for (const phase of ['2', '3']) {
    await project.apply({ phase })
    expect(await project.plan({ phase }), `phase ${phase}`).toBe('')
  }
  // Each change of the document made a version, and the default is the newest.
  const PolicyArn = imports['aws_iam_policy.read']
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))
  expect(Versions.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).toEqual([
    ['v3', true],
    ['v2', false],
    ['v1', false],
  ])

  await project.destroy({ phase: '3' })
  expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([])
  expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toEqual([])
})
