import { once } from 'node:events'
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
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
      const plugin = await PluginProcess.start(program, { tls: next++ % 2 === 0, directory })
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

test.each([process.execPath, ...new Set(others)])('it runs on %s', async (node) => {
  for (const tls of [true, false]) {
    const directory = makeDirectory()
    const plugin = await PluginProcess.start(program, { tls, directory, node })
    expect(await knowsIntegrations(plugin)).toBe(true)
    expect([await plugin.shutdown(), plugin.errors, readdirSync(directory)]).toEqual([0, '', []])
  }
})

test('who starts it by hand is told what it is', async () => {
  const { status, stdout, stderr } = await runProgram(process.execPath, [program])
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^This is a Terraform provider: Terraform starts it\./)
})

test.each([true, false])('neither garbage nor unknown methods end it; over TLS: %s', async (tls) => {
  const plugin = await PluginProcess.start(program, { tls, directory: makeDirectory() })
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
  const plugin = await PluginProcess.start(program, { tls: true, directory: makeDirectory() })
  const stranger = plugin.connect(makeOwnCertificate())
  stranger.on('error', () => undefined)
  const stream = stranger.request({ ':method': 'POST', ':path': '/plugin.GRPCController/Shutdown' })
  stream.end(Buffer.alloc(5))
  await expect(once(stream, 'response')).rejects.toThrow(/certificate|closed|canceled|ECONNRESET/i)
  expect(await knowsIntegrations(plugin)).toBe(true)
  expect([await plugin.shutdown(), plugin.errors]).toEqual([0, ''])
})

test.each<[NodeJS.Signals]>([['SIGTERM'], ['SIGHUP']])('%s ends it, Ctrl-C does not', async (signal) => {
  const directory = makeDirectory()
  const plugin = await PluginProcess.start(program, { tls: true, directory })
  plugin.child.kill('SIGINT')
  expect(await knowsIntegrations(plugin)).toBe(true)
  plugin.child.kill(signal)
  expect([await plugin.ended(), plugin.errors, readdirSync(directory)]).toEqual([0, '', []])
})

async function knowsIntegrations(plugin: PluginProcess): Promise<boolean> {
  const { provider, resourceSchemas } = await plugin.call('GetProviderSchema', {})
  return provider?.block !== undefined && resourceSchemas.some(({ key }) => key === 'aws_apigatewayv2_integration')
}
