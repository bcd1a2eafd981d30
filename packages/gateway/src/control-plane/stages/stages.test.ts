import { CreateStageCommand, GetStageCommand, GetStagesCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from '../test-client.ts'
import { answered, badRequest, conflict, notFound, testWire } from '../test-wire.ts'

type Protocol = 'http' | 'ws'

const LOG_GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/a'

/** A wire, and the path of the stages of an API that has one route. */
async function stagesOf(protocol: Protocol) {
  const wire = testWire()
  const api = await (protocol === 'http' ? wire.httpApi() : wire.webSocketApi())
  const routeKey = protocol === 'http' ? 'GET /x/{p}' : 'join'
  await wire.create(`apis/${api}/routes`, { routeKey })
  return { ...wire, api, path: `apis/${api}/stages` }
}

const dates = { createdDate: '2026-11-24T10:00:00Z', lastUpdatedDate: '2026-11-24T10:00:00Z' }
const empty = { routeSettings: {}, stageVariables: {}, tags: {} }
const httpSettings = { detailedMetricsEnabled: false }
const wsSettings = { dataTraceEnabled: false, detailedMetricsEnabled: false, loggingLevel: 'OFF' }

describe('CreateStage', () => {
  test.each<[string, Protocol, object, object]>([
    ['of an HTTP API fills in', 'http', { stageName: 'dev_1-a' }, { ...empty, defaultRouteSettings: httpSettings }],
    ['of a WebSocket API fills in', 'ws', { stageName: 'prod' }, { ...empty, defaultRouteSettings: wsSettings }],
    [
      'takes $default on an HTTP API, and auto-deploy off as absent',
      'http',
      { autoDeploy: false, stageName: '$default' },
      { ...empty, autoDeploy: undefined, defaultRouteSettings: httpSettings },
    ],
    [
      'keeps every attribute of an HTTP stage',
      'http',
      {
        accessLogSettings: { destinationArn: LOG_GROUP, format: '$context.requestId\n' },
        defaultRouteSettings: { detailedMetricsEnabled: true, throttlingBurstLimit: 0, throttlingRateLimit: 0.5 },
        description: 'd',
        routeSettings: { 'GET /x/{p}': { throttlingBurstLimit: 3, throttlingRateLimit: 3 } },
        stageName: 's',
        stageVariables: { a_1: 'b-._~:/?#&=,c' },
        tags: { a: 'b' },
      },
      {},
    ],
    [
      'keeps every attribute of a WebSocket stage',
      'ws',
      {
        accessLogSettings: {
          destinationArn: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-a',
          format: '{"id":"$context.extendedRequestId"}',
        },
        clientCertificateId: 'abc',
        defaultRouteSettings: {
          dataTraceEnabled: true,
          detailedMetricsEnabled: true,
          loggingLevel: 'INFO',
          throttlingBurstLimit: 1,
          throttlingRateLimit: 2,
        },
        description: 'd',
        routeSettings: { join: { dataTraceEnabled: true, loggingLevel: 'ERROR' } },
        stageName: 's',
        stageVariables: {},
        tags: {},
      },
      {},
    ],
    [
      'merges default route settings into what is filled in',
      'ws',
      { defaultRouteSettings: { loggingLevel: 'ERROR' }, stageName: 's' },
      { ...empty, defaultRouteSettings: { ...wsSettings, loggingLevel: 'ERROR' } },
    ],
    [
      'drops empty texts, blocks and route settings',
      'http',
      {
        accessLogSettings: {},
        clientCertificateId: '',
        description: '',
        routeSettings: { 'GET /x/{p}': {} },
        stageName: 's',
      },
      {
        ...empty,
        accessLogSettings: undefined,
        clientCertificateId: undefined,
        defaultRouteSettings: httpSettings,
        description: undefined,
      },
    ],
  ])('%s', async (_what, protocol, given, filled) => {
    const { call, path } = await stagesOf(protocol)
    const made = await call('POST', path, given)
    expect(made).toEqual(answered(201, { ...dates, ...given, ...filled }))
    const name = encodeURIComponent(String(made.body?.['stageName']))
    expect(await call('GET', `${path}/${name}`)).toEqual({ ...made, status: 200 })
  })

  test('is refused where the name is taken', async () => {
    const { call, create, path } = await stagesOf('http')
    await create(path, { stageName: 's' })
    expect(await call('POST', path, { stageName: 's' })).toEqual(conflict('Stage already exists'))
  })
})

describe('DeleteStage', () => {
  test('removes it, and each unknown stage has one text without a name', async () => {
    const { call, create, path } = await stagesOf('http')
    await create(path, { stageName: '$default' })
    expect(await call('DELETE', `${path}/%24default`)).toEqual(answered(204))
    const gone = notFound('Invalid stage identifier specified')
    expect(await call('GET', `${path}/%24default`)).toEqual(gone)
    expect(await call('PATCH', `${path}/%24default`, {})).toEqual(gone)
    expect(await call('DELETE', `${path}/%24default`)).toEqual(gone)
    for (const part of ['accesslogsettings', 'routesettings/join', 'cache/authorizers']) {
      expect(await call('DELETE', `${path}/%24default/${part}`)).toEqual(gone)
    }
  })
})

describe('the small deletes', () => {
  test('DeleteAccessLogSettings', async () => {
    const { call, create, path } = await stagesOf('http')
    const accessLogSettings = { destinationArn: LOG_GROUP, format: '$context.requestId' }
    await create(path, { accessLogSettings, stageName: 's' })
    expect(await call('DELETE', `${path}/s/accesslogsettings`)).toEqual(answered(204))
    expect((await call('GET', `${path}/s`)).body).not.toHaveProperty('accessLogSettings')
    expect(await call('DELETE', `${path}/s/accesslogsettings`)).toEqual(answered(204))
  })

  test('DeleteRouteSettings', async () => {
    const { call, create, path } = await stagesOf('http')
    await create(path, { routeSettings: { 'GET /x/{p}': { throttlingBurstLimit: 1 } }, stageName: 's' })
    const remove = (key: string) => call('DELETE', `${path}/s/routesettings/${encodeURIComponent(key)}`)
    expect(await remove('GET /x/{p}')).toEqual(answered(204))
    expect((await call('GET', `${path}/s`)).body).toMatchObject({ routeSettings: {} })
    for (const key of ['GET /x/{p}', '__proto__', 'constructor']) {
      expect(await remove(key)).toEqual(
        notFound(`Unable to find Route by key ${key} within the provided RouteSettings`),
      )
    }
  })

  test('ResetAuthorizersCache moves the stage, which tells the data plane, and shows nothing', async () => {
    const { call, create, api, path, plane } = await stagesOf('http')
    await create(path, { stageName: 's' })
    const before = await call('GET', `${path}/s`)
    const changes: string[] = []
    const stop = plane.apis.watch((changed) => void changes.push(changed))
    expect(await call('DELETE', `${path}/s/cache/authorizers`)).toEqual(answered(204))
    expect(await call('DELETE', `${path}/s/cache/authorizers`)).toEqual(answered(204))
    stop()
    expect(changes).toEqual([api, api])
    expect(await call('GET', `${path}/s`)).toEqual(before)
  })

  test('ResetAuthorizersCache is not for WebSocket APIs', async () => {
    const { call, create, path } = await stagesOf('ws')
    await create(path, { stageName: 's' })
    expect(await call('DELETE', `${path}/s/cache/authorizers`)).toEqual(
      badRequest('Resetting the authorizers cache is only supported for HTTP APIs'),
    )
  })
})

test('a change moves lastUpdatedDate and leaves createdDate', async () => {
  const { call, create, now, path } = await stagesOf('http')
  await create(path, { stageName: 's' })
  now.time = '2026-11-24T11:00:00.999Z'
  const patched = await call('PATCH', `${path}/s`, { description: 'd' })
  expect(patched.body).toMatchObject({ createdDate: '2026-11-24T10:00:00Z', lastUpdatedDate: '2026-11-24T11:00:00Z' })
})

test('the SDK makes, reads and lists', async () => {
  const { client, api } = await stagesOf('http')
  const made = withoutMetadata(await client.send(new CreateStageCommand({ ApiId: api, StageName: '$default' })))
  expect(made).toEqual({
    CreatedDate: new Date('2026-11-24T10:00:00Z'),
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
    LastUpdatedDate: new Date('2026-11-24T10:00:00Z'),
    RouteSettings: {},
    StageName: '$default',
    StageVariables: {},
    Tags: {},
  })
  const read = await client.send(new GetStageCommand({ ApiId: api, StageName: '$default' }))
  expect(withoutMetadata(read)).toEqual(made)
  expect((await client.send(new GetStagesCommand({ ApiId: api }))).Items).toEqual([made])
})
