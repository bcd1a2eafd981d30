import { expect, test } from 'vitest'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { UNKNOWN } from '../conversion/value.ts'
import { checkStage, type StageConfig } from './stage-checks.ts'
import { checkStageOfApi } from './stage-protocol-checks.ts'

const settings = {
  data_trace_enabled: null,
  detailed_metrics_enabled: null,
  logging_level: null,
  throttling_burst_limit: null,
  throttling_rate_limit: null,
}
const LOG = 'arn:aws:logs:us-east-1:123456789012:log-group:a'
const STREAM = 'arn:aws:firehose:us-east-1:123456789012:deliverystream/amazon-apigateway-a'
const format = '$context.requestId'
const base: Partial<StageConfig> = {
  api_id: 'api',
  auto_deploy: null,
  client_certificate_id: null,
  deployment_id: null,
  description: null,
  name: 'prod',
  stage_variables: null,
  access_log_settings: [],
  default_route_settings: [],
  route_settings: [],
}

test.each<[string, Partial<StageConfig>, unknown[]]>([
  ['nothing', { auto_deploy: true, deployment_id: UNKNOWN, stage_variables: { a: UNKNOWN } }, []],
  ['$default', { name: '$default', access_log_settings: [{ destination_arn: LOG, format }] }, []],
  [
    'limits of 0',
    { default_route_settings: [{ ...settings, throttling_burst_limit: 0, throttling_rate_limit: 0 }] },
    [],
  ],
  ['a name', { name: 'a/b' }, [['name']]],
  ['a description', { description: 'd'.repeat(1025) }, [['description']]],
  ['a deployment beside auto-deploy', { auto_deploy: true, deployment_id: 'd' }, [['deployment_id']]],
  [
    'variables',
    { stage_variables: { 'a-b': '1', c: '{d}' } },
    [
      ['stage_variables', { key: 'a-b' }],
      ['stage_variables', { key: 'c' }],
    ],
  ],
  [
    'a log group as other services name it, and a format without a request',
    { access_log_settings: [{ destination_arn: `${LOG}:*`, format: '$context.status' }] },
    [
      ['access_log_settings', { index: 0 }, 'destination_arn'],
      ['access_log_settings', { index: 0 }, 'format'],
    ],
  ],
  [
    'a format of two lines',
    { access_log_settings: [{ destination_arn: LOG, format: `${format}\nb` }] },
    [['access_log_settings', { index: 0 }, 'format']],
  ],
  [
    'limits',
    { default_route_settings: [{ ...settings, throttling_burst_limit: 1.5, throttling_rate_limit: -1 }] },
    [
      ['default_route_settings', { index: 0 }, 'throttling_burst_limit'],
      ['default_route_settings', { index: 0 }, 'throttling_rate_limit'],
    ],
  ],
  [
    'a route that has two blocks',
    {
      route_settings: [
        { ...settings, route_key: 'a' },
        { ...settings, route_key: 'a', throttling_burst_limit: 1 },
      ],
    },
    [['route_settings']],
  ],
])('checked: %s', (_, config, paths) => {
  expect([...checkStage({ ...base, ...config } as StageConfig)].map(({ path }) => path)).toEqual(paths)
})

test.each<[string, string, Partial<StageConfig>, string[]]>([
  ['logs that are off', 'HTTP', { default_route_settings: [{ ...settings, logging_level: 'OFF' }] }, []],
  ['logs', 'HTTP', { default_route_settings: [{ ...settings, logging_level: 'INFO' }] }, ['Unsupported logging_level']],
  [
    'traces of a route',
    'HTTP',
    { route_settings: [{ ...settings, route_key: 'GET /', data_trace_enabled: true }] },
    ['Unsupported data_trace_enabled'],
  ],
  ['a certificate', 'HTTP', { client_certificate_id: 'c' }, ['Unsupported client_certificate_id']],
  ['a stream', 'HTTP', { access_log_settings: [{ destination_arn: STREAM, format }] }, ['Invalid destination_arn']],
  [
    'the same',
    'WEBSOCKET',
    { client_certificate_id: 'c', access_log_settings: [{ destination_arn: STREAM, format }] },
    [],
  ],
  ['$default', 'WEBSOCKET', { name: '$default' }, ['Invalid name']],
])('checked with its API: %s, %s', async (_, protocol, config, summaries) => {
  const gateway = { protocolOf: () => Promise.resolve(protocol) } as unknown as GatewayClient
  const found = await checkStageOfApi({ ...base, ...config } as StageConfig, gateway)
  expect(found.map(({ summary }) => summary)).toEqual(summaries)
})
