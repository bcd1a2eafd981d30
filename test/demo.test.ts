import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUpstream } from '../examples/demo/upstream.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { runProgram } from './support/run-program.ts'
import { findProviderMirror, isTerraformThere, TerraformProject } from './support/terraform.ts'

const EXAMPLES = join(import.meta.dirname, '../examples')
const testTerraform = testWith('terraform with hashicorp/aws 5.100.0', await isTerraformThere())

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-demo-test-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

/** `npm run demo -- WORDS`. */
const demo = (words: readonly string[], environment: Record<string, string> = {}) =>
  runProgram(process.execPath, [join(EXAMPLES, 'demo.ts'), ...words], { env: { ...process.env, ...environment } })

const CALL =
  /\n {2}GET http:\/\/(\w{10})\.execute-api\.localhost:\d+\/pets\/7\n {2}200 OK\n {2}apigw-requestid: \S{16}\n {2}(.*)\n$/

test('the demo makes an API by the SDK and calls it', async () => {
  const { status, stdout, stderr } = await demo(['--port', '0', '--once'])
  expect([status, stderr]).toEqual([0, ''])
  const [, apiId = '', body = ''] = CALL.exec(stdout) ?? []
  expect(stdout).toContain(`  api          ${apiId}   HTTP pets\n`)
  expect(stdout.match(/^ {2}(integration|route) /gm)).toHaveLength(6)
  expect(JSON.parse(body)).toMatchObject({ id: '7', name: 'Rex', asked: 'GET /pets/7' })
})

test('a port in use is one line that says what to do', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen({ host: '127.0.0.1', port: 0 }, resolve))
  const { port } = taken.address() as { readonly port: number }
  const { status, stderr } = await demo(['--port', String(port), '--once'])
  taken.close()
  expect(status).toBe(1)
  expect(stderr).toMatch(/^demo: .*another process uses this port.*npm run demo -- --port 0\n$/)
})

testTerraform('the demo makes the same API by Terraform', async () => {
  const config = join(directory, 'cli.tfrc')
  const mirror = JSON.stringify(await findProviderMirror())
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`)
  const { status, stdout, stderr } = await demo(['--terraform', '--port', '0', '--once'], {
    TF_CLI_CONFIG_FILE: config,
  })
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('Apply complete! Resources: 8 added, 0 changed, 0 destroyed.')
  const [, apiId = '', body = ''] = CALL.exec(stdout) ?? []
  expect(stdout).toContain(`  api          ${apiId}\n`)
  expect(JSON.parse(body)).toMatchObject({ id: '7', name: 'Rex', asked: 'GET /pets/7' })
})

testTerraform('examples/http-proxy: apply, an empty second plan, calls of each route, destroy', async () => {
  await using postern = await PosternProcess.start()
  const upstream = await startUpstream()
  try {
    const variables = { postern_url: postern.url, backend_url: upstream.url }
    const project = await TerraformProject.open(join(EXAMPLES, 'http-proxy'), variables)
    await project.apply()
    expect(await project.plan()).toBe('')
    const { api_id: apiId } = (await project.outputs()) as { readonly api_id: string }
    const asked = async (path: string) => {
      const answer = await fetch(`${postern.url}/_aws/execute-api/${apiId}/$default${path}`, { method: 'GET' })
      return `${answer.status} ${((await answer.json()) as { readonly asked: string }).asked}`
    }
    expect(await asked('/pets/8')).toBe('200 GET /pets/8')
    expect(await asked('/pets/8/toys?size=2')).toBe('200 GET /pets/8/toys?size=2')
    expect(await asked('/health')).toBe('200 GET /health')
    await project.destroy()
    expect((await fetch(`${postern.url}/_aws/execute-api/${apiId}/$default/health`)).status).toBe(404)
  } finally {
    upstream.close()
  }
})

testTerraform('examples/integration-mock: apply, an empty second plan, destroy', async () => {
  await using postern = await PosternProcess.start()
  const project = await TerraformProject.open(join(EXAMPLES, 'integration-mock'), { postern_url: postern.url })
  await project.apply()
  expect(await project.plan()).toBe('')
  expect(await project.outputs()).toMatchObject({ integration_id: expect.stringMatching(/^\w{7}$/) as unknown })
  await project.destroy()
})
