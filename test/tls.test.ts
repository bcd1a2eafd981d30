import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Agent } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiGatewayV2Client, CreateApiCommand, GetApisCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { AwsCli, hasAwsCli } from './support/aws-cli.ts'
import { clientOf, lambdaClientOf } from './support/client.ts'
import { deployFunction, invoke } from './support/deploy-function.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { FrameClient } from './support/frame-client.ts'
import { PosternProcess } from './support/postern-process.ts'
import { runProgram } from './support/run-program.ts'
import { WebSocketApiMaker } from './support/web-socket-api.ts'

const MAIN = join(import.meta.dirname, '../packages/gateway/src/main.ts')
const curlTest = testWith('curl', findProgram('curl') !== undefined)
const pythonTest = testWith('python3', findProgram('python3') !== undefined)

let directory: string
const file = (name: string): string => join(directory, name)
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-tls-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

/** Runs a command line that ends by itself. */
function run(...words: string[]) {
  const { PATH = '', HOME = '' } = process.env
  return runProgram(process.execPath, [MAIN, ...words], { env: { PATH, HOME } })
}

/** `postern ca`, written to a file. */
async function authorityOf(dataDir: string): Promise<string> {
  const { status, stdout, stderr } = await run('ca', '--data-dir', dataDir)
  expect([status, stderr]).toEqual([0, ''])
  const path = `${dataDir}.pem`
  writeFileSync(path, stdout)
  return path
}

/** Runs curl; answers what it printed, or its exit status. */
async function curl(...words: string[]): Promise<string | number> {
  const { status, stdout } = await runProgram('curl', ['-q', '-sS', ...words], { env: { PATH: process.env['PATH'] } })
  return status === 0 ? stdout : status
}

/** curl's exit status for a certificate that it does not trust (curl(1)). */
const UNTRUSTED = 60

/** An HTTP API before a backend that answers with the `Forwarded` header that it was sent. */
async function makeApi({ url }: PosternProcess): Promise<string> {
  const backend = createServer((request, response) => response.end(request.headers['forwarded']))
  await new Promise<void>((resolve) => backend.listen({ host: '127.0.0.1', port: 0 }, resolve))
  onTestFinished(() => {
    backend.close()
    backend.closeAllConnections()
  })
  const target = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`
  const command = new CreateApiCommand({ Name: 'echo', ProtocolType: 'HTTP', Target: target })
  return (await clientOf(url).send(command)).ApiId ?? ''
}

describe('HTTP and TLS on one port', () => {
  curlTest('curl that trusts what `postern ca` prints, by host, by path, by address, and without TLS', async () => {
    const dataDir = file('both')
    await using postern = await PosternProcess.start('--data-dir', dataDir)
    const { port } = postern
    const id = await makeApi(postern)
    const ca = ['--cacert', await authorityOf(dataDir)]
    const hosts = [
      `${id}.execute-api.localhost`,
      `${id}.execute-api.us-east-1.localhost`,
      `${id}.execute-api.localhost.localstack.cloud`,
    ]
    for (const host of hosts) {
      const resolve = ['--resolve', `${host}:${port}:127.0.0.1`]
      expect(await curl(...ca, ...resolve, `https://${host}:${port}/a`)).toContain(';proto=https')
      expect(await curl(...resolve, `http://${host}:${port}/a`)).toContain(';proto=http')
    }
    for (const address of ['localhost', '127.0.0.1']) {
      const path = `${address}:${port}/_aws/execute-api/${id}/$default/a`
      expect(await curl('-4', ...ca, `https://${path}`)).toContain(';proto=https')
      expect(await curl('-4', `http://${path}`)).toContain(';proto=http')
    }
    expect(await curl(`https://127.0.0.1:${port}/_postern/health`)).toBe(UNTRUSTED)
    // Nothing of it is an error.
    expect(postern.errors).toBe('')
  })

  curlTest('an authority outlives its server, and `postern ca` can make it before there is one', async () => {
    const dataDir = file('before')
    const ca = await authorityOf(dataDir)
    for (let start = 0; start < 2; start++) {
      await using postern = await PosternProcess.start('--data-dir', dataDir)
      expect(await curl('--cacert', ca, `https://127.0.0.1:${postern.port}/_postern/health`)).toBe('{"status":"ok"}')
    }
    expect(readFileSync(join(dataDir, 'ca.pem'), 'utf8')).toBe(readFileSync(ca, 'utf8'))
  })

  test('an AWS SDK', async () => {
    const dataDir = file('sdk')
    await using postern = await PosternProcess.start('--data-dir', dataDir)
    const id = await makeApi(postern)
    const agent = new Agent({ ca: readFileSync(await authorityOf(dataDir)), keepAlive: true })
    onTestFinished(() => agent.destroy())
    const client = new ApiGatewayV2Client({
      region: 'us-east-1',
      endpoint: `https://localhost:${postern.port}`,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: { httpsAgent: agent },
    })
    const { Items = [] } = await client.send(new GetApisCommand())
    expect(Items.map((api) => api.ApiId)).toEqual([id])
  })

  test('a WebSocket client: wss:// and ws://, by host and by path', async () => {
    const dataDir = file('wss')
    await using postern = await PosternProcess.start('--data-dir', dataDir)
    const ca = readFileSync(await authorityOf(dataDir))
    // Agrees on the protocol that API Gateway says the client came by.
    const code = `exports.handler = async ({ headers, requestContext, body }) =>
      requestContext.eventType === 'CONNECT'
        ? { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': headers['X-Forwarded-Proto'] } }
        : { statusCode: 200, body: 'heard ' + body }`
    const IntegrationUri = await deployFunction(lambdaClientOf(postern.url), 'talk', { 'index.js': code })
    const api = await WebSocketApiMaker.create(postern.url)
    const target = await api.integration({ IntegrationType: 'AWS_PROXY', IntegrationMethod: 'POST', IntegrationUri })
    await api.route('$connect', target)
    await api.route('$default', target, 'two-way')
    await api.deploy('prod')
    const protocols = ['http', 'https']
    for (const url of [api.url('prod'), api.pathUrl('prod')]) {
      const secure = url.replace('ws:', 'wss:')
      using plain = await FrameClient.open(url, { protocols })
      using sealed = await FrameClient.open(secure, { protocols, ca })
      expect([plain.protocol, sealed.protocol]).toEqual(['http', 'https'])
      expect(await sealed.ask('{"action":"x"}')).toBe('heard {"action":"x"}')
      await expect(FrameClient.open(secure)).rejects.toThrow('unable to verify the first certificate')
    }
  })

  testWith('the AWS CLI', hasAwsCli)('the AWS CLI', async () => {
    const dataDir = file('cli')
    await using postern = await PosternProcess.start('--data-dir', dataDir)
    const id = await makeApi(postern)
    process.env['AWS_CA_BUNDLE'] = await authorityOf(dataDir)
    onTestFinished(() => {
      delete process.env['AWS_CA_BUNDLE']
    })
    const { Items } = await new AwsCli(`https://localhost:${postern.port}`).run('apigatewayv2', 'get-apis')
    expect(Items).toMatchObject([{ ApiId: id }])
  })
})

describe('a function calls an API at https://{apiId}.execute-api.localhost, unmodified', () => {
  const NODE_COMMON = `const https = require('node:https')
    exports.handler = ({ url }) => new Promise((resolve, reject) => {
      https.get(url, (response) => response.on('data', (text) => resolve(String(text)))).on('error', reject)
    })`
  const NODE_MODULE = `export const handler = async ({ url }) => (await fetch(url)).text()`
  const PYTHON = `import urllib.request
def handler(event, context):
    return urllib.request.urlopen(event["url"]).read().decode()
`
  const PYTHON_SDK = `import boto3
def handler(event, context):
    client = boto3.client("apigatewayv2", endpoint_url=event["endpoint"])
    return ",".join("proto=https" for api in client.get_apis()["Items"])
`
  const functions = [
    { what: 'Node, CommonJS', files: { 'index.js': NODE_COMMON }, runtime: 'nodejs22.x', run: test },
    { what: 'Node, ES module', files: { 'index.mjs': NODE_MODULE }, runtime: 'nodejs24.x', run: test },
    { what: 'Python', files: { 'index.py': PYTHON }, runtime: 'python3.12', run: pythonTest },
    // The CLI that is found stands beside a Python that has botocore; boto3 need not be there.
    { what: 'Python, boto3', files: { 'index.py': PYTHON_SDK }, runtime: 'python3.12', run: boto3Test() },
  ] as const

  for (const { what, files, runtime, run } of functions) {
    run(what, async () => {
      await using postern = await PosternProcess.start()
      const id = await makeApi(postern)
      const lambda = lambdaClientOf(postern.url)
      await deployFunction(lambda, 'caller', files, { Runtime: runtime, Timeout: 60 })
      const endpoint = `https://${id}.execute-api.localhost:${postern.port}`
      const local = `https://localhost:${postern.port}`
      const { payload, error } = await invoke(lambda, 'caller', { url: `${endpoint}/from/a/function`, endpoint: local })
      expect({ payload, error }).toEqual({
        payload: expect.stringContaining('proto=https') as string,
        error: undefined,
      })
    })
  }
})

function boto3Test() {
  let isThere = false
  try {
    execFileSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' })
    isThere = true
  } catch {
    // No Python, or none that has it.
  }
  return isThere ? test : test.skip
}

describe('a certificate of the operator', () => {
  const make = (name: string, ...names: string[]): void => {
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    const files = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)]
    const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${names.join(',')}`, '-days', '2']
    execFileSync('openssl', ['req', '-x509', ...made, ...files, ...subject], { stdio: 'ignore' })
  }

  curlTest('is shown for its names, and functions trust it; local names have the authority’s', async () => {
    make('own', 'DNS:gateway.example.com', 'IP:127.0.0.1')
    const dataDir = file('own-data')
    const flags = ['--tls-certificate', file('own.pem'), '--tls-key', file('own.key')]
    await using postern = await PosternProcess.start('--data-dir', dataDir, ...flags)
    const { port } = postern
    const at = (host: string) => ['--resolve', `${host}:${port}:127.0.0.1`, `https://${host}:${port}/_postern/health`]
    const own = ['--cacert', file('own.pem')]
    const local = ['--cacert', await authorityOf(dataDir)]
    expect(await curl(...own, ...at('gateway.example.com'))).toBe('{"status":"ok"}')
    expect(await curl(...own, `https://127.0.0.1:${port}/_postern/health`)).toBe('{"status":"ok"}')
    expect(await curl(...local, ...at('gateway.example.com'))).toBe(UNTRUSTED)
    expect(await curl(...local, ...at('localhost'))).toBe('{"status":"ok"}')

    const lambda = lambdaClientOf(postern.url)
    const call = 'exports.handler = async ({ url }) => (await fetch(url)).json()'
    await deployFunction(lambda, 'caller', { 'index.js': call }, { Timeout: 60 })
    for (const host of ['127.0.0.1', 'postern.localhost']) {
      const { payload } = await invoke(lambda, 'caller', { url: `https://${host}:${port}/_postern/health` })
      expect(payload).toEqual({ status: 'ok' })
    }
  })

  test('that cannot be used is one line, with status 1', async () => {
    make('one', 'DNS:one.example')
    make('two', 'DNS:two.example')
    const flags = ['--tls-certificate', file('one.pem'), '--tls-key', file('two.key')]
    const { status, stderr } = await run('--port', '0', '--ephemeral', ...flags)
    const problem = `${file('two.key')} is not the key of the first certificate in ${file('one.pem')}`
    expect([status, stderr]).toEqual([1, `postern: tls.key: ${problem}\n`])
  })
})

describe('what is not there, and what is broken', () => {
  curlTest('--ephemeral: an authority of its own, which `postern ca` cannot know', async () => {
    await using postern = await PosternProcess.start()
    expect(await curl('-k', `https://127.0.0.1:${postern.port}/_postern/health`)).toBe('{"status":"ok"}')
    const { status, stdout, stderr } = await run('ca', '--ephemeral')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^postern: ca: with ephemeral, each server has an authority of its own, .*\n$/)
  })

  curlTest('a damaged authority: HTTP and functions go on, and the log says what to do', async () => {
    const dataDir = file('damaged')
    await authorityOf(dataDir)
    writeFileSync(join(dataDir, 'ca-key.pem'), 'no key, and a secret')
    await using postern = await PosternProcess.start('--data-dir', dataDir)
    const health = `127.0.0.1:${postern.port}/_postern/health`
    for (let call = 0; call < 2; call++) expect(await curl('-k', `https://${health}`)).toBeTypeOf('number')
    expect(await curl(`http://${health}`)).toBe('{"status":"ok"}')
    const lambda = lambdaClientOf(postern.url)
    await deployFunction(lambda, 'hello', { 'index.js': 'exports.handler = async () => "hello"' })
    expect(await invoke(lambda, 'hello')).toEqual({ payload: 'hello', error: undefined })
    const lines = postern.errors.split('\n').filter((line) => line.includes('TLS cannot be spoken'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('ca-key.pem is damaged: restore ca.pem and ca-key.pem from a backup, or remove both')
    expect(postern.errors).not.toContain('a secret')
    const { status, stderr } = await run('ca', '--data-dir', dataDir)
    expect(status).toBe(1)
    expect(stderr).toMatch(/^postern: local authority in .*: ca-key\.pem is damaged: .*\n$/)
  })

  test('what begins like TLS and is none leaves the server as it was', async () => {
    await using postern = await PosternProcess.start()
    const socket = connect(postern.port, '127.0.0.1', () => socket.write('\x16\x03\x01\x00\x05hello', 'latin1'))
    await new Promise((resolve) =>
      socket
        .on('error', () => undefined)
        .on('close', resolve)
        .resume(),
    )
    expect((await fetch(`${postern.url}/_postern/health`)).status).toBe(200)
    expect(postern.errors).toBe('')
  })
})
