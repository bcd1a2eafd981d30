import { GetApiCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2'
import { expect } from 'vitest'
import { withoutMetadata } from '../packages/gateway/src/control-plane/test-client.ts'
import { clientOf } from './support/client.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { recordingBackend } from './support/recording-backend.ts'
import { isTerraformThere, TerraformProject } from './support/terraform.ts'

const test = testWith('terraform with hashicorp/aws 5.100.0', await isTerraformThere())

interface Outputs {
  readonly api: string
  readonly lenient: string
  readonly json: unknown
  readonly stage: unknown
}

/** `body`, `fail_on_warnings` and the data source of exports. */
test('an API from OpenAPI: apply, empty plan, change, a document that is refused', async () => {
  await using postern = await PosternProcess.start()
  const backend = await recordingBackend()
  const client = clientOf(postern.url)
  const project = await TerraformProject.openTest('openapi', postern.url)
  const outputs = async () => (await project.outputs()) as unknown as Outputs
  const routesOf = async (ApiId: string) =>
    ((await client.send(new GetRoutesCommand({ ApiId }))).Items ?? []).map(({ RouteKey }) => String(RouteKey)).sort()

  const first = { backend: backend.url }
  await project.apply(first)
  expect(await project.plan(first)).toBe('')
  const { api, lenient, json, stage } = await outputs()
  expect(await routesOf(api)).toEqual(['GET /pets/{proxy+}'])
  expect(await routesOf(lenient)).toEqual(['GET /update'])
  expect(json).toMatchObject({
    info: { version: '2.0' },
    tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'blue' }],
    'x-amazon-apigateway-cors': { allowOrigins: ['https://first.example'] },
  })
  expect(stage).toEqual(json)
  const call = async (path: string) => {
    const answer = await fetch(`${postern.url}/_aws/execute-api/${api}/$default${path}`)
    return [answer.status, await answer.text()]
  }
  expect(await call('/pets/x/7')).toEqual([200, '{"path":"/x/7"}'])

  const second = { ...first, phase: '2' }
  await project.apply(second)
  const after = await outputs()
  expect(after.api).toBe(api)
  expect(await routesOf(api)).toEqual(['GET /cats/{proxy+}', 'POST /cats/{proxy+}'])
  expect(after.json).toMatchObject({
    info: { version: '3.0', description: 'another' },
    paths: { '/cats/{proxy+}': { post: { security: [{ jwt: ['write'] }] } } },
  })
  expect(after.stage).toEqual(after.json)
  expect(await call('/cats/y')).toEqual([200, '{"path":"/y"}'])

  const read = async () => withoutMetadata(await client.send(new GetApiCommand({ ApiId: api })))
  const before = await read()
  const refused = await project.try(
    'apply',
    '-auto-approve',
    '-input=false',
    '-no-color',
    '-var=phase=3',
    `-var=backend=${backend.url}`,
  )
  expect([refused.status, refused.stderr.replaceAll(/[│\s]+/g, ' ')]).toEqual([
    1,
    expect.stringContaining(
      "BadRequestException: Warnings found during import: Parse issue: attribute paths.'/update'(get).responses.200.content.schema.#/components/schemas/ModelThatDoesNotExist is missing",
    ),
  ])
  expect(await routesOf(api)).toEqual(['GET /cats/{proxy+}', 'POST /cats/{proxy+}'])
  expect(await read()).toEqual(before)
  backend.close()
})
