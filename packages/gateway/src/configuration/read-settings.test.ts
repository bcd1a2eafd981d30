import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GivenValue } from './given-value.ts'
import { ConfigurationError, readSettings } from './read-settings.ts'
import { settingEntries } from './setting-entry.ts'
import type { Settings } from './settings.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-settings-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function fileOf(content: unknown): string {
  const path = join(directory, 'postern.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

/** As the command line makes it of `--flag text`. */
function flag(name: string, text: string): GivenValue {
  const entry = settingEntries.find((candidate) => candidate.flag === name)
  if (entry === undefined) throw new Error(`no flag --${name}`)
  return { entry, source: `flag --${name}`, value: entry.setting.parseText(text) }
}

interface Case {
  readonly file?: unknown
  readonly environment?: Record<string, string>
  readonly flags?: readonly GivenValue[]
}

const read = ({ file, environment = {}, flags = [] }: Case): Promise<Settings> =>
  readSettings({ file: file === undefined ? undefined : fileOf(file), environment, flags })

async function problemsOf(given: Case): Promise<readonly string[]> {
  const error: unknown = await read(given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ConfigurationError)) throw new Error(`expected a ConfigurationError, got ${String(error)}`)
  return error.problems.map((line) => line.replaceAll(directory, ''))
}

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret }

test('the defaults are those of the documentation of the command and of AWS', async () => {
  expect(await read({})).toEqual({
    port: 4566,
    host: '127.0.0.1',
    publicUrl: undefined,
    dataDir: './.postern',
    ephemeral: false,
    logLevel: 'info',
    tls: { certificate: undefined, key: undefined },
    region: 'us-east-1',
    accountId: '000000000000',
    credentials: [],
    apiKeys: [],
    hosts: [],
    allowedOrigins: [],
    limits: {
      headerBytes: 10_240,
      headerCount: 200,
      connections: 10_000,
      headTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 75_000,
      drainTimeout: 10_000,
      payloadBytes: 10_485_760,
      controlPlaneBodyBytes: 6_291_456,
      jsonDepth: 64,
    },
    webSockets: { idleTimeout: 600_000, duration: 7_200_000 },
    quotas: {
      apis: 600,
      routes: 300,
      integrations: 300,
      stages: 10,
      authorizers: 10,
      audiencesPerAuthorizer: 50,
      scopesPerRoute: 10,
      stageVariables: 100,
      tags: 50,
      vpcLinks: 10,
      subnetsPerVpcLink: 10,
      domainNames: 120,
      apiMappingsPerDomainName: 200,
    },
    throttling: { rate: 0, burst: 5000, connectionRate: 0 },
    upstream: { connections: 256, connectTimeout: 10_000, keepAliveTimeout: 4000, caFile: undefined },
    vpcLinks: {},
    clientCertificates: {},
    permissions: 'warn',
    functions: { enabled: true, processes: 50, idleTimeout: 300_000, waitTimeout: 10_000 },
    traces: { kept: 0 },
    accessLogs: { directory: undefined },
  })
})

test('every default is allowed by its own schema', async () => {
  const file: Record<string, unknown> = {}
  for (const { path, setting } of settingEntries) {
    if (setting.fallback === undefined) continue
    const [first = '', second] = path
    if (second === undefined) file[first] = setting.fallback
    else file[first] = { ...(file[first] as object), [second]: setting.fallback }
  }
  expect(await read({ file })).toEqual(await read({}))
})

describe('precedence', () => {
  const file = { port: 1111, limits: { headerCount: 111 } }
  const environment = { POSTERN_PORT: '2222', POSTERN_LIMITS_HEADER_COUNT: '222' }
  test.each<[string, Case, number, number]>([
    ['nothing given', {}, 4566, 200],
    ['file', { file }, 1111, 111],
    ['variable over file', { file, environment }, 2222, 222],
    ['empty variable counts as not given', { file, environment: { POSTERN_PORT: '' } }, 1111, 111],
    ['flag over variable and file', { file, environment, flags: [flag('port', '3333')] }, 3333, 222],
    ['flag over file', { file, flags: [flag('limits-header-count', '333')] }, 1111, 333],
    ['last of repeated flags', { flags: [flag('port', '1'), flag('port', '2')] }, 2, 200],
  ])('%s', async (_name, given, port, headerCount) => {
    const settings = await read(given)
    expect([settings.port, settings.limits.headerCount]).toEqual([port, headerCount])
  })

  test('POSTERN_CONFIG names the file where no flag does', async () => {
    const path = fileOf({ region: 'eu-west-1' })
    expect((await readSettings({ flags: [], file: undefined, environment: { POSTERN_CONFIG: path } })).region).toBe(
      'eu-west-1',
    )
  })
})

test('texts of flags and variables become values', async () => {
  const settings = await read({
    environment: {
      POSTERN_CREDENTIALS: JSON.stringify([key]),
      POSTERN_EPHEMERAL: 'true',
      POSTERN_HOSTS: 'gateway.example.com, 10.0.0.7,fd00::7',
      POSTERN_ALLOWED_ORIGINS: 'https://console.example.com,http://localhost:3000',
      POSTERN_UPSTREAM_CA_FILE: 'corp.pem',
    },
    flags: [flag('host', '0.0.0.0'), flag('account-id', '123456789012'), flag('log-level', 'debug')],
  })
  expect(settings).toMatchObject({
    credentials: [key],
    ephemeral: true,
    hosts: ['gateway.example.com', '10.0.0.7', 'fd00::7'],
    allowedOrigins: ['https://console.example.com', 'http://localhost:3000'],
    upstream: { caFile: 'corp.pem' },
    host: '0.0.0.0',
    accountId: '123456789012',
    logLevel: 'debug',
  })
})

describe('each problem is one line', () => {
  test.each<[Case, string]>([
    [{ flags: [flag('port', 'http')] }, 'port (flag --port): expected a whole number from 0 to 65535, got "http"'],
    [{ flags: [flag('port', '65536')] }, 'port (flag --port): expected a whole number from 0 to 65535, got 65536'],
    [{ flags: [flag('port', '-1')] }, 'port (flag --port): expected a whole number from 0 to 65535, got -1'],
    [
      { environment: { POSTERN_EPHEMERAL: 'yes' } },
      'ephemeral (variable POSTERN_EPHEMERAL): expected true or false, got "yes"',
    ],
    [
      { file: { logLevel: 'loud' } },
      'logLevel (file /postern.json): expected one of silent, error, warn, info, debug, trace, got "loud"',
    ],
    [{ file: { port: '4566' } }, 'port (file /postern.json): expected a whole number from 0 to 65535, got "4566"'],
    [{ file: { port: 45.5 } }, 'port (file /postern.json): expected a whole number from 0 to 65535, got 45.5'],
    [{ file: { port: null } }, 'port (file /postern.json): expected a whole number from 0 to 65535, got null'],
    [
      { file: { limits: { headerBytes: 1 } } },
      'limits.headerBytes (file /postern.json): expected a whole number from 1024 to 1048576 (bytes), got 1',
    ],
    [{ flags: [flag('host', 'a b')] }, 'host (flag --host): expected an IP address or a host name, got "a b"'],
    [{ flags: [flag('account-id', '12')] }, 'accountId (flag --account-id): expected twelve digits, got "12"'],
    [
      { flags: [flag('region', 'Mars')] },
      'region (flag --region): expected the name of a region, such as us-east-1, got "Mars"',
    ],
    [{ file: { dataDir: '' } }, 'dataDir (file /postern.json): expected a path, got ""'],
    [
      { flags: [flag('hosts', 'ok.example,not ok')] },
      'hosts[1] (flag --hosts): expected an IP address or a host name, got "not ok"',
    ],
    [
      { file: { hosts: 'one.example' } },
      'hosts (file /postern.json): expected an array: at most 100, each an IP address or a host name, got "one.example"',
    ],
    [
      { flags: [flag('allowed-origins', 'https://a.example/')] },
      'allowedOrigins[0] (flag --allowed-origins): expected an origin of a web page, such as https://console.example.com, got "https://a.example/"',
    ],
    [
      { flags: [flag('data-dir', `x\0${'y'.repeat(80)}`)] },
      `dataDir (flag --data-dir): expected a path, got "x\\u0000${'y'.repeat(52)}…`,
    ],
    [{ file: { prot: 1 } }, 'prot (file /postern.json): no such key; did you mean port?'],
    [
      { file: { limits: { headerByte: 1 } } },
      'limits.headerByte (file /postern.json): no such key; did you mean limits.headerBytes?',
    ],
    [{ file: '{"__proto__": {"port": 1}}' }, '__proto__ (file /postern.json): no such key'],
    [{ file: { limits: 3 } }, 'limits (file /postern.json): expected an object'],
    [{ file: [] }, 'configuration (file /postern.json): expected an object'],
    [{ file: '{"port": 1,}' }, 'file /postern.json: not JSON (line 1 column 12)'],
    [{ environment: { POSTERN_PROT: '1' } }, 'variable POSTERN_PROT: no such setting; did you mean POSTERN_PORT?'],
    [
      { flags: [flag('host', '0.0.0.0')] },
      'host (flag --host): 0.0.0.0 may be reached from other machines, and no credentials are configured; set POSTERN_CREDENTIALS or "credentials" in the configuration file, or listen on 127.0.0.1',
    ],
  ])('%o', async (given, line) => {
    expect(await problemsOf(given)).toEqual([line])
  })

  test('a file that is not there', async () => {
    const error = readSettings({ flags: [], environment: {}, file: '/nowhere/postern.json' })
    await expect(error).rejects.toThrow('file /nowhere/postern.json: cannot be read (ENOENT)')
  })

  test('a file that is too large', async () => {
    expect(await problemsOf({ file: ' '.repeat(1_048_577) })).toEqual(['file /postern.json: larger than 1048576 bytes'])
  })

  test('all of them are told at once, those of overridden sources included', async () => {
    const given = {
      file: { port: 'a', nothing: 1 },
      environment: { POSTERN_REGION: 'b' },
      flags: [flag('port', '0')],
    }
    expect((await problemsOf(given)).map((line) => line.split(' ')[0])).toEqual(['nothing', 'port', 'region'])
  })
})

describe('secrets', () => {
  test.each<[unknown, string]>([
    [
      {},
      'credentials (S): expected a JSON array of objects with accessKeyId, secretAccessKey and, if wanted, sessionToken and user, got something else (not shown: it may be secret)',
    ],
    [
      [secret],
      'credentials[0] (S): expected an object with accessKeyId and secretAccessKey, got something else (not shown: it may be secret)',
    ],
    [
      [{ accessKeyId: 'AKID' }],
      'credentials[0].secretAccessKey (S): expected 16 to 256 printable characters without spaces, got nothing',
    ],
    [
      [{ ...key, secretAccessKey: 'short-secret' }],
      'credentials[0].secretAccessKey (S): expected 16 to 256 printable characters without spaces, got something else (not shown: it may be secret)',
    ],
    [
      [{ ...key, accessKeyId: 'a/b' }],
      'credentials[0].accessKeyId (S): expected 1 to 128 letters, digits, - or _, got something else (not shown: it may be secret)',
    ],
    [
      [{ ...key, user: 'a b' }],
      'credentials[0].user (S): expected 1 to 64 letters, digits or any of _+=,.@-, got something else (not shown: it may be secret)',
    ],
    [[{ ...key, token: secret }], 'credentials[0].token (S): no such key'],
    [
      [key, key],
      'credentials (S): expected each accessKeyId only once, got something else (not shown: it may be secret)',
    ],
  ])('%o', async (value, line) => {
    expect(await problemsOf({ file: { credentials: value } })).toEqual([line.replace('(S)', '(file /postern.json)')])
    expect(await problemsOf({ environment: { POSTERN_CREDENTIALS: JSON.stringify(value) } })).toEqual([
      line.replace('(S)', '(variable POSTERN_CREDENTIALS)'),
    ])
  })

  test.each([`[{"secretAccessKey":"${secret}"`, secret, `{"credentials":[{"secretAccessKey":"${secret}" x`])(
    'broken JSON is not quoted: %s',
    async (text) => {
      const lines = [
        ...(await problemsOf({ environment: { POSTERN_CREDENTIALS: text } })),
        ...(await problemsOf({ file: text })),
      ]
      expect(lines.length).toBeGreaterThan(1)
      expect(lines.join('\n')).not.toContain(secret.slice(0, 4))
    },
  )

  test('no flag takes them', () => {
    expect(settingEntries.filter((entry) => entry.flag === undefined).map((entry) => entry.key)).toEqual([
      'credentials',
      'apiKeys',
    ])
  })
})

describe('API keys', () => {
  const value = 'a-value-of-20-letters'
  const texts = 'expected a JSON array of objects with id, value and, if wanted, enabled and stages'
  const hidden = 'got something else (not shown: it may be secret)'

  test.each([
    [[{ id: 'a', value }]],
    [[{ id: 'a', value, enabled: false, stages: ['a1b2c3d4e5/prod', 'x/$default'] }]],
  ])('may be %j', async (apiKeys) => {
    expect((await read({ file: { apiKeys } })).apiKeys).toEqual(apiKeys)
    expect((await read({ environment: { POSTERN_API_KEYS: JSON.stringify(apiKeys) } })).apiKeys).toEqual(apiKeys)
  })

  test.each<[unknown, string]>([
    [{}, `apiKeys (S): ${texts}, ${hidden}`],
    [['a'], `apiKeys[0] (S): expected an object with id and value, ${hidden}`],
    [[{ id: 'a b', value }], `apiKeys[0].id (S): expected 1 to 128 letters, digits, - or _, ${hidden}`],
    [
      [{ id: 'a', value: 'short' }],
      `apiKeys[0].value (S): expected 20 to 128 printable characters without spaces, ${hidden}`,
    ],
    [[{ id: 'a', value, enabled: 'no' }], `apiKeys[0].enabled (S): expected true or false, ${hidden}`],
    [
      [{ id: 'a', value, stages: ['prod'] }],
      `apiKeys[0].stages[0] (S): expected an array of {API id}/{stage}, ${hidden}`,
    ],
    [
      [
        { id: 'a', value },
        { id: 'a', value: `${value}b` },
      ],
      `apiKeys (S): expected each id only once, ${hidden}`,
    ],
    [
      [
        { id: 'a', value },
        { id: 'b', value },
      ],
      `apiKeys (S): expected each value only once, ${hidden}`,
    ],
  ])('may not be %j', async (apiKeys, line) => {
    expect(await problemsOf({ file: { apiKeys } })).toEqual([line.replace('(S)', '(file /postern.json)')])
  })
})

describe('Kubernetes service links', () => {
  test('of a service that is named postern are not meant for Postern', async () => {
    const environment = {
      POSTERN_PORT: 'tcp://10.96.0.7:4566',
      POSTERN_SERVICE_HOST: '10.96.0.7',
      POSTERN_SERVICE_PORT: '4566',
      POSTERN_SERVICE_PORT_HTTP: '4566',
      POSTERN_PORT_4566_TCP: 'tcp://10.96.0.7:4566',
      POSTERN_PORT_4566_TCP_ADDR: '10.96.0.7',
    }
    expect(await read({ environment })).toEqual(await read({}))
  })
})

describe('addresses that only this machine reaches need no credentials', () => {
  test.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('%s', async (host) => {
    expect((await read({ flags: [flag('host', host)] })).host).toBe(host)
  })
  test.each(['0.0.0.0', '::', '10.0.0.7', 'gateway.example.com', '::ffff:10.0.0.7'])('%s does', async (host) => {
    expect(await problemsOf({ flags: [flag('host', host)] })).toHaveLength(1)
    const environment = { POSTERN_CREDENTIALS: JSON.stringify([key]) }
    expect((await read({ flags: [flag('host', host)], environment })).host).toBe(host)
  })
})

test('names of flags and variables are unique, and follow from the key', () => {
  const names = settingEntries.flatMap((entry) => [entry.variable, entry.flag ?? entry.variable.toLowerCase()])
  expect(new Set(names).size).toBe(names.length)
  expect(settingEntries.find((entry) => entry.key === 'limits.controlPlaneBodyBytes')).toMatchObject({
    flag: 'limits-control-plane-body-bytes',
    variable: 'POSTERN_LIMITS_CONTROL_PLANE_BODY_BYTES',
  })
})
