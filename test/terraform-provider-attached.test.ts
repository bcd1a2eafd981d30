import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { CreateApiCommand, GetIntegrationsCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, expect } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { clientOf } from './support/client.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { TerraformProject } from './support/terraform.ts'

const test = testWith('terraform', findProgram('terraform') !== undefined)

const release = mkdtempSync(join(tmpdir(), 'postern-provider-'))
let program: string
let postern: PosternProcess
beforeAll(async () => {
  program = await bundleProvider(release)
  postern = await PosternProcess.start()
})
afterAll(async () => {
  await postern.stop()
  rmSync(release, { recursive: true, force: true })
})

test.each<[NodeJS.Signals]>([['SIGINT'], ['SIGTERM']])(
  'plan, apply and destroy by TF_REATTACH_PROVIDERS; %s ends the provider',
  async (signal) => {
    const directory = mkdtempSync(join(release, 'run-'))
    const env = { ...process.env, TMPDIR: directory }
    const provider = spawn(process.execPath, [program, '--reattach'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(provider, 'exit')
    const [line] = (await once(createInterface({ input: provider.stdout }), 'line')) as [string]
    const [, attachment] = /^TF_REATTACH_PROVIDERS='(.*)'$/.exec(line) ?? []
    // No other provider is to be found.
    const { project, there } = await open('/nowhere')
    project.setEnvironment('TF_REATTACH_PROVIDERS', attachment)
    expect(await project.plan()).toContain('Plan: 3 to add, 0 to change, 0 to destroy.')
    await project.apply()
    expect(await project.plan()).toBe('')
    expect(await there()).toBe(3)
    await project.destroy()
    expect(await there()).toBe(0)
    expect(provider.exitCode).toBeNull()
    provider.kill(signal)
    expect([await ended, readdirSync(directory)]).toEqual([[0, null], []])
  },
)

test('without TLS, by TF_DISABLE_PLUGIN_TLS', async () => {
  const { project, there } = await open(dirname(program))
  project.setEnvironment('TF_DISABLE_PLUGIN_TLS', '1')
  await project.apply()
  expect(await there()).toBe(3)
  expect(await project.plan()).toBe('')
})

/** An API, and a project that makes three integrations of it. */
async function open(provider: string) {
  const client = clientOf(postern.url)
  const { ApiId = '' } = await client.send(
    new CreateApiCommand({ Name: 'api', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' }),
  )
  const source = join(import.meta.dirname, 'terraform/three-integrations')
  const project = await TerraformProject.open(source, { endpoint: postern.url, api: ApiId }, provider)
  const there = async () => (await client.send(new GetIntegrationsCommand({ ApiId }))).Items?.length
  return { project, there }
}
