import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ApiKeys } from '../authorizers/api-keys.ts'
import type { CallerPermission } from '../authorizers/caller-permission.ts'
import type { IdentifyCaller } from '../authorizers/signed-caller.ts'
import { missingToken, signatureMismatch } from '../aws-protocol/sigv4-errors.ts'
import type { FaultReport } from '../data-plane/fault-response.ts'
import { FakeFunctions, returned } from '../integrations/test-integration.ts'
import type { ApiDocument, RouteDocument } from '../store/documents.ts'
import { headerOf } from '../transport/http-message.ts'
import { FUNCTION, testWebSocketApi } from './test-websocket-api.ts'

/** Spec: websocket-api.md sections 2.2 to 2.4, 2.6, 11.4. */

const KEY = 'value-of-the-partner-key'
const apiKeys = new ApiKeys([
  { id: 'partner', value: KEY },
  { id: 'elsewhere', value: 'value-of-another-stage', stages: ['a1b2c3d4e5/dev'] },
  { id: 'disabled', value: 'value-of-disabled-key', enabled: false },
])

const SESSION = {
  arn: 'arn:aws:sts::111122223333:assumed-role/app/s1',
  userId: 'AROA1:s1',
  accountId: '111122223333',
}

/** Takes the header `Signature` for the signature. */
const identifyCaller: IdentifyCaller = (request) => {
  const signature = headerOf(request.headers, 'signature')
  if (signature === undefined) throw missingToken()
  if (signature === 'session') {
    return { ...SESSION, accessKeyId: 'ASIASESSION', isTemporary: true }
  }
  if (signature !== 'alice') throw signatureMismatch()
  return {
    accessKeyId: 'AKIDALICE',
    accountId: '111122223333',
    arn: 'arn:aws:iam::111122223333:user/alice',
    userId: 'AIDA1',
    isTemporary: false,
  }
}

/** `usageIdentifierKey`: what the authorizer knows the client to have. */
function guarded(
  more: Partial<RouteDocument>,
  api: Partial<ApiDocument> = {},
  usageIdentifierKey?: string,
  permit: CallerPermission = () => Promise.reject(new Error('nobody’s policies are asked')),
) {
  const policyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
  const functions = new FakeFunctions(({ target, payload }) =>
    returned(
      target.functionName === 'who'
        ? JSON.stringify({ principalId: 'ann', policyDocument, usageIdentifierKey })
        : JSON.stringify({ statusCode: 200, body: payload }),
    ),
  )
  const integration = {
    RequestTemplates: { $default: '{"statusCode":200}' },
    IntegrationType: 'MOCK' as const,
  }
  const ResponseTemplates = {
    $default:
      '$context.identity.apiKeyId $context.identity.apiKey $context.identity.userArn $context.identity.sourceIp',
  }
  const response = { IntegrationResponseKey: '$default', ResponseTemplates, TemplateSelectionExpression: '$default' }
  const routes = {
    $connect: { integration: FUNCTION, more },
    $default: { integration, responses: [response], isTwoWay: true },
    event: { integration: FUNCTION, isTwoWay: true },
  }
  const made = testWebSocketApi(routes, {
    api,
    backends: { functions },
    services: { apiKeys, identifyCaller, permit },
    put: (draft) =>
      draft.put('authorizers', 'au0', {
        AuthorizerId: 'au0',
        AuthorizerType: 'REQUEST',
        Name: 'who',
        AuthorizerUri: 'arn:aws:lambda:eu-west-1:111122223333:function:who',
      }),
  })
  return made.then((gateway) => ({ ...gateway, functions }))
}

const identityOf = (event: unknown) =>
  (JSON.parse(String(event)) as { requestContext: { identity: object } }).requestContext.identity

describe('API keys (2.6)', () => {
  const required: Partial<RouteDocument> = { ApiKeyRequired: true }

  test('a key of the stage: who it is of is known for the whole connection', async () => {
    const { connect } = await guarded(required)
    const client = await connect('/prod', { headers: { 'X-API-Key': KEY } })
    expect(await client.ask('x')).toBe(`partner ${KEY}  127.0.0.1`)
    expect(identityOf(await client.ask('{"action":"event"}'))).toEqual({
      apiKey: KEY,
      apiKeyId: 'partner',
      sourceIp: '127.0.0.1',
    })
  })

  test.each<[what: string, headers: Record<string, string>]>([
    ['none', {}],
    ['an unknown one', { 'x-api-key': 'value-of-nothing-at-all' }],
    ['an empty one', { 'x-api-key': '' }],
    ['one of another stage', { 'x-api-key': 'value-of-another-stage' }],
    ['one that is disabled', { 'x-api-key': 'value-of-disabled-key' }],
    ['an id', { 'x-api-key': 'partner' }],
  ])('403: %s; neither authorizer nor backend is called, and no value is told', async (_what, headers) => {
    const { refused, functions } = await guarded({ ...required, AuthorizationType: 'CUSTOM', AuthorizerId: 'au0' })
    const told: string[] = []
    const listen = (report: unknown) => void told.push(JSON.stringify((report as FaultReport).fault))
    subscribe('postern:data-plane:fault', listen)
    onTestFinished(() => void unsubscribe('postern:data-plane:fault', listen))
    expect(await refused('/prod', { headers })).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' })
    expect(functions.calls).toEqual([])
    expect(told.join()).toContain('no API key')
    expect(told.join()).not.toContain('value-of')
  })

  const expression = { ApiKeySelectionExpression: '$context.authorizer.usageIdentifierKey' }
  const both: Partial<RouteDocument> = { ApiKeyRequired: true, AuthorizationType: 'CUSTOM', AuthorizerId: 'au0' }

  test('the key that the authorizer knows the client to have; the client’s own does not count', async () => {
    const { connect } = await guarded(both, expression, KEY)
    const client = await connect('/prod', { headers: { 'x-api-key': 'value-of-nothing-at-all' } })
    expect(await client.ask('x')).toBe(`partner ${KEY}  127.0.0.1`)
  })

  test.each([[undefined], ['value-of-nothing-at-all'], ['value-of-another-stage']])(
    '403: the authorizer knows %s',
    async (key) => {
      const { refused, functions } = await guarded(both, expression, key)
      const answer = await refused('/prod', { headers: { 'x-api-key': KEY } })
      expect(answer).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' })
      expect(functions.calls.map(({ target }) => target.functionName)).toEqual(['who'])
    },
  )

  test('routes other than $connect that ask for one are closed', async () => {
    const { connect } = await testWebSocketApi({ $default: { integration: FUNCTION, isTwoWay: true, more: required } })
    expect(await (await connect()).ask('hi')).toContain('"Internal server error"')
  })
})

describe('AWS_IAM (2.4)', () => {
  const route: Partial<RouteDocument> = { AuthorizationType: 'AWS_IAM' }

  test('who signed is known for the whole connection', async () => {
    const { connect, functions } = await guarded(route)
    const client = await connect('/prod', { headers: { Signature: 'alice' } })
    expect(await client.ask('x')).toBe('  arn:aws:iam::111122223333:user/alice 127.0.0.1')
    const identity = {
      userArn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      caller: 'AIDA1',
      accessKey: 'AKIDALICE',
      user: 'AIDA1',
      sourceIp: '127.0.0.1',
    }
    expect(identityOf(await client.ask('{"action":"event"}'))).toEqual(identity)
    expect(functions.calls.map(({ payload }) => identityOf(payload))).toEqual([identity, identity])
  })

  test('of a role’s session the policies decide, about this stage’s $connect', async () => {
    const asked: unknown[] = []
    const refusal = 'User: … is not authorized'
    let isRefused = false
    const { connect, refused, functions } = await guarded(route, {}, undefined, async (...call) => {
      asked.push(call)
      return isRefused ? refusal : undefined
    })
    const headers = { Signature: 'session' }
    const client = await connect('/prod', { headers })
    expect(await client.ask('x')).toBe(`  ${SESSION.arn} 127.0.0.1`)
    const resource = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/$connect'
    expect(asked).toEqual([[expect.objectContaining(SESSION), 'execute-api:Invoke', resource]])
    isRefused = true
    expect(await refused('/prod', { headers })).toMatchObject({
      status: 403,
      body: JSON.stringify({ message: refusal }),
    })
    expect(functions.calls).toHaveLength(1)
  })

  test.each<[what: string, headers: Record<string, string>, message: string]>([
    ['unsigned', {}, 'Missing Authentication Token'],
    ['a bad signature', { Signature: 'eve' }, signatureMismatch().message],
  ])('403: %s', async (_what, headers, message) => {
    const { refused, functions } = await guarded(route)
    expect(await refused('/prod', { headers })).toMatchObject({ status: 403, body: JSON.stringify({ message }) })
    expect(functions.calls).toEqual([])
  })
})
