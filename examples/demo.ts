/**
 * `npm run demo`: Postern with two APIs, one in front of a small web service and one in front of a Lambda function, made
 * by the AWS SDK or by Terraform, and a call of each. Nothing is kept. Flags: --port NUMBER, --terraform, --once (ends after the call, for scripts).
 */
import { request } from 'node:http'
import { parseArgs } from 'node:util'
import { readSettings } from '../packages/gateway/src/configuration/read-settings.ts'
import { settingEntries } from '../packages/gateway/src/configuration/setting-entry.ts'
import { startServer } from '../packages/gateway/src/server.ts'
import { ListenError } from '../packages/gateway/src/transport/listener.ts'
import { createByTerraform } from './demo/create-by-terraform.ts'
import { createGreetingsBySdk } from './demo/create-greetings-by-sdk.ts'
import { createPetsBySdk } from './demo/create-pets-by-sdk.ts'
import type { CreatedApi } from './demo/created-api.ts'
import { startUpstream } from './demo/upstream.ts'

interface Answer {
  readonly status: string
  readonly requestId: string
  readonly body: string
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, terraform: { type: 'boolean' }, once: { type: 'boolean' } },
  })
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve())
  })
  const flags = settingEntries.flatMap((entry) => {
    if (entry.key === 'ephemeral') return [{ entry, source: 'demo', value: true }]
    if (entry.key === 'logLevel') return [{ entry, source: 'demo', value: 'warn' }]
    const given = entry.key === 'port' ? values.port : undefined
    return given === undefined ? [] : [{ entry, source: 'flag --port', value: entry.setting.parseText(given) }]
  })
  const server = await startServer(await readSettings({ flags, file: undefined, environment: {} }))
  const upstream = await startUpstream()
  try {
    console.log(`Postern listens on ${server.url}, a small web service behind it on ${upstream.url}.\n`)
    const maker = values.terraform === true ? 'Terraform' : 'the AWS SDK'
    const { pets, greetings } =
      values.terraform === true ? byTerraform(server.url, upstream.url) : bySdk(server.url, upstream.url)

    const petsApi = await pets()
    showMade(`Made by ${maker}, as in examples/http-proxy:`, petsApi)
    await showCall(server.url, `${petsApi.apiEndpoint}/pets/7`)

    const greetingsApi = await greetings()
    showMade(`Made by ${maker}, as in examples/http-lambda:`, greetingsApi)
    await showCall(server.url, `${greetingsApi.apiEndpoint}/v1/hello/Ada`)
    await showCall(server.url, `${greetingsApi.apiEndpoint}/v2/hello/Ada`)

    if (values.once === true) return
    console.log(suggestions(server.url, petsApi, greetingsApi))
    await stopped
  } finally {
    await server.close()
    upstream.close()
  }
}

interface Makers {
  readonly pets: () => Promise<CreatedApi>
  readonly greetings: () => Promise<CreatedApi>
}

function bySdk(url: string, backendUrl: string): Makers {
  return { pets: () => createPetsBySdk(url, backendUrl), greetings: () => createGreetingsBySdk(url) }
}

function byTerraform(url: string, backendUrl: string): Makers {
  return {
    pets: () => createByTerraform('http-proxy', { postern_url: url, backend_url: backendUrl }),
    greetings: () => createByTerraform('http-lambda', { postern_url: url }),
  }
}

function showMade(title: string, { made }: CreatedApi): void {
  console.log(title)
  for (const line of made) console.log(`  ${line}`)
}

async function showCall(posternUrl: string, url: string): Promise<void> {
  const { status, requestId, body } = await call(posternUrl, url)
  console.log(`\nA call and its answer:\n  GET ${url}\n  ${status}\n  apigw-requestid: ${requestId}\n  ${body}\n`)
}

/** Connects to Postern and names the API in `Host`: not every resolver knows `*.localhost`, as curl and browsers do. */
function call(posternUrl: string, url: string): Promise<Answer> {
  const { pathname, host } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request(new URL(pathname, posternUrl), { headers: { Host: host } }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        body += chunk
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: `${response.statusCode} ${response.statusMessage}`,
          requestId: String(response.headers['apigw-requestid']),
          body,
        }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })
}

function suggestions(url: string, pets: CreatedApi, greetings: CreatedApi): string {
  return `Try, in another terminal:
  curl ${pets.apiEndpoint}/pets/8
  curl '${url}/_aws/execute-api/${pets.apiId}/$default/health'
  curl -i ${greetings.apiEndpoint}/v1/hello/Grace
  curl ${url}/_postern/ready
With the AWS CLI (any key will do):
  export AWS_ACCESS_KEY_ID=postern AWS_SECRET_ACCESS_KEY=postern AWS_DEFAULT_REGION=us-east-1 AWS_ENDPOINT_URL=${url}
  aws apigatewayv2 get-routes --api-id ${greetings.apiId}
  aws lambda invoke --function-name greeting /dev/stdout
With Terraform: see examples/*/README.md, or npm run demo -- --terraform

Ctrl-C ends the demo. Nothing is kept.`
}

try {
  await main()
} catch (error) {
  const hint = error instanceof ListenError ? ' Or: npm run demo -- --port 0' : ''
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}${hint}`)
  process.exitCode = 1
}
