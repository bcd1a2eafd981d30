import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposableSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { UpdateStageCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { clientOf } from './support/client.ts'
import { FrameClient } from './support/frame-client.ts'
import { PosternProcess } from './support/postern-process.ts'
import { runProgram } from './support/run-program.ts'
import { WebSocketApiMaker } from './support/web-socket-api.ts'

const MAIN = join(import.meta.dirname, '../packages/gateway/src/main.ts')
const KEY = { accessKeyId: 'AKIDTEAM', secretAccessKey: 'a-secret-of-the-team' }

function environment(more: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME, ...more }
}

const trace = (words: readonly string[], env: Record<string, string> = {}) =>
  runProgram(process.execPath, [MAIN, 'trace', ...words], { env: environment(env) })

async function mockApi(url: string, credentials?: typeof KEY): Promise<WebSocketApiMaker> {
  const api = await WebSocketApiMaker.create(url, credentials)
  const mock = await api.integration(
    { IntegrationType: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode": 200}' } },
    { '/200/': { ResponseTemplates: { 'application/json': 'pong' } } },
  )
  await api.route('ping', mock, 'two-way')
  await api.deploy('dev')
  return api
}

async function ask(url: string, message: object): Promise<string> {
  using client = await FrameClient.open(url)
  return await client.ask(message)
}

const logs = mkdtempDisposableSync(join(tmpdir(), 'postern-access-'))
let postern: PosternProcess
let api: WebSocketApiMaker
beforeAll(async () => {
  postern = await PosternProcess.start('--traces-kept', '100', '--access-logs-directory', logs.path)
  api = await mockApi(postern.url)
})
afterAll(async () => {
  await postern.stop()
  logs.remove()
})

describe('postern trace', () => {
  test('follows an API, and ends after as many events as were asked for', async () => {
    const words = [MAIN, 'trace', '--api', api.apiId, '--url', postern.url, '--stage', 'dev', '--count', '2']
    const child = spawn(process.execPath, words, { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = once(child, 'exit')
    let shown = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text
    })
    const [said] = (await once(createInterface({ input: child.stderr }), 'line')) as [string]
    expect(said).toBe(`postern: following API ${api.apiId} at ${postern.url}; Ctrl-C ends it`)
    expect(await ask(api.url('dev'), { action: 'ping' })).toBe('pong')
    expect(await ended).toEqual([0, null])
    expect(shown).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} CONNECT \$connect {2}200 in \S+ ms {2}\(stage dev, connection \S+=, request \S+=\)$/m,
    )
    expect(shown).toMatch(/^\d\d:\d\d:\d\d\.\d{3} MESSAGE ping {2}200 in /m)
    expect(shown).toMatch(/\$request\.body\.action came to "ping"\n/)
    expect(shown).toMatch(/integration response key: \/200\/\n/)
    expect(shown).toMatch(/frame: pong\n/)
  })

  test('what was kept, as JSON lines', async () => {
    await ask(api.url('dev'), { action: 'nobody' })
    const { status, stdout } = await trace(['--api', api.apiId, '--url', postern.url, '--kept', '--json'])
    expect(status).toBe(0)
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number; event: string })
    expect(told).toContainEqual(expect.objectContaining({ event: 'MESSAGE', status: 403, apiId: api.apiId }))
  })

  test.each([
    [['--api', 'nothere'], 'the server refuses (404): There is no API nothere'],
    [['--api', 'API', '--stage', 'prod'], 'the server refuses (404): The API has no stage prod'],
  ])('%j: %s', async (words, problem) => {
    const given = words.map((word) => (word === 'API' ? api.apiId : word))
    const { status, stderr, stdout } = await trace([...given, '--url', postern.url])
    expect({ status, stderr, stdout }).toEqual({ status: 1, stderr: `postern: ${problem}\n`, stdout: '' })
  })

  test('a server that is not there', async () => {
    const { status, stderr } = await trace(['--api', 'x', '--url', 'http://127.0.0.1:1'])
    expect(status).toBe(1)
    expect(stderr).toMatch(/^postern: no answer of http:\/\/127\.0\.0\.1:1: .*; name the server by --url\n$/)
  })

  test('flags that are missing', async () => {
    const { status, stderr } = await trace([])
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'postern: trace needs an API: --api ID\npostern: see postern trace --help\n',
    })
  })

  test('help', async () => {
    const { status, stdout } = await trace(['--help'])
    expect(status).toBe(0)
    expect(stdout).toContain('Usage: postern trace --api ID [flags]')
  })

  test('pages of other sites do not get at traces', async () => {
    const target = `${postern.url}/_postern/traces?api=${api.apiId}&kept=true`
    expect((await fetch(target)).status).toBe(200)
    expect((await fetch(target, { headers: { Origin: 'https://evil.example' } })).status).toBe(403)
    expect((await fetch(target, { method: 'POST' })).status).toBe(405)
  })
})

describe('with credentials', () => {
  test('the call must be signed', async () => {
    const credentials = JSON.stringify([KEY])
    const { POSTERN_CREDENTIALS: before } = process.env
    process.env['POSTERN_CREDENTIALS'] = credentials
    await using guarded = await PosternProcess.start('--traces-kept', '10')
    if (before === undefined) delete process.env['POSTERN_CREDENTIALS']
    else process.env['POSTERN_CREDENTIALS'] = before
    const other = await mockApi(guarded.url, KEY)
    const words = ['--api', other.apiId, '--url', guarded.url, '--kept', '--json']
    expect((await trace(words)).stderr).toContain('the server refuses (403): ')
    const wrong = { AWS_ACCESS_KEY_ID: KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: 'wrong' }
    expect((await trace(words, wrong)).stderr).toContain('the server refuses (403): ')
    await ask(other.url('dev'), { action: 'ping' })
    const right = { AWS_ACCESS_KEY_ID: KEY.accessKeyId, AWS_SECRET_ACCESS_KEY: KEY.secretAccessKey }
    const { status, stdout } = await trace(words, right)
    expect(status).toBe(0)
    expect(stdout).toContain('"routeKey":"ping"')
  })

  test('nothing is kept unless that was asked for', async () => {
    await using plain = await PosternProcess.start()
    const other = await mockApi(plain.url)
    const { stderr } = await trace(['--api', other.apiId, '--url', plain.url, '--kept'])
    expect(stderr).toBe(
      'postern: the server refuses (409): No traces are kept: give the setting traces.kept a number\n',
    )
  })
})

test('access logs are lines of a file, from the change of the stage on', async () => {
  const AccessLogSettings = {
    DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/apigateway/trace-test',
    Format:
      '{"event":"$context.eventType","route":"$context.routeKey","status":"$context.status","id":"$context.requestId"}',
  }
  const change = { ApiId: api.apiId, StageName: 'dev', AccessLogSettings }
  await clientOf(postern.url).send(new UpdateStageCommand(change))
  await ask(api.url('dev'), { action: 'ping' })
  const lines = await vi.waitFor(() => {
    const text = readFileSync(join(logs.path, 'aws/apigateway/trace-test.log'), 'utf8')
    expect(text).toContain('DISCONNECT')
    return text.trim().split('\n')
  })
  const told = lines.map((line) => JSON.parse(line) as { event: string; route: string; status: string })
  expect(told.map(({ event, route, status }) => [event, route, status])).toEqual([
    ['CONNECT', '$connect', '200'],
    ['MESSAGE', 'ping', '200'],
    ['DISCONNECT', '$disconnect', '200'],
  ])
})
