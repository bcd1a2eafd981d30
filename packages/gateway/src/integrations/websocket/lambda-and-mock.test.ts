import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { LambdaOutcome } from '../../data-plane/lambda-invoker.ts'
import { DefinitionError } from '../../expression/definition-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { FakeFunctions, returned } from '../test-integration.ts'
import { type CallOptions, callIntegration, message, testEvent } from './test-websocket-integration.ts'

/** Functions and mocks. Spec: websocket-api.md 4.1, 4.2, 4.4, 4.5. */

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:cart'
const invocation = (arn: string) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`
const PROXY: Partial<IntegrationDocument> = { IntegrationType: 'AWS_PROXY', IntegrationUri: ARN }
const CUSTOM: Partial<IntegrationDocument> = { IntegrationType: 'AWS', IntegrationUri: ARN }

async function call(
  document: Partial<IntegrationDocument>,
  event = message('{}'),
  options: CallOptions = {},
  outcome: LambdaOutcome = returned('{"statusCode":200}'),
) {
  const functions = new FakeFunctions(() => outcome)
  const result = await callIntegration(document, event, { ...options, services: { functions } })
  return { result, calls: functions.calls }
}

describe('whom it calls (4.2)', () => {
  test.each<[string, string | undefined]>([
    [ARN, undefined],
    [invocation(ARN), undefined],
    [`${ARN}:live`, 'live'],
    [invocation(`${ARN}:live`), 'live'],
    [invocation(`${ARN}:\${stageVariables.alias}`), 'beta'],
    [invocation('arn:aws:lambda:eu-west-1:111122223333:function:${stageVariables.name}'), undefined],
  ])('%s', async (IntegrationUri, qualifier) => {
    for (const document of [PROXY, CUSTOM]) {
      const binding = { stageVariables: { alias: 'beta', name: 'cart' } }
      const { calls } = await call({ ...document, IntegrationUri }, message('{}'), { binding })
      expect(calls).toMatchObject([{ target: { functionName: 'cart', qualifier }, credentials: { kind: 'gateway' } }])
    }
  })

  test.each(['$connect', '$disconnect', '$default', 'join'])('the source ARN of %s', async (routeKey) => {
    const { calls } = await call(PROXY, testEvent('MESSAGE', { routeKey }))
    expect(calls[0]).toMatchObject({
      sourceArn: `arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/${routeKey}`,
      traceId: 'Root=1-695b8f40-0123456789abcdef01234567',
    })
  })

  test.each([
    ['arn:aws:iam::111122223333:role/caller', { kind: 'role', arn: 'arn:aws:iam::111122223333:role/caller' }],
    ['arn:aws:iam::*:user/*', { kind: 'caller' }],
  ])('on whose behalf: %s', async (CredentialsArn, credentials) => {
    const { calls } = await call({ ...PROXY, CredentialsArn })
    expect(calls).toMatchObject([{ credentials }])
  })

  test.each([
    ['arn:aws:iam::111122223333:role/${stageVariables.role}', { role: 'caller' }],
    ['arn:aws:iam::111122223333:${stageVariables.role}', { role: 'role/caller' }],
  ])('on whose behalf, by a variable of the stage: %s', async (CredentialsArn, stageVariables) => {
    for (const document of [PROXY, CUSTOM]) {
      const { calls } = await call({ ...document, CredentialsArn }, message('{}'), { binding: { stageVariables } })
      expect(calls).toMatchObject([{ credentials: { kind: 'role', arn: 'arn:aws:iam::111122223333:role/caller' } }])
      const { result, calls: none } = await call({ ...document, CredentialsArn })
      expect([result, none]).toMatchObject([{ kind: 'websocket-internal' }, []])
    }
  })

  test('a variable that the stage has not', async () => {
    for (const document of [PROXY, CUSTOM]) {
      const { result, calls } = await call({ ...document, IntegrationUri: `${ARN}:\${stageVariables.none}` })
      expect([result, calls]).toMatchObject([{ kind: 'websocket-internal' }, []])
    }
  })

  test('a URI that names no function cannot be deployed', () => {
    expect(() => callIntegration({ ...PROXY, IntegrationUri: 'arn:aws:s3:::x' }, message(''))).toThrow(DefinitionError)
    expect(() => callIntegration({ IntegrationType: 'AWS_PROXY' }, message(''))).toThrow(DefinitionError)
  })
})

describe('AWS on a function: what it receives (4.1)', () => {
  const RequestTemplates = { 'application/json': '{"id":"$context.connectionId"}' }
  test.each([
    ['a rendered template', { RequestTemplates }, message('{"a":1}'), '{"id":"AbCdEf_GhIjCE2A="}'],
    ['of $connect', { RequestTemplates }, testEvent('CONNECT'), '{"id":"AbCdEf_GhIjCE2A="}'],
    ['of $disconnect', { RequestTemplates }, testEvent('DISCONNECT'), '{"id":"AbCdEf_GhIjCE2A="}'],
    ['the message as it is', {}, message('{"a" :1}'), '{"a" :1}'],
    ['nothing counts as {}', {}, message(''), '{}'],
    ['so on $connect', {}, testEvent('CONNECT'), '{}'],
    ['and on $disconnect', {}, testEvent('DISCONNECT'), '{}'],
    ['a template that gives nothing', { RequestTemplates: { $default: '' } }, message('x'), '{}'],
    ['Base64 of text', { ContentHandlingStrategy: 'CONVERT_TO_BINARY' as const }, message('e30='), '{}'],
  ])('%s', async (_name, more, event, payload) => {
    const { calls } = await call({ ...CUSTOM, ...more }, event)
    expect(calls.map((made) => made.payload)).toEqual([payload])
  })

  test('bytes are no event', async () => {
    const { result, calls } = await call({ ...CUSTOM, ContentHandlingStrategy: 'CONVERT_TO_BINARY' }, message('/w=='))
    expect([result, calls]).toMatchObject([{ kind: 'websocket-internal' }, []])
  })

  test('X-Amz-Invocation-Type: Event: nobody waits (4.3)', async () => {
    const functions = new FakeFunctions(() => new Promise(() => undefined))
    const document = {
      ...CUSTOM,
      RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
    }
    const result = await callIntegration(document, message('{}'), { services: { functions } })
    expect(result).toMatchObject({ status: 202, body: '' })
    expect(functions.calls).toHaveLength(1)
  })
})

describe('AWS on a function: what comes of it (4.4)', () => {
  test.each<[string, LambdaOutcome, object]>([
    ['its answer', returned('{"a" :1}'), { status: 200, body: '{"a" :1}' }],
    ['no statusCode is looked at', returned('{"statusCode":500}'), { status: 200, body: '{"statusCode":500}' }],
    ['no permission', { kind: 'forbidden', message: 'x' }, { kind: 'websocket-internal' }],
    ['missing', { kind: 'missing', message: 'x' }, { kind: 'websocket-internal' }],
  ])('%s', async (_name, outcome, expected) => {
    expect((await call(CUSTOM, message('{}'), {}, outcome)).result).toMatchObject(expected)
  })

  test('a function that failed refuses a handshake, although a response maps it', async () => {
    const outcome = {
      kind: 'answered',
      payload: Buffer.from('{"errorMessage":"x"}'),
      functionError: 'Handled',
    } as const
    const { result } = await call(CUSTOM, testEvent('CONNECT'), { responses: [{}] }, outcome)
    expect(result).toMatchObject({ status: 500 })
  })
})

test.each([
  [undefined, 29_000],
  [50, 50],
])('a function that takes longer than %s ms (1.6, 13.2)', async (TimeoutInMillis, after) => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const functions = new FakeFunctions(() => new Promise(() => undefined))
  for (const document of [PROXY, CUSTOM]) {
    const timeout = TimeoutInMillis === undefined ? {} : { TimeoutInMillis }
    let isOver = false
    const calling = callIntegration({ ...document, ...timeout }, message('{}'), { services: { functions } }).finally(
      () => {
        isOver = true
      },
    )
    await vi.advanceTimersByTimeAsync(after - 1)
    expect(isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await calling).toMatchObject({ status: 504, message: 'Endpoint request timed out' })
  }
})

describe('MOCK (4.5, choice 4)', () => {
  const INTERNAL = { kind: 'websocket-internal' }
  const accepted = { status: 200, body: '' }
  test.each<[string, string, object]>([
    ['a status', '{"statusCode":200}', accepted],
    ['another', '{"statusCode":404}', { status: 404 }],
    ['names without quotes', '{statusCode: 201}', { status: 201 }],
    ['names in single quotes', "{'statusCode': 201,}", { status: 201 }],
    ['text', '{"statusCode":"200"}', INTERNAL],
    ['a fraction', '{"statusCode":200.5}', INTERNAL],
    ['none', '{}', INTERNAL],
    ['a list', '[200]', INTERNAL],
    ['a number', '200', INTERNAL],
    ['no JSON', 'statusCode', INTERNAL],
    ['nothing', '', INTERNAL],
  ])('template: %s', async (_name, template, expected) => {
    expect(await callIntegration({ RequestTemplates: { $default: template } }, message('x'))).toMatchObject(expected)
  })

  test.each<[string, string, object]>([
    ['no JSON', 'x', accepted],
    ['nothing', '', accepted],
    ['an object without a status', '{"a":1}', accepted],
    ['an object with one', '{"statusCode":404}', { status: 404 }],
    ['an object with one that is text', '{"statusCode":"404"}', accepted],
  ])('no template, a message that is %s', async (_name, text, expected) => {
    expect(await callIntegration({}, message(text))).toMatchObject(expected)
  })

  test('a handshake without a template is accepted', async () => {
    expect(await callIntegration({}, testEvent('CONNECT'))).toMatchObject({ status: 200 })
  })

  test.each([
    ['{"statusCode":200}', 'ok'],
    ['{"statusCode":404}', 'other'],
  ])('integration responses are picked by the status: %s', async (template, body) => {
    const responses = [
      { IntegrationResponseKey: '/200/', ResponseTemplates: { 'application/json': 'ok' } },
      { IntegrationResponseKey: '$default', ResponseTemplates: { 'application/json': 'other' } },
    ]
    const document = { RequestTemplates: { 'application/json': template } }
    expect(await callIntegration(document, message('x'), { responses })).toMatchObject({ body })
  })

  test('response templates see an empty answer, not what the request’s made', async () => {
    const responses = [{ ResponseTemplates: { $default: "$input.body [$input.path('$.statusCode')]" } }]
    const document = { RequestTemplates: { $default: '{"statusCode":200}' } }
    expect(await callIntegration(document, message('x'), { responses })).toMatchObject({ body: '{} []' })
  })
})
