import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUpstream } from '../examples/demo/upstream.ts'
import { startKitchen } from '../examples/websocket-http/kitchen.ts'
import { unpackPackage } from '../packages/gateway/src/functions/packages/unpack-package.ts'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { lambdaClientOf } from './support/client.ts'
import { testWith } from './support/find-program.ts'
import { FrameClient } from './support/frame-client.ts'
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
  /\n {2}GET http:\/\/\w{10}\.execute-api\.localhost:\d+(\/\S+)\n {2}200 OK\n {2}apigw-requestid: \S{16}\n {2}(.*)\n/g

/** Path and body of each call that the demo shows: of examples/http-proxy and examples/http-lambda. */
const callsIn = (stdout: string) =>
  [...stdout.matchAll(CALL)].map(([, path, body = '']) => [path, JSON.parse(body) as unknown])

const greeting = (payloadFormat: string) => ({
  greeting: 'Hello, Ada!',
  payloadFormat,
  routeKey: `GET /v${payloadFormat[0]}/hello/{name}`,
  function: 'greeting $LATEST',
})
const calls = [
  ['/pets/7', expect.objectContaining({ id: '7', name: 'Rex', asked: 'GET /pets/7' })],
  ['/v1/hello/Ada', greeting('1.0')],
  ['/v2/hello/Ada', greeting('2.0')],
]

test('the demo makes two APIs by the SDK and calls them', async () => {
  const { status, stdout, stderr } = await demo(['--port', '0', '--once'])
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^ {2}api {10}\w{10} {3}HTTP pets$/m)
  expect(stdout.match(/^ {2}(function|integration|permission|role|route|stage) /gm)).toHaveLength(
    3 * 2 + 1 + 2 + 2 * 2 + 2,
  )
  expect(callsIn(stdout)).toEqual(calls)
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

testTerraform('the demo makes the same APIs by Terraform', async () => {
  const config = join(directory, 'cli.tfrc')
  const mirror = JSON.stringify(await findProviderMirror())
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`)
  const { status, stdout, stderr } = await demo(['--terraform', '--port', '0', '--once'], {
    TF_CLI_CONFIG_FILE: config,
  })
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('Apply complete! Resources: 8 added, 0 changed, 0 destroyed.')
  expect(stdout).toContain('Apply complete! Resources: 10 added, 0 changed, 0 destroyed.')
  expect(callsIn(stdout)).toEqual(calls)
})

testTerraform(
  'examples/http-proxy, by our own provider: apply, an empty second plan, calls of each route, destroy',
  async () => {
    await using postern = await PosternProcess.start()
    const upstream = await startUpstream()
    try {
      const variables = { postern_url: postern.url, backend_url: upstream.url }
      const project = await applied('http-proxy', variables, await bundled())
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
  },
)

/** Applies an example, whose second plan must be empty. `provider`: hashicorp/aws itself unless given. */
async function applied(
  example: string,
  variables: Readonly<Record<string, string>>,
  provider?: string,
): Promise<TerraformProject> {
  const project = await TerraformProject.open(join(EXAMPLES, example), variables, provider)
  await project.apply()
  expect(await project.plan()).toBe('')
  return project
}

/** The directory of our own provider, for examples that have no resources of other services. */
const bundled = async () => dirname(await bundleProvider(join(directory, 'provider')))

const urlOf = async (project: TerraformProject) => ((await project.outputs()) as { readonly url: string }).url

testTerraform(
  'examples/integration-mock, by our own provider: apply, an empty second plan, a message and its frame, destroy',
  async () => {
    await using postern = await PosternProcess.start()
    const project = await applied('integration-mock', { postern_url: postern.url }, await bundled())
    expect(await project.outputs()).toMatchObject({ integration_id: expect.stringMatching(/^\w{7}$/) as unknown })
    const url = await urlOf(project)
    expect(url).toMatch(/^ws:\/\/\w{10}\.execute-api\.localhost:\d+\/production$/)
    using client = await FrameClient.open(url)
    client.send({ action: 'ping' })
    expect(await client.frame()).toBe('{"message": "pong", "route": "ping", "stage": "production"}')
    client.send('anything else')
    expect(await client.json()).toMatchObject({ message: 'Forbidden' })
    await project.destroy()
    // The API is gone, and the connection still open: nothing takes its messages.
    client.send({ action: 'ping' })
    expect(await client.json()).toMatchObject({ message: 'Forbidden' })
  },
)

testTerraform('examples/integration-lambda: apply, an empty second plan, the function answers, destroy', async () => {
  await using postern = await PosternProcess.start('--permissions', 'enforce')
  const project = await applied('integration-lambda', { postern_url: postern.url })
  expect(await project.outputs()).toMatchObject({
    api_endpoint: expect.stringMatching(/^ws:/) as unknown,
    function_arn: 'arn:aws:lambda:us-east-1:000000000000:function:Example',
  })
  const { Payload } = await lambdaClientOf(postern.url).send(
    new InvokeCommand({ FunctionName: 'Example', Payload: JSON.stringify({ name: 'Ada' }) }),
  )
  expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({ greeting: 'Hello, Ada!' })
  using client = await FrameClient.open(await urlOf(project))
  client.send({ action: 'greet', name: 'Ada' })
  expect(await client.frame()).toBe('{"greeting":"Hello, Ada!"}')
  await project.destroy()
})

testTerraform(
  'examples/websocket-http, by our own provider: apply, an empty second plan, each row of its README, destroy',
  async () => {
    await using postern = await PosternProcess.start()
    const kitchen = await startKitchen(postern.url, 0)
    try {
      const project = await applied(
        'websocket-http',
        { postern_url: postern.url, backend_url: kitchen.url },
        await bundled(),
      )
      using client = await FrameClient.open(await urlOf(project))
      const order = (dish: string, count: number) =>
        client.send({ action: 'order', form: 'long', order: { dish, count } })
      /** The answer and what the service posts may come in any order. */
      const two = async () => [await client.frame(), await client.frame()].toSorted()

      client.send({ action: 'order', form: 'short', text: '2 soup' })
      expect(await two()).toEqual(['{"accepted": "1", "order": "2 x soup"}', '{"ready":"1"}'])
      order('salad', 1)
      expect(await two()).toEqual(['{"accepted": "2", "order": "1 x salad"}', '{"ready":"2"}'])
      order('cake', 1)
      expect(await client.frame()).toBe('{"refused": "there is no cake today"}')
      order('soup', 100)
      expect(await client.frame()).toBe('{"refused": "from 1 to 9, please"}')
      client.send({ action: 'order', form: 'verse', text: 'soup, I pray' })
      expect(await client.json()).toMatchObject({ message: 'Unsupported Media Type' })
      client.send({ action: 'look', id: '1' })
      expect(await client.json()).toEqual({ id: '1', dish: 'soup', count: 2, isYours: true })
      await project.destroy()
    } finally {
      kitchen.close()
    }
  },
)

testTerraform('examples/chat: apply, an empty second plan, two members', async () => {
  await using postern = await PosternProcess.start('--permissions', 'enforce')
  const variables = { postern_url: postern.url, room_directory: join(directory, 'room') }
  const project = await applied('chat', variables)
  const url = await urlOf(project)
  expect(await FrameClient.refused(url)).toMatchObject({ status: 400, body: 'Who are you? Add ?name=… to the URL.' })
  using ada = await FrameClient.open(`${url}?name=Ada`)
  using grace = await FrameClient.open(`${url}?name=Grace%20H`)
  expect(await ada.frame()).toBe('{"joined":"Grace H"}')
  grace.send({ action: 'sendmessage', text: 'Good morning, "Ada" ü' })
  const said = '{"from":"Grace H","text":"Good morning, \\"Ada\\" ü"}'
  expect([await ada.frame(), await grace.frame()]).toEqual([said, said])
  await grace.close(1000)
  expect(await ada.frame()).toBe('{"left":"Grace H"}')
})

test('chat/chat.zip holds chat/functions', async () => {
  const unpacked = join(directory, 'chat')
  await unpackPackage(readFileSync(join(EXAMPLES, 'chat/chat.zip')), unpacked)
  const functions = join(EXAMPLES, 'chat/functions')
  expect(readdirSync(unpacked)).toEqual(readdirSync(functions))
  for (const name of readdirSync(functions)) {
    expect(readFileSync(join(unpacked, name), 'utf8')).toBe(readFileSync(join(functions, name), 'utf8'))
  }
})

/** Byte for byte: what Terraform uploads is what one reads in the repository. */
test.each([
  ['integration-lambda/example.zip', 'integration-lambda/index.js'],
  ['http-lambda/greeting.zip', 'http-lambda/greeting/index.mjs'],
])('%s holds %s', async (zip, source) => {
  const unpacked = join(directory, basename(zip))
  await unpackPackage(readFileSync(join(EXAMPLES, zip)), unpacked)
  expect(readdirSync(unpacked)).toEqual([basename(source)])
  expect(readFileSync(join(unpacked, basename(source)), 'utf8')).toBe(readFileSync(join(EXAMPLES, source), 'utf8'))
})
