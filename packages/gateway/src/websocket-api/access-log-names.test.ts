import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ApiKeys } from '../authorizers/api-keys.ts'
import { FakeFunctions, returned } from '../integrations/test-integration.ts'
import type { RouteDocument } from '../store/documents.ts'
import type { AccessLogLine } from './journals.ts'
import { FUNCTION, HOST, testWebSocketApi } from './test-websocket-api.ts'

/** Each variable of access logs, at each event. Spec: websocket-api.md 9. */

const KEY = 'value-of-the-partner-key'
const arn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`

const functions = new FakeFunctions(({ target, payload }) => {
  const policyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
  if (target.functionName === 'who') {
    return returned(JSON.stringify({ principalId: 'ann', policyDocument, context: { team: 'red' } }))
  }
  if (target.functionName === 'broken') {
    return { kind: 'answered', payload: Buffer.from('{}'), functionError: 'Unhandled' }
  }
  return returned(JSON.stringify({ statusCode: 201, body: payload }))
})

/** What the variable is at $connect, with a message, with one whose function fails, and at $disconnect. */
async function logged(name: string, guard: Partial<RouteDocument>): Promise<(string | undefined)[]> {
  const lines: string[] = []
  const listen = (line: unknown) => void lines.push((line as AccessLogLine).line)
  subscribe('postern:access-log', listen)
  onTestFinished(() => void unsubscribe('postern:access-log', listen))
  const routes = {
    $connect: { integration: FUNCTION, more: guard },
    $default: { integration: FUNCTION, isTwoWay: true },
    broken: { integration: { ...FUNCTION, IntegrationUri: arn('broken') }, isTwoWay: true },
    $disconnect: { integration: FUNCTION },
  }
  const Format = `$context.${name}|$context.requestId`
  const { connect } = await testWebSocketApi(routes, {
    backends: { functions },
    stage: { AccessLogSettings: { DestinationArn: 'arn:aws:logs:eu-west-1:1:log-group:g', Format } },
    services: {
      apiKeys: new ApiKeys([{ id: 'partner', value: KEY }]),
      identifyCaller: () => ({
        accessKeyId: 'AKIDALICE',
        isTemporary: false,
        accountId: '111122223333',
        arn: 'arn:aws:iam::111122223333:user/alice',
        userId: 'AIDA1',
      }),
    },
    put: (draft) =>
      draft.put('authorizers', 'au0', {
        AuthorizerId: 'au0',
        AuthorizerType: 'REQUEST',
        Name: 'who',
        AuthorizerUri: arn('who'),
      }),
  })
  const client = await connect('/prod', { headers: { 'User-Agent': 'a test', 'x-api-key': KEY } })
  await client.ask('{}')
  await client.ask('{"action":"broken"}')
  client.socket.close()
  await vi.waitFor(() => expect(lines).toHaveLength(4))
  return lines.map((line) => line.split('|')[0])
}

const like = (pattern: RegExp) => expect.stringMatching(pattern) as unknown
const ID = like(/^[\w-]{15}=$/)
const EPOCH = like(/^\d{13}$/)
const NUMBER = like(/^\d+$/)
const all = (value: unknown) => [value, value, value, value]
const atConnect = (value: unknown) => [value, '-', '-', '-']
const ofFailure = (value: unknown) => ['-', '-', value, '-']
const none = all('-')

const byFunction: Partial<RouteDocument> = { AuthorizationType: 'CUSTOM', AuthorizerId: 'au0', ApiKeyRequired: true }

test.each<[name: string, values: unknown[]]>([
  ['apiId', all('a1b2c3d4e5')],
  ['connectedAt', all(EPOCH)],
  ['connectionId', all(ID)],
  ['domainName', all(HOST)],
  ['eventType', ['CONNECT', 'MESSAGE', 'MESSAGE', 'DISCONNECT']],
  ['extendedRequestId', all(ID)],
  ['requestId', all(ID)],
  ['messageId', ['-', ID, ID, '-']],
  ['requestTime', all(like(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/))],
  ['requestTimeEpoch', all(EPOCH)],
  ['routeKey', ['$connect', '$default', 'broken', '$disconnect']],
  ['stage', all('prod')],
  ['status', ['201', '201', '502', '200']],
  ['authorize.status', atConnect('200')],
  ['authorize.latency', atConnect(NUMBER)],
  ['authorize.error', none],
  ['authorizer.status', atConnect('200')],
  ['authorizer.latency', atConnect(NUMBER)],
  ['authorizer.error', none],
  ['authorizer.integrationStatus', atConnect('200')],
  ['authorizer.requestId', none],
  ['authorizer.principalId', all('ann')],
  ['authorizer.team', all('red')],
  ['authorizer.integrationLatency', all(NUMBER)],
  ['error.message', ofFailure('Internal server error')],
  ['error.messageString', ofFailure('"Internal server error"')],
  ['error.responseType', ofFailure('INTEGRATION_FAILURE')],
  ['error.validationErrorString', none],
  ['identity.sourceIp', all('127.0.0.1')],
  ['identity.userAgent', all('a test')],
  ['identity.apiKey', all(KEY)],
  ['identity.apiKeyId', all('partner')],
  ['identity.principalOrgId', none],
  ['integration.status', ['201', '201', '-', '-']],
  ['integration.integrationStatus', all('200')],
  ['integration.latency', all(NUMBER)],
  ['integration.error', ofFailure('the function failed (Unhandled)')],
  ['integration.requestId', none],
  ['integrationStatus', all('200')],
  ['integrationLatency', all(NUMBER)],
  ['integrationErrorMessage', ofFailure('the function failed (Unhandled)')],
  ['awsEndpointRequestId', none],
  ['waf.status', none],
  ['waf.error', none],
  ['waf.latency', none],
  ['nothing.of.the.kind', none],
])('%s', async (name, values) => {
  expect(await logged(name, byFunction)).toEqual(values)
})

test.each<[name: string, values: unknown[]]>([
  ['authenticate.status', atConnect('200')],
  ['authenticate.latency', atConnect(NUMBER)],
  ['authenticate.error', none],
  ['authorize.status', none],
  ['identity.userArn', all('arn:aws:iam::111122223333:user/alice')],
  ['identity.accountId', all('111122223333')],
  ['identity.caller', all('AIDA1')],
  ['identity.user', all('AIDA1')],
])('of a signed handshake: %s', async (name, values) => {
  expect(await logged(name, { AuthorizationType: 'AWS_IAM' })).toEqual(values)
})
