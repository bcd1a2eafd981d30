/**
 * `npm run demo`: Postern with a small web service behind it, an API made by the AWS SDK or by Terraform, and a call
 * through it. Nothing is kept. Flags: --port NUMBER, --terraform, --once (ends after the call, for scripts).
 */
import { request } from 'node:http'
import { parseArgs } from 'node:util'
import { readSettings } from '../packages/gateway/src/configuration/read-settings.ts'
import { settingEntries } from '../packages/gateway/src/configuration/setting-entry.ts'
import { startServer } from '../packages/gateway/src/server.ts'
import { ListenError } from '../packages/gateway/src/transport/listener.ts'
import { createBySdk } from './demo/create-by-sdk.ts'
import { createByTerraform } from './demo/create-by-terraform.ts'
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
    const given = entry.key === 'port' ? values.port : undefined
    return given === undefined ? [] : [{ entry, source: 'flag --port', value: entry.setting.parseText(given) }]
  })
  const server = await startServer(await readSettings({ flags, file: undefined, environment: {} }))
  const upstream = await startUpstream()
  try {
    console.log(`Postern listens on ${server.url}, a small web service behind it on ${upstream.url}.\n`)
    const create = values.terraform === true ? createByTerraform : createBySdk
    const { apiId, apiEndpoint, made } = await create(server.url, upstream.url)
    console.log(`Made by ${values.terraform === true ? 'Terraform' : 'the AWS SDK'}, as in examples/http-proxy:`)
    for (const line of made) console.log(`  ${line}`)

    const url = `${apiEndpoint}/pets/7`
    const { status, requestId, body } = await call(server.url, url)
    console.log(`\nA call and its answer:\n  GET ${url}\n  ${status}\n  apigw-requestid: ${requestId}\n  ${body}`)
    if (values.once === true) return
    console.log(suggestions(server.url, apiId, apiEndpoint))
    await stopped
  } finally {
    await server.close()
    upstream.close()
  }
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

function suggestions(url: string, apiId: string, endpoint: string): string {
  return `
Try, in another terminal:
  curl ${endpoint}/pets/8
  curl '${url}/_aws/execute-api/${apiId}/$default/health'
  curl ${url}/_postern/ready
With the AWS CLI (any key will do):
  export AWS_ACCESS_KEY_ID=postern AWS_SECRET_ACCESS_KEY=postern AWS_DEFAULT_REGION=us-east-1 AWS_ENDPOINT_URL=${url}
  aws apigatewayv2 get-routes --api-id ${apiId}
  aws apigatewayv2 create-route --api-id ${apiId} --route-key 'GET /again' --target integrations/INTEGRATION_ID
With Terraform: see examples/http-proxy/README.md, or npm run demo -- --terraform

Ctrl-C ends the demo. Nothing is kept.`
}

try {
  await main()
} catch (error) {
  const hint = error instanceof ListenError ? ' Or: npm run demo -- --port 0' : ''
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}${hint}`)
  process.exitCode = 1
}
