import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { UNKNOWN, type ValueRecord } from '../conversion/value.ts'
import { NotKnownYet } from '../framework/diagnostics.ts'
import { readConfiguration } from './configuration.ts'
import { GatewayClient } from './gateway-client.ts'

const keys = { region: 'us-east-1', access_key: 'AKID', secret_key: 'SECRET' }
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  // Of its own for each test: what stands for a file does so as long as the process lives.
  const nowhere = `/nowhere/${expect.getState().currentTestName}`
  vi.stubEnv('AWS_CONFIG_FILE', `${nowhere}/config`)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', `${nowhere}/credentials`)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
})
afterEach(() => vi.unstubAllEnvs())

test('keys, region and endpoint of the block are those of the call; an API is asked for once', async () => {
  await using service = await Service.start()
  const gateway = await open({ ...keys, token: 'TOKEN', endpoints: [{ apigatewayv2: service.url }] })
  expect(service.calls).toEqual([])
  expect(await gateway.protocolOf('a1')).toBe('HTTP')
  expect(await gateway.protocolOf('a1')).toBe('HTTP')
  expect(service.calls).toMatchObject([
    { path: '/v2/apis/a1', key: 'AKID', scope: 'us-east-1/apigateway', token: 'TOKEN' },
  ])
})

test('roles are assumed one after the other, with all that their blocks say', async () => {
  await using service = await Service.start()
  const gateway = await open({
    ...keys,
    sts_region: 'eu-west-1',
    endpoints: [{ apigatewayv2: service.url, sts: service.url }],
    assume_role: [
      {
        role_arn: role('one'),
        duration: '1h30m',
        external_id: 'ext',
        policy: '{}',
        policy_arns: ['arn:aws:iam::aws:policy/A'],
        session_name: 'first',
        source_identity: 'me',
        tags: { a: 'b' },
        transitive_tag_keys: ['a'],
      },
      { role_arn: role('two') },
    ],
  })
  await gateway.protocolOf('a1')
  await gateway.protocolOf('a2')
  expect(service.calls).toMatchObject([
    { form: { Action: 'AssumeRole', RoleArn: role('one') }, key: 'AKID', scope: 'eu-west-1/sts' },
    { form: { Action: 'AssumeRole', RoleArn: role('two') }, key: 'KEY-first', token: 'TOKEN-first' },
    { path: '/v2/apis/a1', key: expect.stringMatching(/^KEY-terraform-\d+$/) as string },
    { path: '/v2/apis/a2' },
  ])
  expect(service.calls[0]?.form).toMatchObject({
    DurationSeconds: '5400',
    ExternalId: 'ext',
    Policy: '{}',
    'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/A',
    RoleSessionName: 'first',
    SourceIdentity: 'me',
    'Tags.member.1.Key': 'a',
    'Tags.member.1.Value': 'b',
    'TransitiveTagKeys.member.1': 'a',
  })
})

test('a web identity reads its token from the file, unsigned, and roles follow it', async () => {
  await using service = await Service.start()
  await using directory = await mkdtempDisposable(join(tmpdir(), 'postern-token-'))
  writeFileSync(join(directory.path, 'token'), 'JWT\n')
  const gateway = await open({
    region: 'us-east-1',
    endpoints: [{ apigatewayv2: service.url, sts: service.url }],
    assume_role_with_web_identity: [
      { role_arn: role('web'), session_name: 'web', web_identity_token_file: join(directory.path, 'token') },
    ],
    assume_role: [{ role_arn: role('next'), session_name: 'next' }],
  })
  await gateway.protocolOf('a1')
  expect(service.calls).toMatchObject([
    { form: { Action: 'AssumeRoleWithWebIdentity', WebIdentityToken: 'JWT', RoleArn: role('web') }, key: undefined },
    { form: { Action: 'AssumeRole', RoleArn: role('next') }, key: 'KEY-web' },
    { path: '/v2/apis/a1', key: 'KEY-next' },
  ])
})

test('a role that is refused is named, and no key', async () => {
  await using service = await Service.start()
  const refused = { role_arn: role('refused'), session_name: 'x' }
  const gateway = await open({ ...keys, endpoints: [{ sts: service.url }], assume_role: [refused] })
  await expect(gateway.protocolOf('a1')).rejects.toMatchObject({
    summary: 'Cannot assume IAM Role',
    message: expect.stringMatching(/role\/refused\) cannot be assumed[^]*Error: AccessDenied: not you$/) as string,
  })
})

test.each<[ValueRecord]>([[{ allowed_account_ids: ['123456789012'] }], [{ forbidden_account_ids: ['1'] }]])(
  'an account that %j lets through: STS is asked once, before the first call',
  async (guard) => {
    await using service = await Service.start()
    const gateway = await open({ ...keys, ...guard, endpoints: [{ apigatewayv2: service.url, sts: service.url }] })
    await gateway.protocolOf('a1')
    await gateway.protocolOf('a2')
    expect(service.told).toEqual(['GetCallerIdentity', '/v2/apis/a1', '/v2/apis/a2'])
  },
)

test.each<[ValueRecord]>([
  [{ allowed_account_ids: ['1', '2'] }],
  [{ forbidden_account_ids: ['123456789012'], skip_requesting_account_id: true }],
])('an account that %j keeps out: no call is made', async (guard) => {
  await using service = await Service.start()
  const gateway = await open({ ...keys, ...guard, endpoints: [{ apigatewayv2: service.url, sts: service.url }] })
  const summary = 'AWS account ID not allowed: 123456789012'
  await expect(gateway.protocolOf('a1')).rejects.toMatchObject({ summary })
  await expect(gateway.protocolOf('a2')).rejects.toMatchObject({ summary })
  expect(service.told).toEqual(['GetCallerIdentity'])
})

test('ARNs: partition, region and account, which is asked for once and only where it may be', async () => {
  await using service = await Service.start()
  const endpoints = [{ sts: service.url }]
  const gateway = await open({ ...keys, region: 'cn-north-1', endpoints })
  expect([await gateway.partition(), await gateway.region()]).toEqual(['aws-cn', 'cn-north-1'])
  expect(service.calls).toEqual([])
  expect([await gateway.accountId(), await gateway.accountId()]).toEqual(['123456789012', '123456789012'])
  expect(service.calls).toHaveLength(1)
  const silent = await open({ ...keys, endpoints, skip_requesting_account_id: true })
  expect(await silent.accountId()).toBe('')
  expect(service.calls).toHaveLength(1)
})

test('an account that STS does not tell', async () => {
  const gateway = await open({ ...keys, max_retries: 1, endpoints: [{ sts: 'http://127.0.0.1:1' }] })
  await expect(gateway.accountId()).rejects.toMatchObject({
    summary: 'Retrieving AWS account details',
    message: expect.stringMatching(
      /127\.0\.0\.1:1: nothing listens there[^]*skip_requesting_account_id = true/,
    ) as string,
  })
})

test.each<[string, ValueRecord]>([
  ['apigateway.us-east-1.amazonaws.com:443', keys],
  ['apigateway.cn-north-1.amazonaws.com.cn:443', { ...keys, region: 'cn-north-1' }],
  ['apigateway-fips.us-east-1.amazonaws.com:443', { ...keys, use_fips_endpoint: true }],
  ['apigateway.us-east-1.api.aws:443', { ...keys, use_dualstack_endpoint: true }],
])('%s is where calls go', async (address, config) => {
  await using service = await Service.start()
  const gateway = await open({ ...config, https_proxy: service.url })
  await expect(gateway.protocolOf('a1')).rejects.toThrow(/the proxy 127\.0\.0\.1:\d+ answers 407 to CONNECT/)
  expect(service.tunnels).toEqual([address])
})

test("an address of one's own has neither FIPS nor two stacks", async () => {
  await using service = await Service.start()
  const variants = { use_fips_endpoint: true, use_dualstack_endpoint: true }
  const gateway = await open({ ...keys, ...variants, endpoints: [{ apigatewayv2: service.url }] })
  expect(await gateway.protocolOf('a1')).toBe('HTTP')
})

test.each<[string, ValueRecord, NodeJS.ProcessEnv]>([
  ['KEY-block', { profile: 'one', access_key: 'KEY-block', secret_key: 's' }, { AWS_ACCESS_KEY_ID: 'e' }],
  ['KEY-one', { profile: 'one' }, { AWS_ACCESS_KEY_ID: 'KEY-e', AWS_SECRET_ACCESS_KEY: 's', AWS_PROFILE: 'two' }],
  ['KEY-e', {}, { AWS_ACCESS_KEY_ID: 'KEY-e', AWS_SECRET_ACCESS_KEY: 's', AWS_PROFILE: 'two' }],
  ['KEY-two', {}, { AWS_PROFILE: 'two' }],
  ['KEY-default', {}, {}],
])('%s of all sources of keys: %j', async (key, config, environment) => {
  await using service = await Service.start()
  await using directory = await mkdtempDisposable(join(tmpdir(), 'postern-keys-'))
  const file = join(directory.path, 'credentials')
  const names = ['one', 'two', 'default']
  writeFileSync(
    file,
    names.map((name) => `[${name}]\naws_access_key_id=KEY-${name}\naws_secret_access_key=s\n`).join(''),
  )
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const endpoints = [{ apigatewayv2: service.url }]
  const gateway = await open({ region: 'us-east-1', endpoints, shared_credentials_files: [file], ...config })
  await gateway.protocolOf('a1')
  expect(service.calls).toMatchObject([{ key }])
})

test("keys of the machine's role, from the metadata service that the block names", async () => {
  await using service = await Service.start()
  const metadata = { ec2_metadata_service_endpoint: service.url, skip_metadata_api_check: 'false' }
  const gateway = await open({ region: 'us-east-1', endpoints: [{ apigatewayv2: service.url }], ...metadata })
  await gateway.protocolOf('a1')
  expect(service.calls.at(-1)).toMatchObject({ path: '/v2/apis/a1', key: 'KEY-machine', token: 'TOKEN-machine' })
})

test('retries end after max_retries', async () => {
  await using service = await Service.start()
  const gateway = await open({ ...keys, max_retries: 2, endpoints: [{ apigatewayv2: service.url }] })
  await expect(gateway.protocolOf('busy')).rejects.toMatchObject({ name: 'TooManyRequestsException' })
  expect(service.calls).toHaveLength(2)
})

test.each([
  [{}, 'Missing region'],
  [{ region: 'us-mars-1' }, 'invalid AWS Region: us-mars-1'],
])('%j: %s, when it is configured', async (config, summary) => {
  await expect(open(config)).rejects.toMatchObject({ summary })
})

test('while something is unknown no call is made, nor is a region missed', async () => {
  const gateway = await open({ region: UNKNOWN, endpoints: [{ apigatewayv2: UNKNOWN }] })
  expect(gateway.isKnown).toBe(false)
  await expect(gateway.protocolOf('a1')).rejects.toBeInstanceOf(NotKnownYet)
  await expect(gateway.region()).rejects.toThrow(/region, endpoints is known when it is applied/)
  const unknownTags = await open({ ...keys, default_tags: [{ tags: UNKNOWN }] })
  expect(unknownTags.isKnown).toBe(true)
})

function open(config: ValueRecord): Promise<GatewayClient> {
  return GatewayClient.open(readConfiguration(config, {}), process.env, new AbortController().signal)
}

interface Call {
  readonly path: string
  readonly key: string | undefined
  /** Region and service. */
  readonly scope: string | undefined
  readonly token: string | undefined
  readonly form: Readonly<Record<string, string>>
}

/** API Gateway and STS, as far as a client notices. */
class Service implements AsyncDisposable {
  readonly calls: Call[] = []
  /** Where it was asked, as a proxy, to lead. It leads nowhere. */
  readonly tunnels: string[] = []
  readonly #server = createServer((request, response) => void this.#answer(request, response)).on(
    'connect',
    ({ url = '' }: IncomingMessage, socket: Socket) => {
      this.tunnels.push(url)
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    },
  )

  static async start(): Promise<Service> {
    const service = new Service()
    await once(service.#server.listen(0, '127.0.0.1'), 'listening')
    return service
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Action or path of each call. */
  get told(): readonly string[] {
    return this.calls.map(({ form, path }) => form['Action'] ?? path)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url: path = '', headers } = request
    const form = Object.fromEntries(new URLSearchParams(path === '/' ? await text(request) : ''))
    const [, key, scope] = /Credential=([^/]*)\/\d+\/([^,]*)\/aws4_request/.exec(headers.authorization ?? '') ?? []
    this.calls.push({ path, key, scope, token: headers['x-amz-security-token'] as string | undefined, form })
    const [status, body] = answerTo(path, form)
    response.writeHead(status, { 'content-type': path === '/' ? 'text/xml' : 'application/json' }).end(body)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await once(this.#server.close(), 'close')
  }
}

function answerTo(path: string, form: Readonly<Record<string, string>>): [number, string] {
  const { Action: action = '', RoleSessionName: session, RoleArn: arn } = form
  if (path === '/v2/apis/busy') return [429, JSON.stringify({ message: 'busy', __type: 'TooManyRequestsException' })]
  if (path.startsWith('/latest/')) return [200, metadataAt(path)]
  if (path !== '/') return [200, JSON.stringify({ protocolType: 'HTTP' })]
  if (arn === role('refused')) {
    return [
      403,
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you\nHIDDEN</Message></Error></ErrorResponse>',
    ]
  }
  const result =
    action === 'GetCallerIdentity'
      ? '<Account>123456789012</Account>'
      : `<Credentials><AccessKeyId>KEY-${session}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>TOKEN-${session}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`
  return [200, `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`]
}

/** The metadata service of EC2, version 2. */
function metadataAt(path: string): string {
  if (path === '/latest/api/token') return 'session'
  if (path === '/latest/meta-data/iam/security-credentials/') return 'machine'
  const keys = { AccessKeyId: 'KEY-machine', SecretAccessKey: 's', Token: 'TOKEN-machine' }
  return JSON.stringify({ ...keys, Code: 'Success', Expiration: '2099-01-01T00:00:00Z' })
}
