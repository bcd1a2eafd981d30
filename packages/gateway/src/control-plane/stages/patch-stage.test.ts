import { describe, expect, test } from 'vitest'
import { answered, testWire } from '../test-wire.ts'

const LOG_GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/a'

const given = {
  accessLogSettings: { destinationArn: LOG_GROUP, format: '$context.requestId' },
  clientCertificateId: 'abc',
  defaultRouteSettings: { loggingLevel: 'INFO', throttlingBurstLimit: 5 },
  description: 'd',
  routeSettings: { a: { loggingLevel: 'ERROR', throttlingBurstLimit: 1 }, b: { detailedMetricsEnabled: true } },
  stageName: 's',
  stageVariables: { one: '1', two: '2' },
}

describe('UpdateStage (spec control-plane.md 3.2)', () => {
  test.each<[string, object, object]>([
    ['keeps what is absent', {}, {}],
    ["clears the description by '', where AWS does not", { description: '' }, { description: undefined }],
    ["clears the client certificate by ''", { clientCertificateId: '' }, { clientCertificateId: undefined }],
    [
      'merges variables, and removes one by a tombstone',
      { stageVariables: { one: '', three: '3' } },
      { stageVariables: { three: '3', two: '2' } },
    ],
    ['leaves variables alone by {}', { stageVariables: {} }, {}],
    ['empties variables with the last', { stageVariables: { one: '', two: '' } }, { stageVariables: {} }],
    ['clears access logs by {}, where AWS does not', { accessLogSettings: {} }, { accessLogSettings: undefined }],
    [
      'merges access logs',
      { accessLogSettings: { format: '$context.extendedRequestId' } },
      { accessLogSettings: { destinationArn: LOG_GROUP, format: '$context.extendedRequestId' } },
    ],
    [
      'merges route settings by key and member',
      { routeSettings: { a: { throttlingRateLimit: 2 } } },
      {
        routeSettings: {
          a: { loggingLevel: 'ERROR', throttlingBurstLimit: 1, throttlingRateLimit: 2 },
          b: { detailedMetricsEnabled: true },
        },
      },
    ],
    ['leaves route settings alone by {}', { routeSettings: {} }, {}],
    [
      'merges default route settings by member; this is how Terraform turns them off',
      {
        defaultRouteSettings: {
          dataTraceEnabled: false,
          detailedMetricsEnabled: false,
          loggingLevel: 'INFO',
          throttlingBurstLimit: 0,
          throttlingRateLimit: 0,
        },
      },
      {
        defaultRouteSettings: {
          dataTraceEnabled: false,
          detailedMetricsEnabled: false,
          loggingLevel: 'INFO',
          throttlingBurstLimit: 0,
          throttlingRateLimit: 0,
        },
      },
    ],
    ['does not rename, and has no tags', { stageName: 'other', tags: { a: 'b' } }, {}],
  ])('%s', async (_what, changes, differences) => {
    const { call, create, webSocketApi } = testWire()
    const api = await webSocketApi()
    for (const routeKey of ['a', 'b']) await create(`apis/${api}/routes`, { routeKey })
    const path = `apis/${api}/stages/${await create(`apis/${api}/stages`, given)}`
    const before = await call('GET', path)
    const patched = await call('PATCH', path, changes)
    expect(patched).toEqual(answered(200, { ...before.body, ...differences }))
    expect(await call('GET', path)).toEqual(patched)
  })

  test('takes the new map of route settings that Terraform sends after it deleted what changed', async () => {
    const { call, create, httpApi } = testWire()
    const api = await httpApi()
    for (const routeKey of ['GET /a', 'GET /b']) await create(`apis/${api}/routes`, { routeKey })
    const limits = (burst: number) => ({
      detailedMetricsEnabled: false,
      throttlingBurstLimit: burst,
      throttlingRateLimit: 1,
    })
    const routeSettings = { 'GET /a': limits(1), 'GET /b': limits(1) }
    const path = `apis/${api}/stages/${await create(`apis/${api}/stages`, { routeSettings, stageName: 's' })}`
    for (const key of ['GET%20%2Fa', 'GET%20%2Fb']) await call('DELETE', `${path}/routesettings/${key}`)
    const patched = await call('PATCH', path, { routeSettings: { 'GET /a': limits(2) } })
    expect(patched.body).toMatchObject({ routeSettings: { 'GET /a': limits(2) } })
    expect(Object.keys(patched.body?.['routeSettings'] as object)).toEqual(['GET /a'])
  })
})
