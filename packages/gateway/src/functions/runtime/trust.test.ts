import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { rootCertificates } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { findProgram, testWith } from '../../../../../test/support/find-program.ts'
import { call, scriptedFunction, testDirectory, testFunction, testRuntime } from './test-functions.ts'
import { TrustFiles } from './trust-files.ts'

const [own = '', second = ''] = rootCertificates
const count = (text: string): number => text.split('BEGIN CERTIFICATE').length - 1

describe('what functions trust', () => {
  const files = (trust: () => Promise<readonly string[]>) => new TrustFiles(trust, testDirectory())

  test('Node is told what to trust beside all else', async () => {
    const { NODE_EXTRA_CA_CERTS = '', ...others } = await files(async () => [`${own}\n`, second]).variables('node')
    expect(readFileSync(NODE_EXTRA_CA_CERTS, 'utf8')).toBe(`${own}\n${second}`)
    expect(others).toEqual({})
  })

  test('others get one file of everything, each certificate once', async () => {
    const trust = files(async () => [own])
    const variables = await trust.variables('all')
    const { SSL_CERT_FILE: bundle = '', NODE_EXTRA_CA_CERTS: extra = '' } = variables
    expect(variables).toEqual({
      NODE_EXTRA_CA_CERTS: extra,
      SSL_CERT_FILE: bundle,
      REQUESTS_CA_BUNDLE: bundle,
      AWS_CA_BUNDLE: bundle,
    })
    expect(await trust.variables('all')).toEqual(variables)
    const text = readFileSync(bundle, 'latin1')
    expect(count(text)).toBeGreaterThanOrEqual(rootCertificates.length)
    const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+/g) ?? []
    expect(new Set(blocks.map((block) => block.replaceAll(/\s/g, ''))).size).toBe(blocks.length)
  })

  test('nothing to trust, or no way to know: no variables, and the next function asks again', async () => {
    expect(await files(async () => []).variables('all')).toEqual({})
    let tries = 0
    const trust = files(async () => {
      tries++
      if (tries === 1) throw new Error('damaged')
      return [own]
    })
    expect(await trust.variables('node')).toEqual({})
    expect(Object.keys(await trust.variables('node'))).toEqual(['NODE_EXTRA_CA_CERTS'])
  })

  test('a function gets them in its environment, and its own win', async () => {
    const target = scriptedFunction('serve(async () => process.env)', { environment: { SSL_CERT_FILE: '/mine.pem' } })
    const environment = (await call(testRuntime({ trust: async () => [own] }), target)) as Record<string, string>
    expect(environment).toMatchObject({ SSL_CERT_FILE: '/mine.pem' })
    expect(count(readFileSync(environment['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8'))).toBe(1)
    expect(dirname(environment['AWS_CA_BUNDLE'] ?? '')).toBe(dirname(environment['NODE_EXTRA_CA_CERTS'] ?? ''))
  })
})

describe('names below localhost are this machine', () => {
  const names = ['abc.localhost', 'abc.execute-api.LOCALHOST', 'abc.execute-api.localhost.']
  const source = `
    import dns, { lookup } from 'node:dns'
    import promises from 'node:dns/promises'
    import { promisify } from 'node:util'
    import { Worker } from 'node:worker_threads'
    const inThread = (name) => new Promise((resolve, reject) => {
      const code = "require('dns').promises.lookup(require('worker_threads').workerData)" +
        ".then(({ address }) => require('worker_threads').parentPort.postMessage(address))"
      new Worker(code, { eval: true, workerData: name }).on('message', resolve).on('error', reject)
    })
    export const handler = async (name) => [
      (await promises.lookup(name)).address,
      (await promises.lookup(name, { all: true }))[0].address,
      (await promisify(dns.lookup)(name, 0)).address,
      await new Promise((resolve, reject) => lookup(name, (error, address) => error ? reject(error) : resolve(address))),
      await inThread(name),
    ]`

  test.each(names)('Node: %s', async (name) => {
    const target = testFunction({ 'index.mjs': source }, { runtime: 'nodejs22.x' })
    const addresses = (await call(testRuntime(), target, name)) as string[]
    expect(addresses).toHaveLength(5)
    for (const address of addresses) expect(address).toMatch(/^(127\.0\.0\.1|::1)$/)
  })

  test('Node: other names are asked of the system as they are', async () => {
    const target = testFunction(
      {
        'index.mjs': `import dns from 'node:dns'
          export const handler = (name) => dns.promises.lookup(name).then(() => 'there', ({ hostname }) => hostname)`,
      },
      { runtime: 'nodejs22.x' },
    )
    const runtime = testRuntime()
    for (const name of ['localhost.invalid', 'notlocalhost.invalid'])
      expect(await call(runtime, target, name)).toBe(name)
  })

  testWith('python3', findProgram('python3') !== undefined)('Python', async () => {
    const index = `
import asyncio, socket
def handler(name, context):
    sync = [entry[4][0] for entry in socket.getaddrinfo(name, 80, type=socket.SOCK_STREAM)]
    named = [entry[4][0] for entry in socket.getaddrinfo(host=name.encode(), port=None)]
    async def later():
        return [entry[4][0] for entry in await asyncio.get_running_loop().getaddrinfo(name, 80)]
    return sync + named + asyncio.run(later())
`
    const target = testFunction({ 'index.py': index }, { runtime: 'python3.12' })
    const runtime = testRuntime()
    for (const name of names) {
      const addresses = (await call(runtime, target, name)) as string[]
      expect(addresses.length).toBeGreaterThanOrEqual(3)
      for (const address of addresses) expect(address).toMatch(/^(127\.0\.0\.1|::1)$/)
    }
  })
})
