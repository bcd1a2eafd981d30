import { once } from 'node:events'
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { encodeMsgpack } from '../packages/terraform-provider/src/conversion/msgpack.ts'
import type { Value } from '../packages/terraform-provider/src/conversion/value.ts'
import { makeOwnCertificate } from '../packages/terraform-provider/src/wire/certificate.ts'
import { findProgram } from './support/find-program.ts'
import { PluginProcess } from './support/plugin-process.ts'
import { runProgram } from './support/run-program.ts'

const release = mkdtempSync(join(tmpdir(), 'postern-provider-'))
let program: string
beforeAll(async () => {
  program = await bundleProvider(release)
})
afterAll(() => rmSync(release, { recursive: true, force: true }))

const makeDirectory = () => mkdtempSync(join(release, 'run-'))

/** Terraform starts a provider two to five times for each command: one start in 300 that fails is seen every day. */
test('300 starts in a row succeed', async () => {
  const directory = makeDirectory()
  let next = 0
  const outcomes: unknown[] = []
  const startNext = async () => {
    while (next < 300) {
      await using plugin = await PluginProcess.start(program, { tls: next++ % 2 === 0, directory })
      outcomes.push([await knowsIntegrations(plugin), await plugin.shutdown(), plugin.errors])
    }
  }
  await Promise.all([startNext(), startNext()])
  expect(outcomes).toEqual(Array.from({ length: 300 }, () => [true, 0, '']))
  expect(readdirSync(directory)).toEqual([])
})

/** Every other Node on the PATH: tests run on the newest, and users have older ones. */
const others = (process.env['PATH'] ?? '').split(delimiter).flatMap((directory) => {
  const node = findProgram('node', directory)
  return node === undefined || realpathSync(node) === realpathSync(process.execPath) ? [] : [realpathSync(node)]
})

test.each([process.execPath, ...new Set(others)])('it runs on %s, and calls AWS', async (node) => {
  const calls: string[] = []
  const server = createServer(({ method, url }, response) => {
    calls.push(`${method} ${url}`)
    response.writeHead(404, { 'x-amzn-errortype': 'NotFoundException' }).end('{"message":"none"}')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const apigatewayv2 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const configuration = { region: 'us-east-1', access_key: 'a', secret_key: 'b', endpoints: [{ apigatewayv2 }] }
  for (const tls of [true, false]) {
    const directory = makeDirectory()
    await using plugin = await PluginProcess.start(program, { tls, directory, node })
    expect(await knowsIntegrations(plugin)).toBe(true)
    expect(await plugin.call('ConfigureProvider', { config: dynamic(configuration) })).toEqual({ diagnostics: [] })
    const currentState = dynamic({ api_id: 'abc', id: 'def' })
    const typeName = 'aws_apigatewayv2_integration'
    const { newState, diagnostics } = await plugin.call('ReadResource', { typeName, currentState })
    // It is gone.
    expect([newState?.msgpack, diagnostics, calls.splice(0)]).toEqual([
      Buffer.of(0xc0),
      [],
      ['GET /v2/apis/abc/integrations/def'],
    ])
    // On standard error the SDK may say that this Node will be too old for a later one; Terraform shows it in its log only.
    expect([await plugin.shutdown(), readdirSync(directory)]).toEqual([0, []])
  }
  server.close()
})

test('who starts it by hand is told what it is', async () => {
  const { status, stdout, stderr } = await runProgram(process.execPath, [program])
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^This is a Terraform provider: Terraform starts it\./)
})

test.each([true, false])('neither garbage nor unknown methods end it; over TLS: %s', async (tls) => {
  await using plugin = await PluginProcess.start(program, { tls, directory: makeDirectory() })
  for (const garbage of ['GET / HTTP/1.1\r\n\r\n', '\0'.repeat(1000)]) {
    const socket = connectSocket(plugin.path)
    socket.on('error', () => undefined).resume()
    socket.end(garbage)
    await once(socket, 'close')
  }
  for (const path of ['/tfplugin6.Provider/MoveResourceState', '/plugin.GRPCStdio/StreamStdio', '/', '/__proto__']) {
    expect(await plugin.raw(path, Buffer.alloc(0))).toMatchObject({ status: '12', message: 'unknown method' })
  }
  // Bytes that are no message of Terraform's.
  expect(await plugin.raw('/tfplugin6.Provider/PlanResourceChange', Buffer.of(0x0a, 0x7f))).toMatchObject({
    status: '13',
    message: 'a field is cut off',
  })
  expect(await knowsIntegrations(plugin)).toBe(true)
  expect([await plugin.shutdown(), plugin.errors]).toEqual([0, ''])
})

test('a stranger is refused', async () => {
  await using plugin = await PluginProcess.start(program, { tls: true, directory: makeDirectory() })
  const stranger = plugin.connect(makeOwnCertificate())
  const refused = new Promise((resolve) => {
    stranger.on('error', resolve).on('close', resolve)
  })
  const stream = stranger.request({ ':method': 'POST', ':path': '/plugin.GRPCController/Shutdown' })
  let answered = false
  stream
    .on('error', () => undefined)
    .on('response', () => {
      answered = true
    })
  stream.end(Buffer.alloc(5))
  await refused
  expect(answered).toBe(false)
  expect(await knowsIntegrations(plugin)).toBe(true)
  expect([await plugin.shutdown(), plugin.errors]).toEqual([0, ''])
})

test.each<[NodeJS.Signals]>([['SIGTERM'], ['SIGHUP']])('%s ends it, Ctrl-C does not', async (signal) => {
  const directory = makeDirectory()
  await using plugin = await PluginProcess.start(program, { tls: true, directory })
  plugin.child.kill('SIGINT')
  expect(await knowsIntegrations(plugin)).toBe(true)
  plugin.child.kill(signal)
  expect([await plugin.ended(), plugin.errors, readdirSync(directory)]).toEqual([0, '', []])
})

const dynamic = (value: Value) => ({ msgpack: encodeMsgpack(value) })

async function knowsIntegrations(plugin: PluginProcess): Promise<boolean> {
  const { provider, resourceSchemas } = await plugin.call('GetProviderSchema', {})
  return provider?.block !== undefined && resourceSchemas.some(({ key }) => key === 'aws_apigatewayv2_integration')
}
