import { GetRoleCommand } from '@aws-sdk/client-iam'
import { InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { expect } from 'vitest'
import { iamClientOf, lambdaClientOf } from './support/client.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { isTerraformThere, TerraformProject } from './support/terraform.ts'
import { zipOf } from './support/zip.ts'

const there = (await isTerraformThere()) && findProgram('python3') !== undefined && findProgram('curl') !== undefined
const test = testWith('terraform with hashicorp/aws 5.100.0, python3 and curl', there)

const answer = `
  const seen = { kind, format: event.version, id: event.pathParameters?.id, body: event.body, phase: process.env.PHASE }
  return { statusCode: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify(seen) }
`

const packages = {
  commonjs: { 'src/index.js': `const kind = 'commonjs'\nexports.handler = async (event) => {${answer}}\n` },
  module: { 'index.mjs': `const kind = 'module'\nexport async function handler(event) {${answer}}\n` },
  python: {
    'main.py': `
import json, os
def handler(event, context):
    seen = { 'kind': 'python', 'format': event.get('version'), 'id': event.get('pathParameters', {}).get('id'),
             'body': event.get('body'), 'phase': os.environ['PHASE'] }
    return { 'statusCode': 201, 'headers': { 'content-type': 'application/json' }, 'body': json.dumps(seen) }
`,
  },
  bootstrap: {
    bootstrap: {
      mode: 0o755,
      // The custom runtime of AWS's own tutorial, with sed in the place of a JSON parser.
      content: `#!/bin/sh
set -eu
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
headers="$(mktemp)"
while true; do
  event="$(curl -sS -L -D "$headers" "$api/next")"
  id="$(grep -Fi Lambda-Runtime-Aws-Request-Id "$headers" | tr -d '[:space:]' | cut -d: -f2)"
  format="$(printf %s "$event" | sed -n 's/.*"version":"\\([^"]*\\)".*/\\1/p')"
  body="$(printf %s "$event" | sed -n 's/.*"body":"\\([^"]*\\)".*/\\1/p')"
  item="$(printf %s "$event" | sed -n 's/.*"pathParameters":{"id":"\\([^"]*\\)".*/\\1/p')"
  seen="{\\\\\\"kind\\\\\\":\\\\\\"bootstrap\\\\\\",\\\\\\"format\\\\\\":\\\\\\"$format\\\\\\",\\\\\\"id\\\\\\":\\\\\\"$item\\\\\\",\\\\\\"body\\\\\\":\\\\\\"$body\\\\\\",\\\\\\"phase\\\\\\":\\\\\\"$PHASE\\\\\\"}"
  curl -sS -X POST "$api/$id/response" -d "{\\"statusCode\\":201,\\"headers\\":{\\"content-type\\":\\"application/json\\"},\\"body\\":\\"$seen\\"}" >/dev/null
done
`,
    },
  },
}
const kinds = Object.keys(packages) as (keyof typeof packages)[]

test('Terraform makes functions in Node, Python and a shell bootstrap; both payload formats reach them', async () => {
  await using postern = await PosternProcess.start('--permissions', 'enforce')
  const project = await TerraformProject.openTest('functions', postern.url)
  for (const kind of kinds) project.write(`${kind}.zip`, zipOf(packages[kind]))
  await project.apply()
  expect(await project.plan()).toBe('')

  const { api_id: apiId } = (await project.outputs()) as { readonly api_id: string }
  await expectAnswers(postern, apiId, '1')

  const client = lambdaClientOf(postern.url)
  for (const kind of kinds) {
    const event = { version: '0', pathParameters: { id: 'sdk' }, body: 'direct' }
    const { StatusCode, FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: kind, Payload: JSON.stringify(event) }),
    )
    expect([StatusCode, FunctionError]).toEqual([200, undefined])
    const { body } = JSON.parse(Payload?.transformToString() ?? '') as { readonly body: string }
    expect(JSON.parse(body)).toEqual({ kind, format: '0', id: 'sdk', body: 'direct', phase: '1' })
  }

  // Another environment: new processes for what runs unqualified, a new version for what is behind an alias.
  await project.apply({ phase: '2' })
  expect(await project.plan({ phase: '2' })).toBe('')
  await expectAnswers(postern, apiId, '2')

  await project.destroy({ phase: '2' })
  expect((await client.send(new ListFunctionsCommand({}))).Functions).toEqual([])
  await expect(iamClientOf(postern.url).send(new GetRoleCommand({ RoleName: 'functions' }))).rejects.toThrow(
    'The role with name functions cannot be found.',
  )
})

async function expectAnswers(postern: PosternProcess, apiId: string, phase: string): Promise<void> {
  const calls = [
    ...kinds.flatMap((kind) => ['1.0', '2.0'].map((format) => ({ kind, format, path: `v${format[0]}/${kind}` }))),
    { kind: 'module', format: '2.0', path: 'alias' },
  ]
  for (const { kind, format, path } of calls) {
    const response = await fetch(`${postern.url}/_aws/execute-api/${apiId}/$default/${path}/7`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'hello',
    })
    const seen = { kind, format, id: '7', body: 'hello', phase }
    expect([path, response.status, await response.json()]).toEqual([path, 201, seen])
  }
}
