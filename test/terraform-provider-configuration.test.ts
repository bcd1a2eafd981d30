import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ApiGatewayV2Client, CreateApiCommand, GetIntegrationsCommand } from '@aws-sdk/client-apigatewayv2'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { type ProgramResult, runProgram } from './support/run-program.ts'

const terraform = findProgram('terraform')
const test = testWith('terraform', terraform !== undefined)
const MAIN = join(import.meta.dirname, '../packages/gateway/src/main.ts')
const TEAM = { accessKeyId: 'team', secretAccessKey: 'a-key-that-is-secret' }
const OPEN_KEYS = 'access_key = "any"\nsecret_key = "any"\nregion = "us-east-1"'

let release: string
beforeAll(async () => {
  release = dirname(await bundleProvider(mkdtempSync(join(tmpdir(), 'postern-provider-'))))
})
afterAll(() => rmSync(release, { recursive: true, force: true }))

test('a profile of files that the block lists, and a role with it: an integration is made, and planned empty', async () => {
  await using postern = await startGuarded()
  const apiId = await makeApi(postern)
  await makeRole(postern)
  const project = new Project()
  const config = project.write('config', '[profile deploy]\nregion = eu-west-1\n')
  const late = project.write('late', '[profile deploy]\nregion = us-east-1\n')
  const keys = project.write(
    'keys',
    `[deploy]\naws_access_key_id = team\naws_secret_access_key = ${TEAM.secretAccessKey}\n`,
  )
  const roleWith = (externalId: string) => `
    profile                  = "deploy"
    shared_config_files      = ["${config}", "${late}"]
    shared_credentials_files = ["${keys}"]
    endpoints {
      apigatewayv2 = "${postern.url}"
      sts          = "${postern.url}"
    }
    assume_role {
      role_arn     = "arn:aws:iam::000000000000:role/deployer"
      duration     = "1h"
      session_name = "ci"
      external_id  = "${externalId}"
    }`
  project.configure(roleWith('agreed'), apiId)
  await project.succeed('apply', '-auto-approve')
  expect(await project.succeed('plan', '-detailed-exitcode')).toContain('No changes')
  const { Items = [] } = await client(postern).send(new GetIntegrationsCommand({ ApiId: apiId }))
  expect(Items).toHaveLength(1)

  project.configure(roleWith('mistaken'), apiId)
  const complaint = await project.fail('plan')
  expect(complaint).toContain('Cannot assume IAM Role')
  expect(complaint).toContain('IAM Role (arn:aws:iam::000000000000:role/deployer) cannot be assumed')
  expect(complaint).not.toContain(TEAM.secretAccessKey)
})

test('keys that are refused, or of the wrong account', async () => {
  await using postern = await startGuarded()
  const apiId = await makeApi(postern)
  const project = new Project()
  const endpoints = `endpoints {\n apigatewayv2 = "${postern.url}"\n sts = "${postern.url}"\n}`
  const keys = (secret: string) => `region = "us-east-1"\naccess_key = "team"\nsecret_key = "${secret}"`

  project.configure(`${keys('a-wrong-secret')}\n${endpoints}`, apiId)
  const refused = await project.fail('apply', '-auto-approve')
  expect(refused).toContain('API Gateway refuses the keys')
  expect(refused).toContain(`API Gateway at ${postern.url}`)
  expect(refused).not.toContain('a-wrong-secret')

  const allowed = (id: string) => `${keys(TEAM.secretAccessKey)}\n${endpoints}\nallowed_account_ids = ["${id}"]`
  project.configure(allowed('123456789012'), apiId)
  expect(await project.fail('plan')).toContain('AWS account ID not allowed: 000000000000')
  project.configure(allowed('000000000000'), apiId)
  expect(await project.succeed('plan')).toContain('1 to add')
})

test('endpoints of the environment and of a profile in the home directory', async () => {
  await using postern = await PosternProcess.start()
  const apiId = await makeApi(postern)
  const keys = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' }
  const project = new Project()
  project.configure('', apiId)
  const own = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_APIGATEWAYV2: postern.url }
  expect(await project.succeed('plan', { ...keys, ...own, AWS_DEFAULT_REGION: 'us-east-1' })).toContain('1 to add')

  project.write(
    'home/.aws/config',
    `[profile local]
region = us-east-1
services = local
aws_access_key_id = any
aws_secret_access_key = any
[services local]
apigatewayv2 =
  endpoint_url = ${postern.url}
`,
  )
  project.configure('profile = "local"', apiId)
  expect(await project.succeed('plan')).toContain('1 to add')
  project.configure('profile = "remote"', apiId)
  expect(await project.fail('plan')).toContain('failed to get shared config profile, remote')
})

test('what is missing is said, with the places where it can be set, and no call is made before', async () => {
  const project = new Project()
  project.configure('', 'a1')
  // Once, at the provider's block, and not for each resource.
  expect(await project.fail('plan')).toMatch(/Missing region.*on main\.tf line 1, in provider "aws"/)
  expect(await project.fail('plan', { AWS_REGION: 'us-mars-1' })).toContain('invalid AWS Region: us-mars-1')
  project.configure('region = "us-east-1"\nendpoints {\napigatewayv2 = "http://127.0.0.1:1"\n}', 'a1')
  expect(await project.fail('apply', '-auto-approve')).toMatch(/No valid credential sources found.*AWS_ACCESS_KEY_ID/)
  const keys = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' }
  expect(await project.fail('apply', '-auto-approve', keys)).toMatch(
    /API Gateway at http:\/\/127\.0\.0\.1:1: nothing listens there/,
  )
})

test('an authority of its own: trusted by custom_ca_bundle, by AWS_CA_BUNDLE, or not looked at', async () => {
  const project = new Project()
  const data = join(project.directory, 'data')
  const { stdout: ca } = await runProgram(process.execPath, [MAIN, 'ca', '--data-dir', data])
  const bundle = project.write('ca.pem', ca)
  await using postern = await PosternProcess.start('--data-dir', data)
  const apiId = await makeApi(postern)
  const block = (line: string) =>
    `${OPEN_KEYS}\n${line}\nendpoints {\napigatewayv2 = "https://127.0.0.1:${postern.port}"\n}`
  project.configure(block(''), apiId)
  expect(await project.fail('apply', '-auto-approve')).toMatch(
    /API Gateway is not trusted.*custom_ca_bundle or AWS_CA_BUNDLE/,
  )
  expect(await project.succeed('plan', { AWS_CA_BUNDLE: bundle })).toContain('1 to add')
  project.configure(block(`custom_ca_bundle = "${bundle}"`), apiId)
  expect(await project.succeed('plan')).toContain('1 to add')
  project.configure(block('insecure = true'), apiId)
  expect(await project.succeed('plan')).toContain('1 to add')
})

test('proxies: forwarded over HTTP, by CONNECT over HTTPS, and not used for hosts of no_proxy', async () => {
  const project = new Project()
  const data = join(project.directory, 'data')
  const { stdout: ca } = await runProgram(process.execPath, [MAIN, 'ca', '--data-dir', data])
  const bundle = project.write('ca.pem', ca)
  await using postern = await PosternProcess.start('--data-dir', data, '--hosts', 'postern.test')
  const apiId = await makeApi(postern)
  const proxy = await startProxy(postern.port)
  const block = (endpoint: string, lines: string) =>
    `${OPEN_KEYS}\n${lines}\nendpoints {\napigatewayv2 = "${endpoint}"\n}`

  project.configure(block('http://postern.test', `http_proxy = "http://user:word@127.0.0.1:${proxy.port}"`), apiId)
  expect(await project.succeed('plan')).toContain('1 to add')
  expect(proxy.seen).toContain('GET http://postern.test/v2/apis/a-key Basic dXNlcjp3b3Jk'.replace('a-key', apiId))

  project.configure(block('https://postern.test', `custom_ca_bundle = "${bundle}"`), apiId)
  expect(await project.succeed('plan', { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` })).toContain('1 to add')
  expect(proxy.seen).toContain('CONNECT postern.test:443')

  const before = proxy.seen.length
  project.configure(block('http://postern.test', 'no_proxy = "test"\nmax_retries = 1'), apiId)
  expect(await project.fail('apply', '-auto-approve', { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` })).toContain(
    'cannot be reached',
  )
  expect(proxy.seen).toHaveLength(before)
})

test('an endpoint that is known while applying only: planned without a call, applied, and left alone when it changes', async () => {
  await using postern = await PosternProcess.start()
  const apiId = await makeApi(postern)
  const project = new Project()
  const block = `${OPEN_KEYS}\nendpoints {\napigatewayv2 = terraform_data.url.output\n}`
  const url = (text: string) =>
    `resource "terraform_data" "url" {\n input = "${text}"\n triggers_replace = ["${text}"]\n}\n`
  project.configure(block, apiId, url(postern.url))
  expect(await project.succeed('plan')).toContain('2 to add')
  await project.succeed('apply', '-auto-approve')
  expect(await project.succeed('plan', '-detailed-exitcode')).toContain('No changes')

  project.configure(block, apiId, url(`${postern.url}/`))
  const later = await project.succeed('plan')
  expect(later).toMatch(/Warning: Provider configuration not known yet.*endpoints is known when it is applied/)
  expect(later).toContain('1 to add, 0 to change, 1 to destroy')
  await project.succeed('apply', '-auto-approve')
  expect(await project.succeed('plan', '-detailed-exitcode')).toContain('No changes')
})

test.each([
  [
    'assume_role {\n role_arn = "arn:aws:iam::000000000000:role/a"\n duration = "5x"\n}',
    /Invalid duration.*on main\.tf line 4/,
  ],
  ['access_key = "half"', /Half a key.*on main\.tf line 2/],
  ['retry_mode = "legacy"', /Allowed: "standard", "adaptive"/],
  ['endpoints {\n sts = "localhost:4566"\n}', /The endpoint of sts is "localhost:4566"/],
  ['default_tags {\n tags = { a = "b" }\n}\ndefault_tags {\n}', /default_tags can be there once, and is 2 times/],
])('refused by validate: %s', async (lines, complaint) => {
  const project = new Project()
  project.configure(lines, 'a1')
  expect(await project.fail('validate')).toMatch(complaint)
})

test('validate takes a block that has about everything, with a warning for what has no effect', async () => {
  const project = new Project()
  const block = `
    region = "us-east-1"
    access_key = "a"
    secret_key = "b"
    max_retries = 3
    retry_mode = "adaptive"
    token_bucket_rate_limiter_capacity = 500
    s3_use_path_style = true
    skip_credentials_validation = true
    skip_metadata_api_check = true
    skip_region_validation = true
    skip_requesting_account_id = true
    use_fips_endpoint = false
    assume_role {}
    assume_role_with_web_identity {
      role_arn = "arn:aws:iam::000000000000:role/a"
      web_identity_token_file = "/token"
    }
    default_tags {
      tags = { team = "a" }
    }
    ignore_tags {
      keys = ["owner"]
      key_prefixes = ["k8s/"]
    }
    endpoints {
      apigateway = "http://127.0.0.1:4566"
      apigatewayv2 = "http://127.0.0.1:4566"
      lambda = "http://127.0.0.1:4566"
    }`
  project.configure(block, 'a1')
  const output = await project.succeed('validate')
  expect(output).toContain('Missing required argument')
  expect(output).toContain('assume_role_with_web_identity has no effect')
})

/** A Postern that looks at keys. */
function startGuarded(): Promise<PosternProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-guarded-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const config = join(directory, 'postern.json')
  writeFileSync(config, JSON.stringify({ credentials: [TEAM] }))
  return PosternProcess.start('--config', config)
}

function client({ url: endpoint }: PosternProcess): ApiGatewayV2Client {
  // A copy, as the SDK writes into what it is given.
  return new ApiGatewayV2Client({ endpoint, region: 'us-east-1', credentials: { ...TEAM } })
}

async function makeApi(postern: PosternProcess): Promise<string> {
  const { ApiId } = await client(postern).send(new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP' }))
  return ApiId ?? ''
}

/** Trusts the account's own keys where they know the external id. */
async function makeRole({ url: endpoint }: PosternProcess): Promise<void> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: '000000000000' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'agreed' } },
      },
    ],
  }
  const role = { RoleName: 'deployer', AssumeRolePolicyDocument: JSON.stringify(trust) }
  await new IAMClient({ endpoint, region: 'us-east-1', credentials: { ...TEAM } }).send(new CreateRoleCommand(role))
}

/** A Terraform project whose environment is its own: no key, profile or region of the machine gets in. */
class Project {
  readonly directory = mkdtempSync(join(tmpdir(), 'postern-provider-block-'))
  readonly #environment: NodeJS.ProcessEnv

  constructor() {
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }))
    const override = `"hashicorp/aws" = ${JSON.stringify(release)}`
    const cli = this.write('cli.tfrc', `provider_installation {\n dev_overrides {\n ${override}\n }\n direct {}\n}\n`)
    const { PATH } = process.env
    this.#environment = {
      PATH,
      HOME: join(this.directory, 'home'),
      AWS_EC2_METADATA_DISABLED: 'true',
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: cli,
      TF_IN_AUTOMATION: '1',
    }
  }

  write(name: string, content: string): string {
    const path = join(this.directory, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return path
  }

  /** The provider's block, an integration of the API, and what else there is. */
  configure(block: string, apiId: string, more = ''): void {
    const integration = `api_id = "${apiId}"\nintegration_type = "HTTP_PROXY"\nintegration_method = "ANY"\nintegration_uri = "http://127.0.0.1:9"`
    const resource = `resource "aws_apigatewayv2_integration" "it" {\n${integration}\n}`
    this.write('main.tf', `provider "aws" {\n${block}\n}\n${resource}\n${more}`)
  }

  /** What a command that must succeed prints, all white space alike. */
  async succeed(command: string, ...words: (string | NodeJS.ProcessEnv)[]): Promise<string> {
    const { status, stdout, stderr } = await this.#run(command, words)
    if (status !== 0) throw new Error(`terraform ${command}\n${stdout}\n${stderr}`)
    return plain(stdout)
  }

  async fail(command: string, ...words: (string | NodeJS.ProcessEnv)[]): Promise<string> {
    const { status, stdout, stderr } = await this.#run(command, words)
    if (status !== 1) throw new Error(`terraform ${command} did not fail\n${stdout}\n${stderr}`)
    return plain(stderr)
  }

  #run(command: string, words: readonly (string | NodeJS.ProcessEnv)[]): Promise<ProgramResult> {
    const texts = words.filter((word) => typeof word === 'string')
    const input = command === 'validate' ? [] : ['-input=false']
    return runProgram(terraform ?? 'terraform', [command, '-no-color', ...input, ...texts], {
      cwd: this.directory,
      env: Object.assign(
        { ...this.#environment },
        ...words.filter((word) => typeof word === 'object'),
      ) as NodeJS.ProcessEnv,
    })
  }
}

function plain(output: string): string {
  return output.replaceAll(/[│╷╵\s]+/g, ' ')
}

/** A proxy to which every host is this server. */
async function startProxy(target: number): Promise<{ readonly port: number; readonly seen: readonly string[] }> {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = incoming
    seen.push(`${method} ${url} ${headers['proxy-authorization'] ?? ''}`.trimEnd())
    const { pathname, search } = new URL(url)
    const onwards = request(
      { host: '127.0.0.1', port: target, method, path: `${pathname}${search}`, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onwards.on('error', () => response.destroy())
    incoming.pipe(onwards)
  })
  server.on('connect', ({ url }: IncomingMessage, socket: Socket) => {
    seen.push(`CONNECT ${url}`)
    const onwards = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onwards).pipe(socket)
    })
    for (const end of [socket, onwards]) {
      sockets.add(end)
      end.on('error', () => [socket, onwards].forEach((each) => each.destroy()))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
    for (const socket of sockets) socket.destroy()
  })
  return { port: (server.address() as AddressInfo).port, seen }
}
