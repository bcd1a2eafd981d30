import { GetApisCommand, GetIntegrationsCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect } from 'vitest'
import { clientOf } from './support/client.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { isTerraformThere, TerraformProject } from './support/terraform.ts'

const test = testWith('terraform with hashicorp/aws 5.100.0', await isTerraformThere())

describe.each(['http', 'websocket'])('%s: every resource, every argument', (name) => {
  test('apply, empty plan, import of each, change of each, removal of each, destroy', async () => {
    await using postern = await PosternProcess.start()
    const project = await TerraformProject.openTest(name, postern.url)
    await project.apply()
    expect(await project.plan()).toBe('')

    const { imports } = (await project.outputs()) as { imports: Record<string, string> }
    const other = await TerraformProject.openTest(name, postern.url)
    const blocks = Object.entries(imports).map(([to, id]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`)
    other.write('imports.tf', blocks.join('\n'))
    expect(await other.plan()).toContain(`Plan: ${blocks.length} to import, 0 to add, 0 to change, 0 to destroy.`)

    for (const phase of ['2', '3']) {
      await project.apply({ phase })
      expect(await project.plan({ phase }), `phase ${phase}`).toBe('')
    }
    await project.destroy({ phase: '3' })
    expect(await apisOf(postern)).toEqual([])
  })
})

test('quick create: apply, empty plan, data sources, import of what it made refused, destroy', async () => {
  await using postern = await PosternProcess.start()
  const project = await TerraformProject.openTest('quick-create', postern.url)
  await project.apply()
  expect(await project.plan()).toBe('')
  const [api] = await apisOf(postern)
  expect(await project.outputs()).toEqual({ found: [api?.ApiId], endpoint: api?.ApiEndpoint })

  const { Items = [] } = await clientOf(postern.url).send(new GetIntegrationsCommand({ ApiId: api?.ApiId }))
  project.write(
    'managed.tf',
    `resource "aws_apigatewayv2_integration" "managed" {
      api_id           = aws_apigatewayv2_api.this.id
      integration_type = "HTTP_PROXY"
    }`,
  )
  const id = `${api?.ApiId}/${Items[0]?.IntegrationId}`
  const refused = await project.try('import', '-input=false', '-no-color', 'aws_apigatewayv2_integration.managed', id)
  expect(refused.status).toBe(1)
  expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain('was created via quick create')

  project.write('managed.tf', '')
  await project.destroy()
  expect(await apisOf(postern)).toEqual([])
})

test('parallelism 100 on one API loses nothing and meets no conflict', async () => {
  await using postern = await PosternProcess.start()
  const project = await TerraformProject.openTest('quick-create', postern.url)
  project.write(
    'main.tf',
    `resource "aws_apigatewayv2_api" "this" {
      name          = "wide"
      protocol_type = "HTTP"
    }
    resource "aws_apigatewayv2_integration" "this" {
      count              = 100
      api_id             = aws_apigatewayv2_api.this.id
      integration_type   = "HTTP_PROXY"
      integration_method = "GET"
      integration_uri    = "https://example.com/\${count.index}"
    }
    resource "aws_apigatewayv2_route" "this" {
      count     = 100
      api_id    = aws_apigatewayv2_api.this.id
      route_key = "GET /\${count.index}"
      target    = "integrations/\${aws_apigatewayv2_integration.this[count.index].id}"
    }
    resource "aws_apigatewayv2_stage" "this" {
      api_id      = aws_apigatewayv2_api.this.id
      name        = "$default"
      auto_deploy = true
    }`,
  )
  await project.run('apply', '-auto-approve', '-input=false', '-no-color', '-parallelism=100')
  expect(await project.plan()).toBe('')
  await project.run('destroy', '-auto-approve', '-input=false', '-no-color', '-parallelism=100')
  expect(await apisOf(postern)).toEqual([])
})

async function apisOf(postern: PosternProcess) {
  return (await clientOf(postern.url).send(new GetApisCommand({}))).Items ?? []
}
