import { describe, expect, test } from 'vitest'
import type { LambdaOutcome } from '../data-plane/lambda-invoker.ts'
import { FakeFunctions, returned } from '../integrations/test-integration.ts'
import type { AuthorizerDocument, RouteDocument } from '../store/documents.ts'
import { FUNCTION, testWebSocketApi } from './test-websocket-api.ts'

/** Spec: websocket-api.md section 2.5. */

const AUTHORIZER = 'arn:aws:lambda:eu-west-1:111122223333:function:who'
const API = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5'
const CUSTOM: Partial<RouteDocument> = { AuthorizationType: 'CUSTOM', AuthorizerId: 'au0' }

const answer = (more: object = {}, effect = 'Allow') =>
  returned(
    JSON.stringify({
      principalId: 'ann',
      policyDocument: {
        Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: `${API}/prod/$connect` }],
      },
      ...more,
    }),
  )
const failing = (errorMessage: string): LambdaOutcome => ({
  kind: 'answered',
  payload: Buffer.from(JSON.stringify({ errorMessage })),
  functionError: 'Unhandled',
})

/** An API whose function answers messages with its own event. */
function guarded(outcome: LambdaOutcome, authorizer: Partial<AuthorizerDocument> = {}, stage = {}) {
  const functions = new FakeFunctions((call) => {
    if (call.target.functionName === 'who') return outcome
    return returned(JSON.stringify({ statusCode: 200, body: call.payload }))
  })
  const routes = {
    $connect: { integration: FUNCTION, more: CUSTOM },
    $default: { integration: FUNCTION, isTwoWay: true },
    $disconnect: { integration: FUNCTION },
    mock: {
      integration: { RequestTemplates: { $default: '{"statusCode":200}' } },
      responses: [
        {
          IntegrationResponseKey: '$default',
          ResponseTemplates: {
            $default: '$context.authorizer.principalId/$context.authorizer.level/$context.authorizer.none',
          },
          TemplateSelectionExpression: '$default',
        },
      ],
      isTwoWay: true,
    },
  }
  const AuthorizerUri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${AUTHORIZER}/invocations`
  const document: AuthorizerDocument = {
    AuthorizerId: 'au0',
    AuthorizerType: 'REQUEST',
    Name: 'who',
    AuthorizerUri,
    ...authorizer,
  }
  const gateway = testWebSocketApi(routes, {
    backends: { functions },
    put: (draft) => draft.put('authorizers', 'au0', document),
    stage,
  })
  const called = () => functions.calls.map(({ target }) => target.functionName)
  return gateway.then((made) => ({ ...made, functions, called }))
}

describe('what the function comes to', () => {
  test.each<[what: string, outcome: LambdaOutcome, status: number, message: string]>([
    ['an explicit Deny', answer({}, 'Deny'), 403, 'Forbidden'],
    ['no matching Allow', answer({ policyDocument: { Statement: [] } }), 403, 'Forbidden'],
    ['fails with exactly Unauthorized', failing('Unauthorized'), 401, 'Unauthorized'],
    ['fails otherwise', failing('Unauthorized!'), 500, 'Internal server error'],
    ['no permission', { kind: 'forbidden', message: 'no permission' }, 500, 'Internal server error'],
    ['malformed output', returned('{"statusCode":401}'), 500, 'Internal server error'],
    ['no principalId', answer({ principalId: undefined }), 500, 'Internal server error'],
    ['a nested object in the context', answer({ context: { a: {} } }), 500, 'Internal server error'],
    ['more than 8 KB', answer({ context: { a: 'x'.repeat(8192) } }), 500, 'Internal server error'],
  ])('%s: %#', async (_what, outcome, status, message) => {
    const { refused, called } = await guarded(outcome)
    expect(await refused()).toMatchObject({ status, body: `{"message":"${message}"}` })
    // Neither $connect nor $disconnect runs.
    expect(called()).toEqual(['who'])
  })

  test('a missing identity source: 401, and the function is not called', async () => {
    const { refused, called } = await guarded(answer(), { IdentitySource: ['route.request.header.Auth'] })
    expect(await refused()).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' })
    expect(called()).toEqual([])
  })

  test('an authorizer that is bound to no function: 500', async () => {
    const uri = 'arn:aws:lambda:eu-west-1:111122223333:function:${stageVariables.none}'
    const { refused, called } = await guarded(answer(), { AuthorizerUri: uri })
    expect(await refused()).toMatchObject({ status: 500, body: '{"message":"Internal server error"}' })
    expect(called()).toEqual([])
  })
})

test('what it told of the client is there for the whole connection, as texts', async () => {
  const { connect, functions, webSockets } = await guarded(answer({ context: { level: 7, isAdmin: true } }), {
    IdentitySource: ['route.request.querystring.token'],
  })
  const client = await connect('/prod?token=t')
  const authorizer = {
    principalId: 'ann',
    level: '7',
    isAdmin: 'true',
    integrationLatency: expect.any(Number) as number,
  }
  expect(JSON.parse(String(await client.ask('hi')))).toMatchObject({
    requestContext: { eventType: 'MESSAGE', authorizer },
  })
  expect(await client.ask('{"action":"mock"}')).toBe('ann/7/')
  client.socket.close()
  await client.closed
  await webSockets.close()
  const [asked, ...events] = functions.calls.map(({ payload }) => JSON.parse(payload) as { requestContext: object })
  expect(asked).toMatchObject({ type: 'REQUEST', methodArn: `${API}/prod/$connect` })
  expect(asked?.requestContext).not.toHaveProperty('authorizer')
  expect(events.map(({ requestContext }) => requestContext)).toMatchObject([
    { eventType: 'CONNECT', authorizer },
    { eventType: 'MESSAGE', authorizer },
    { eventType: 'DISCONNECT', authorizer },
  ])
})

test.each<[authorizer: Partial<AuthorizerDocument>, credentials: object]>([
  [{}, { kind: 'gateway' }],
  [
    { AuthorizerCredentialsArn: 'arn:aws:iam::111122223333:role/caller' },
    { kind: 'role', arn: 'arn:aws:iam::111122223333:role/caller' },
  ],
])('on whose behalf the function is called: %j', async (authorizer, credentials) => {
  const { connect, functions } = await guarded(answer(), authorizer)
  await connect()
  expect(functions.calls[0]).toMatchObject({ credentials, sourceArn: `${API}/authorizers/au0` })
})

test('routes other than $connect that ask for an authorizer are closed', async () => {
  const { connect } = await testWebSocketApi({ $default: { integration: FUNCTION, isTwoWay: true, more: CUSTOM } })
  expect(await (await connect()).ask('hi')).toContain('"Internal server error"')
})
