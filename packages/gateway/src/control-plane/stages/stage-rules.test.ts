import { describe, expect, test } from 'vitest'
import { badRequest, notFound, testWire } from '../test-wire.ts'

const LOG_GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/a'
const STREAM = 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-a'

type Protocol = 'http' | 'ws'
type Case = [what: string, protocol: Protocol, body: object, refusal: ReturnType<typeof badRequest>]

const badName = (name: string, ending: string) =>
  badRequest(`Invalid stage name specified: ${name}. Stage names may have letters, digits, _ and -${ending}`)
const badVariable = (name: string) =>
  badRequest(`Invalid stage variable name specified: ${name}. Names may have up to 64 letters, digits and _`)
const badValue = badRequest(
  'Invalid stage variable value specified for a. Values may have up to 512 of the characters A-Za-z0-9-._~:/?#&=,',
)
const noRoute = (key: string) => notFound(`Unable to find Route by key ${key} within the provided RouteSettings`)
const NO_LOGS = badRequest('Execution logs are not supported on protocolType HTTP')
const destination = (arn: string, ending: string) =>
  badRequest(
    `Invalid access log destination specified: ${arn}. Must be the ARN of a CloudWatch Logs log group${ending}`,
  )
const OR_STREAM = ' or of a Firehose delivery stream whose name starts with amazon-apigateway-'
const FORMAT = badRequest(
  'Invalid access log format specified. It must contain $context.requestId or $context.extendedRequestId',
)
const format = '$context.requestId'

const names: Case[] = [
  ['$default on a WebSocket API', 'ws', { stageName: '$default' }, badName('$default', '')],
  ['another $ name', 'http', { stageName: '$other' }, badName('$other', ', or be $default')],
  ['a slash', 'http', { stageName: 'a/b' }, badName('a/b', ', or be $default')],
  [
    '129 characters',
    'http',
    { stageName: 's'.repeat(129) },
    badRequest(
      `1 validation error detected: Value '${'s'.repeat(129)}' at 'stageName' failed to satisfy constraint: Member must have length less than or equal to 128`,
    ),
  ],
]

const variables: Case[] = [
  ['a name with a dash', 'http', { stageVariables: { 'a-b': 'c' } }, badVariable('a-b')],
  ['an empty name', 'http', { stageVariables: { '': 'c' } }, badVariable('')],
  ['a name of 65 characters', 'http', { stageVariables: { ['a'.repeat(65)]: 'c' } }, badVariable('a'.repeat(65))],
  ['an empty value', 'http', { stageVariables: { a: '' } }, badValue],
  ['a value with a space', 'http', { stageVariables: { a: 'b c' } }, badValue],
  ['a value with a line break', 'http', { stageVariables: { a: 'b\n' } }, badValue],
  ['a value of 513 characters', 'http', { stageVariables: { a: 'b'.repeat(513) } }, badValue],
  [
    '101 of them',
    'ws',
    { stageVariables: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`v${n}`, 'x'])) },
    badRequest('Too many stage variables specified. At most 100 are allowed'),
  ],
]

const settings: Case[] = [
  ['an unknown route', 'http', { routeSettings: { 'GET /none': { throttlingBurstLimit: 1 } } }, noRoute('GET /none')],
  [
    'a route that only objects of JavaScript know',
    'ws',
    { routeSettings: { constructor: {} } },
    noRoute('constructor'),
  ],
  ['data traces on an HTTP API', 'http', { defaultRouteSettings: { dataTraceEnabled: false } }, NO_LOGS],
  ['a logging level on an HTTP API', 'http', { defaultRouteSettings: { loggingLevel: 'OFF' } }, NO_LOGS],
  ['a logging level of an HTTP route', 'http', { routeSettings: { 'GET /x': { loggingLevel: 'INFO' } } }, NO_LOGS],
  [
    'an unknown logging level',
    'ws',
    { defaultRouteSettings: { loggingLevel: 'DEBUG' } },
    badRequest(
      "1 validation error detected: Value 'DEBUG' at 'defaultRouteSettings.loggingLevel' failed to satisfy constraint: Member must satisfy enum value set: [ERROR, INFO, OFF]",
    ),
  ],
  [
    'a negative rate',
    'ws',
    { defaultRouteSettings: { throttlingRateLimit: -1 } },
    badRequest(
      "1 validation error detected: Value '-1' at 'defaultRouteSettings.throttlingRateLimit' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ),
  ],
  [
    'a burst beyond 32 bits',
    'ws',
    { routeSettings: { join: { throttlingBurstLimit: 2 ** 31 } } },
    badRequest(
      "1 validation error detected: Value '2147483648' at 'routeSettings.join.throttlingBurstLimit' failed to satisfy constraint: Member must have value less than or equal to 2147483647",
    ),
  ],
]

const logs: Case[] = [
  ['no destination', 'http', { accessLogSettings: { format } }, destination('', '')],
  [
    'the ARN that a log group has in other services',
    'http',
    { accessLogSettings: { destinationArn: `${LOG_GROUP}:*`, format } },
    destination(`${LOG_GROUP}:*`, ''),
  ],
  [
    'a delivery stream of an HTTP API',
    'http',
    { accessLogSettings: { destinationArn: STREAM, format } },
    destination(STREAM, ''),
  ],
  [
    'a delivery stream of another name',
    'ws',
    { accessLogSettings: { destinationArn: STREAM.replace('amazon-apigateway-', ''), format } },
    destination(STREAM.replace('amazon-apigateway-', ''), OR_STREAM),
  ],
  ['no format', 'http', { accessLogSettings: { destinationArn: LOG_GROUP } }, FORMAT],
  [
    'a format without a request id',
    'ws',
    { accessLogSettings: { destinationArn: LOG_GROUP, format: '$context.status' } },
    FORMAT,
  ],
  [
    'a format of two lines',
    'http',
    { accessLogSettings: { destinationArn: LOG_GROUP, format: `${format}\n${format}` } },
    badRequest('Access Log format must be single line, new line character is allowed only at end of the format'),
  ],
  [
    'a client certificate on an HTTP API',
    'http',
    { clientCertificateId: 'abc' },
    badRequest('ClientCertificateId is only supported for WEBSOCKET APIs'),
  ],
]

/** A wire, and the path of the stages of an API that has one route. */
async function stagesOf(protocol: Protocol) {
  const wire = testWire()
  const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
  await wire.create(`apis/${api}/routes`, { routeKey: protocol === 'http' ? 'GET /x' : 'join' })
  return { ...wire, api, path: `apis/${api}/stages` }
}

describe.each([
  ['names', names],
  ['variables', variables],
  ['route settings', settings],
  ['access logs and certificates', logs],
])('stages: %s', (_group, cases) => {
  test.each(cases)('refuses %s', async (_what, protocol, body, refusal) => {
    const { call, plane, api, path } = await stagesOf(protocol)
    expect(await call('POST', path, { stageName: 's', ...body })).toEqual(refusal)
    expect((await plane.apis.get(api))?.stages.size).toBe(0)
  })
})

describe.each([
  // On a PATCH the empty value of a variable is its tombstone: patch-stage.test.ts.
  ['variables', variables.filter(([what]) => what !== 'an empty value')],
  ['route settings', settings],
  ['access logs and certificates', logs],
])('changes of stages: %s', (_group, cases) => {
  test.each(cases)('refuses %s and changes nothing', async (_what, protocol, body, refusal) => {
    const { call, path } = await stagesOf(protocol)
    await call('POST', path, { stageName: 's' })
    const before = await call('GET', `${path}/s`)
    expect(await call('PATCH', `${path}/s`, { description: 'new', ...body })).toEqual(refusal)
    expect(await call('GET', `${path}/s`)).toEqual(before)
  })
})

test('route settings may outlive their route, and need one only when they are given', async () => {
  const { call, create, httpApi } = testWire()
  const api = await httpApi()
  const route = await create(`apis/${api}/routes`, { routeKey: 'GET /x' })
  await create(`apis/${api}/stages`, { routeSettings: { 'GET /x': { throttlingBurstLimit: 1 } }, stageName: 's' })
  await call('DELETE', `apis/${api}/routes/${route}`)
  const path = `apis/${api}/stages/s`
  expect(await call('PATCH', path, { description: 'd' })).toMatchObject({
    status: 200,
    body: { routeSettings: { 'GET /x': { throttlingBurstLimit: 1 } } },
  })
  expect(await call('PATCH', path, { routeSettings: { 'GET /x': {} } })).toEqual(noRoute('GET /x'))
})
