import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CreateApiCommand, GetApisCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import manifest from '../packages/gateway/package.json' with { type: 'json' }
import { clientOf } from './support/client.ts'
import { PosternProcess } from './support/postern-process.ts'
import { runProgram } from './support/run-program.ts'

const MAIN = join(import.meta.dirname, '../packages/gateway/src/main.ts')

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-command-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

/** Runs a command line that ends by itself, as a user would. */
function run(words: readonly string[], environment: Record<string, string> = {}) {
  const { PATH = '', HOME = '' } = process.env
  return runProgram(process.execPath, [MAIN, ...words], { env: { PATH, HOME, ...environment } })
}

describe('help and version', () => {
  test.each(['--help', '-h'])('%s', async (flag) => {
    const { status, stdout, stderr } = await run([flag])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Postern: .*\n\nUsage: postern \[command\] \[flags\]\n/)
    for (const shown of [
      '--port NUMBER',
      '[4566]',
      '--ephemeral',
      'POSTERN_CREDENTIALS JSON',
      '--quotas-apis',
      'Examples:',
    ]) {
      expect(stdout).toContain(shown)
    }
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120)
  })

  test.each(['--version', '-v'])('%s', async (flag) => {
    expect(await run([flag])).toEqual({ status: 0, stdout: `postern ${manifest.version}\n`, stderr: '' })
  })
})

describe('what cannot be understood is told in lines, with status 1', () => {
  test.each<[readonly string[], Record<string, string>, readonly string[]]>([
    [['--prot', '80'], {}, ['unknown flag --prot; did you mean --port?', 'see postern --help']],
    [['--nonsense'], {}, ['unknown flag --nonsense', 'see postern --help']],
    [['-x'], {}, ['unknown flag -x', 'see postern --help']],
    [['--port'], {}, ['flag --port: needs a value, such as --port=VALUE', 'see postern --help']],
    [
      ['--data-dir', '--ephemeral'],
      {},
      ['flag --data-dir: needs a value, such as --data-dir=VALUE', 'see postern --help'],
    ],
    [['srve'], {}, ['unknown command srve; did you mean serve?', 'see postern --help']],
    [['serve', 'now'], {}, ['unexpected now', 'see postern --help']],
    [['--port', 'http'], {}, ['port (flag --port): expected a whole number from 0 to 65535, got "http"']],
    [['--ephemeral=maybe'], {}, ['ephemeral (flag --ephemeral): expected true or false, got "maybe"']],
    [
      ['--region', 'Mars'],
      { POSTERN_PORT: '-1', POSTERN_PROT: '1' },
      [
        'variable POSTERN_PROT: no such setting; did you mean POSTERN_PORT?',
        'port (variable POSTERN_PORT): expected a whole number from 0 to 65535, got -1',
        'region (flag --region): expected the name of a region, such as us-east-1, got "Mars"',
      ],
    ],
    [['--config', '/nowhere/postern.json'], {}, ['file /nowhere/postern.json: cannot be read (ENOENT)']],
    [
      ['--host', '0.0.0.0'],
      {},
      [
        'host (flag --host): 0.0.0.0 may be reached from other machines, and no credentials are configured; set ' +
          'POSTERN_CREDENTIALS or "credentials" in the configuration file, or listen on 127.0.0.1',
      ],
    ],
    [['--upstream-ca-file', '/nowhere/ca.pem'], {}, ['upstream.caFile: /nowhere/ca.pem cannot be read (ENOENT)']],
  ])('%j %j', async (words, environment, lines) => {
    const { status, stdout, stderr } = await run(words, environment)
    expect(stderr).toBe(lines.map((line) => `postern: ${line}\n`).join(''))
    expect([status, stdout]).toEqual([1, ''])
  })
})

describe('serving', () => {
  test.each<[readonly string[]]>([[[]], [['serve']]])(
    '%j: one line when it can answer, status 0 when it is stopped',
    async (words) => {
      const child = spawn(process.execPath, [MAIN, ...words, '--port', '0', '--ephemeral'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let stdout = ''
      let stderr = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text
      })
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
      })
      const closed = once(child, 'close')
      await once(child.stdout, 'data')
      const url = /^postern listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(stdout)?.[1] ?? 'no url'
      expect(await (await fetch(`${url}/_postern/health`)).json()).toEqual({ status: 'ok' })
      const ready = await fetch(`${url}/_postern/ready`)
      expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }])
      child.kill('SIGINT')
      expect(await closed).toEqual([0, null])
      expect([stdout, stderr]).toEqual([`postern listening on ${url}\n`, ''])
    },
  )

  test('settings come from a file, too', async () => {
    const file = join(directory, 'postern.json')
    writeFileSync(file, JSON.stringify({ port: 1, quotas: { apis: 0 } }))
    await using postern = await PosternProcess.start('--config', file)
    const call = clientOf(postern.url).send(new CreateApiCommand({ Name: 'one', ProtocolType: 'HTTP' }))
    await expect(call).rejects.toThrow('Maximum number of APIs')
  })

  test('what was created is there after a restart with the same data directory', async () => {
    const flags = ['--data-dir', join(directory, 'restart')]
    let apiId: string | undefined
    {
      await using postern = await PosternProcess.start(...flags)
      const made = await clientOf(postern.url).send(new CreateApiCommand({ Name: 'kept', ProtocolType: 'HTTP' }))
      apiId = made.ApiId
      expect(await postern.stop()).toBe(0)
    }
    await using postern = await PosternProcess.start(...flags)
    const { Items = [] } = await clientOf(postern.url).send(new GetApisCommand())
    expect(Items.map((api) => [api.ApiId, api.Name])).toEqual([[apiId, 'kept']])
  })
})

describe('what stands in the way is one line, with status 1', () => {
  const refused = async (words: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await run(words)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^postern: .*\n$/)
    return stderr
  }

  test('a port in use', async () => {
    await using postern = await PosternProcess.start()
    const { port } = new URL(postern.url)
    expect(await refused(['--port', port, '--ephemeral'])).toContain(
      `127.0.0.1:${port}: another process uses this port`,
    )
  })

  test('a data directory that another process uses', async () => {
    const path = join(directory, 'used')
    await using postern = await PosternProcess.start('--data-dir', path)
    expect(await refused(['--port', '0', '--data-dir', path])).toContain(`${path} is in use by another process`)
    expect((await fetch(`${postern.url}/_postern/ready`)).status).toBe(200)
  })

  test('a data directory that is a file', async () => {
    const path = join(directory, 'a-file')
    writeFileSync(path, 'no directory')
    expect(await refused(['--port', '0', '--data-dir', path])).toContain(`${path} is not a directory`)
  })

  test.skipIf(process.platform !== 'linux')('a data directory that cannot be made', async () => {
    const path = '/proc/postern'
    const problem = `data directory ${path} cannot be made (ENOENT): choose another --data-dir`
    expect(await refused(['--port', '0', '--data-dir', path])).toContain(problem)
    expect(await refused(['ca', '--data-dir', path])).toContain(problem)
  })

  test('a data directory of a newer version', async () => {
    const path = join(directory, 'newer')
    await using postern = await PosternProcess.start('--data-dir', path)
    await postern.stop()
    const database = new DatabaseSync(join(path, 'postern.db'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(await refused(['--port', '0', '--data-dir', path])).toContain('was written by a newer Postern (format 99')
  })

  test('a data directory that is damaged', async () => {
    const path = join(directory, 'damaged')
    await using postern = await PosternProcess.start('--data-dir', path)
    await postern.stop()
    writeFileSync(join(path, 'postern.db'), 'x'.repeat(8192))
    expect(await refused(['--port', '0', '--data-dir', path])).toContain(`${path} is damaged`)
  })
})

/** A server whose call is in flight: it has reached a backend that answers when it is told to. */
async function callInFlight(words: readonly string[]) {
  const backend = createServer()
  await new Promise<void>((resolve) => backend.listen({ host: '127.0.0.1', port: 0 }, resolve))
  const postern = await PosternProcess.start(...words)
  const { url } = postern
  const target = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`
  const made = await clientOf(url).send(new CreateApiCommand({ Name: 'slow', ProtocolType: 'HTTP', Target: target }))
  const arrived = once(backend, 'request')
  const answer = new Promise<string>((resolve, reject) => {
    const headers = { Host: `${made.ApiId}.execute-api.localhost` }
    const sent = request(`${url}/slow`, { headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve(`${response.statusCode} ${body}`)).on('error', reject)
    })
    sent.on('error', reject)
    sent.end()
  })
  // It may be refused long before the test looks.
  answer.catch(() => undefined)
  const [, response] = (await arrived) as [unknown, ServerResponse]
  return { postern, url, answer, response, [Symbol.asyncDispose]: () => end(postern, backend) }
}

async function end(postern: PosternProcess, backend: Server): Promise<void> {
  await postern.stop('SIGKILL')
  backend.close()
  backend.closeAllConnections()
}

/** Resolves once nobody takes connections there. */
async function untilRefused(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  for (;;) {
    const socket = connect({ host: hostname, port: Number(port) })
    const refused = await once(socket, 'connect').then(
      () => false,
      // Reset: the backlog took it just before the port was closed.
      (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
    )
    socket.destroy()
    if (refused) return
  }
}

describe('a signal while a call is in flight', () => {
  test.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s lets it end, and takes no others', async (signal) => {
    await using flight = await callInFlight([])
    const ended = once(flight.postern.child, 'exit')
    flight.postern.child.kill(signal)
    await untilRefused(flight.url)
    flight.response.end('at last')
    expect(await flight.answer).toBe('200 at last')
    expect(await ended).toEqual([0, null])
  })

  test('it waits no longer than limits.drainTimeout', async () => {
    await using flight = await callInFlight(['--limits-drain-timeout', '50'])
    expect(await flight.postern.stop('SIGTERM')).toBe(0)
    await expect(flight.answer).rejects.toThrow('socket hang up')
  })

  test.each<[NodeJS.Signals, number]>([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ])('a second one, %s, ends the process at once', async (signal, status) => {
    await using flight = await callInFlight([])
    flight.postern.child.kill('SIGTERM')
    await untilRefused(flight.url)
    expect(await flight.postern.stop(signal)).toBe(status)
    await expect(flight.answer).rejects.toThrow('socket hang up')
  })
})
