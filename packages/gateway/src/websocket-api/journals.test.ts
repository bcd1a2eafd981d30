import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { AccountThrottle } from '../data-plane/account-throttle.ts'
import { FakeFunctions, integrationServices, returned } from '../integrations/test-integration.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import { Traces } from '../telemetry/traces.ts'
import { type AccessLogLine, Journals } from './journals.ts'
import { handleMessage } from './message.ts'
import type { WebSocketErrorReport } from './run-route.ts'
import { testConnection } from './test-connection.ts'
import {
  FUNCTION,
  type TestWebSocketOptions,
  type TestWebSocketRoutes,
  testWebSocketApi,
} from './test-websocket-api.ts'

/** Spec: websocket-api.md section 9, and what `postern trace` shows. */

const MOCK: Partial<IntegrationDocument> = {
  IntegrationType: 'MOCK',
  TemplateSelectionExpression: '$request.body.form',
  RequestTemplates: { $default: '{"statusCode": 200}', bad: '{"statusCode": 404}' },
}
const responses = [
  { IntegrationResponseKey: '/2\\d\\d/', ResponseTemplates: { 'application/json': 'hello $input.body' } },
  { IntegrationResponseKey: '$default' },
]

const ROUTES: TestWebSocketRoutes = {
  $connect: { integration: FUNCTION },
  $disconnect: { integration: { IntegrationType: 'MOCK', RequestTemplates: { $default: '{"statusCode": 200}' } } },
  mock: { integration: MOCK, responses, isTwoWay: true },
  call: { integration: FUNCTION, isTwoWay: true },
}

const echo = new FakeFunctions(({ payload }) => returned(JSON.stringify({ statusCode: 201, body: payload })))

describe('access logs', () => {
  const FORMAT =
    '$context.eventType $context.routeKey $context.status $context.stage $context.integration.status ' +
    '$context.integrationStatus $context.integration.error $context.error.messageString $context.error.responseType ' +
    '$context.identity.sourceIp $context.messageId|$context.requestId'

  async function logged(routes: TestWebSocketRoutes, options: TestWebSocketOptions = {}, format = FORMAT) {
    const lines: string[] = []
    const listen = (line: unknown) => void lines.push((line as AccessLogLine).line)
    subscribe('postern:access-log', listen)
    onTestFinished(() => void unsubscribe('postern:access-log', listen))
    const AccessLogSettings = { DestinationArn: 'arn:aws:logs:eu-west-1:1:log-group:g', Format: format }
    const gateway = await testWebSocketApi(routes, {
      stage: { AccessLogSettings },
      backends: { functions: echo },
      ...options,
    })
    /** The fields before the ids, which are new with each event. */
    const fields = () => lines.map((line) => line.replace(/ [^ |]+\|.+$/, ''))
    return { ...gateway, lines, fields }
  }

  test('a line for each CONNECT, MESSAGE and DISCONNECT', async () => {
    const { connect, fields, lines } = await logged(ROUTES)
    const client = await connect()
    await client.ask('{"action":"mock"}')
    await client.ask('{"action":"call"}')
    await client.ask('{"action":"nobody"}')
    client.socket.close(1000)
    await vi.waitFor(() => expect(lines).toHaveLength(5))
    expect(fields()).toEqual([
      'CONNECT $connect 201 prod 201 200 - - - 127.0.0.1',
      'MESSAGE mock 200 prod - - - - - 127.0.0.1',
      'MESSAGE call 201 prod 201 200 - - - 127.0.0.1',
      'MESSAGE $default 403 prod - - - "Forbidden" - 127.0.0.1',
      'DISCONNECT $disconnect 200 prod - - - - - 127.0.0.1',
    ])
    const ids = lines.map((line) => line.replace(/^.* /, ''))
    expect(ids[0]).toMatch(/^-\|[\w-]{15}=$/)
    expect(ids[1]).toMatch(/^[\w-]{15}=\|[\w-]{15}=$/)
    expect(new Set(ids).size).toBe(5)
  })

  test('connections are logged where no route takes them', async () => {
    const { connect, fields, lines } = await logged({ mock: { integration: MOCK, isTwoWay: true } })
    const client = await connect()
    client.socket.close()
    await vi.waitFor(() => expect(lines).toHaveLength(2))
    expect(fields()).toEqual([
      'CONNECT $connect 200 prod - - - - - 127.0.0.1',
      'DISCONNECT $disconnect 200 prod - - - - - 127.0.0.1',
    ])
  })

  test('what failed, and why', async () => {
    const functions = new FakeFunctions(() => ({
      kind: 'answered',
      payload: Buffer.from('{}'),
      functionError: 'Unhandled',
    }))
    const { refused, fields } = await logged(ROUTES, { backends: { functions } })
    await refused()
    expect(fields()).toEqual([
      'CONNECT $connect 502 prod - 200 the function failed (Unhandled) "Internal server error" INTEGRATION_FAILURE 127.0.0.1',
    ])
  })

  test('the authorizer', async () => {
    const policyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
    const functions = new FakeFunctions(({ target, payload }) =>
      target.functionName === 'who'
        ? returned(JSON.stringify({ principalId: 'ann', policyDocument, context: { team: 'red' } }))
        : returned(JSON.stringify({ statusCode: 200, body: payload })),
    )
    const format =
      '$context.authorizer.principalId $context.authorizer.team $context.authorizer.status $context.authorize.status $context.authorize.error $context.requestId'
    const guarded = { integration: FUNCTION, more: { AuthorizationType: 'CUSTOM' as const, AuthorizerId: 'au0' } }
    const { connect, lines } = await logged(
      { $connect: guarded },
      {
        backends: { functions },
        put: (draft) =>
          draft.put('authorizers', 'au0', {
            AuthorizerId: 'au0',
            AuthorizerType: 'REQUEST',
            Name: 'who',
            AuthorizerUri: 'arn:aws:lambda:eu-west-1:111122223333:function:who',
          }),
      },
      format,
    )
    await connect()
    expect(lines[0]).toMatch(/^ann red 200 200 - /)
  })

  test('a message that does not fit its model', async () => {
    const { connect, lines } = await logged(
      {
        mock: {
          integration: MOCK,
          more: { ModelSelectionExpression: '$default', RequestModels: { $default: 'M' } },
        },
      },
      {
        put: (draft) => draft.put('models', 'm0', { ModelId: 'm0', Name: 'M', Schema: '{"required":["x"]}' }),
      },
      '$context.status $context.error.validationErrorString $context.requestId',
    )
    const client = await connect()
    await client.ask('{"action":"mock"}')
    expect(lines.at(-1)).toMatch(/^400 model M: must have required property 'x' /)
  })
})

interface Told {
  readonly event: string
  readonly status: number
  readonly steps: readonly Readonly<Record<string, unknown>>[]
}

describe('traces', () => {
  function traced(routes: TestWebSocketRoutes, options: TestWebSocketOptions = {}) {
    const traces = new Traces(100)
    const told = () => traces.kept({ apiId: 'a1b2c3d4e5', stage: undefined }).map((line) => JSON.parse(line) as Told)
    return testWebSocketApi(routes, { traces, backends: { functions: echo }, ...options }).then((gateway) => ({
      ...gateway,
      told,
    }))
  }
  const stepsOf = (trace: Told | undefined) =>
    trace?.steps.map(({ at, ...step }) => (expect(at).toEqual(expect.any(Number)), step))

  test('a message, from its route to its frame', async () => {
    const { connect, told } = await traced(ROUTES)
    const client = await connect()
    await client.ask('{"action":"mock","form":"odd"}')
    expect(stepsOf(told().at(-1))).toEqual([
      { step: 'route', route: 'mock', reason: '$request.body.action came to "mock"' },
      {
        step: 'request template',
        template: '$default',
        reason: '$request.body.form came to "odd", which no template has',
      },
      { step: 'request', body: '{"statusCode": 200}', status: 200 },
      { step: 'integration response', key: '/2\\d\\d/', matched: '200', reason: 'its key matches "200"' },
      {
        step: 'response template',
        template: 'application/json',
        reason: 'an answer without a selection expression came to "application/json"',
      },
      { step: 'reply', status: 200, frame: 'hello {}' },
    ])
  })

  test('a message that no route takes', async () => {
    const { connect, told } = await traced(ROUTES)
    await (await connect()).ask('no JSON')
    expect(told().at(-1)).toMatchObject({ event: 'MESSAGE', status: 403 })
    expect(stepsOf(told().at(-1))).toEqual([
      {
        step: 'route',
        reason: '$request.body.action came to "", which is the key of no route that a message can take',
      },
      {
        step: 'reply',
        status: 403,
        fault: 'websocket-no-route',
        frame: expect.stringContaining('"message": "Forbidden"') as unknown,
      },
    ])
  })

  test('secrets of the handshake are in no trace', async () => {
    const { connect, told } = await traced(ROUTES)
    const headers = { Authorization: 'Bearer very-secret-1', Cookie: 'sid=very-secret-2', 'X-Room': 'lobby' }
    const client = await connect('/prod?token=very-secret-3&room=7', { headers })
    await client.ask('{"action":"call"}')
    client.socket.close()
    await vi.waitFor(() => expect(told()).toHaveLength(3))
    const text = JSON.stringify(told())
    expect(text).toContain('lobby')
    expect(text).toContain('***')
    expect(text).not.toContain('very-secret')
    expect(told().map(({ event }) => event)).toEqual(['CONNECT', 'MESSAGE', 'DISCONNECT'])
  })

  test('what a template sets in the authorizer’s context is not there for the next event', async () => {
    const policyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }
    const context = { role: 'guest', token: 'very-secret-4' }
    const functions = new FakeFunctions(() => returned(JSON.stringify({ principalId: 'ann', policyDocument, context })))
    const ResponseTemplates = {
      'application/json': '$context.authorizer.role#set($context.authorizer.role = "admin") $context.authorizer.token',
    }
    const { connect, told } = await traced(
      {
        $connect: { more: { AuthorizationType: 'CUSTOM', AuthorizerId: 'au0' } },
        mock: { integration: MOCK, responses: [{ ResponseTemplates }], isTwoWay: true },
      },
      {
        backends: { functions },
        put: (draft) =>
          draft.put('authorizers', 'au0', {
            AuthorizerId: 'au0',
            AuthorizerType: 'REQUEST',
            Name: 'who',
            AuthorizerUri: 'arn:aws:lambda:eu-west-1:111122223333:function:who',
          }),
      },
    )
    const client = await connect()
    for (let i = 0; i < 2; i++) expect(await client.ask('{"action":"mock"}')).toBe('guest very-secret-4')
    expect(told()).toHaveLength(3)
    expect(JSON.stringify(told())).not.toContain('very-secret')
  })

  test('texts are cut', async () => {
    const { connect, told } = await traced(ROUTES)
    await (await connect()).ask(JSON.stringify({ action: 'call', text: 'x'.repeat(30_000) }))
    const steps = stepsOf(told().at(-1))
    expect(JSON.stringify(steps).length).toBeLessThan(20_000)
    expect(steps?.find(({ step }) => step === 'answer')).toMatchObject({
      payload: expect.stringMatching(/… \(\d{5} characters\)$/) as unknown,
    })
  })

  test('nothing is written down where nobody asks', async () => {
    const traces = new Traces(0)
    const published = vi.spyOn(traces, 'publish')
    const { connect } = await testWebSocketApi(ROUTES, { traces, backends: { functions: echo } })
    await (await connect()).ask('{"action":"mock"}')
    expect(published).not.toHaveBeenCalled()
  })
})

class BrokenJournals extends Journals {
  override open(): never {
    throw new Error('on purpose')
  }
}

test('a step that fails although none of its own can: the frame, and it is told', async () => {
  const told: unknown[] = []
  const listen = (report: unknown) => void told.push((report as WebSocketErrorReport).error)
  subscribe('postern:websocket:error', listen)
  onTestFinished(() => void unsubscribe('postern:websocket:error', listen))
  const connection = testConnection()
  const services = { ...integrationServices(), journals: new BrokenJournals(new Traces(0)), throttle: UNLIMITED }
  expect(handleMessage(connection.connection, 'x', undefined, services)).toBeUndefined()
  expect(connection.session.done).toEqual([expect.stringContaining('"message": "Internal server error"')])
  expect(told).toEqual([new Error('on purpose')])
})

const UNLIMITED = new AccountThrottle({ rate: 0, burst: 0, connectionRate: 0 })
