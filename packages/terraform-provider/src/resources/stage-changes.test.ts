import { expect, test } from 'vitest'
import { changesOf, type StageChanges } from './stage-changes.ts'
import type { StageState } from './stage-schema.ts'
import type { Settings } from './stage-settings.ts'

const settings = (changed: Partial<Settings> = {}): Settings => ({
  data_trace_enabled: false,
  detailed_metrics_enabled: false,
  logging_level: 'INFO',
  throttling_burst_limit: 5,
  throttling_rate_limit: null,
  ...changed,
})
const route = (route_key: string, changed: Partial<Settings> = {}) => ({ route_key, ...settings(changed) })
const base: StageState = {
  api_id: 'api',
  arn: 'arn',
  auto_deploy: false,
  client_certificate_id: 'c',
  deployment_id: 'd1',
  description: 'd',
  execution_arn: 'arn',
  id: 'prod',
  invoke_url: 'url',
  name: 'prod',
  stage_variables: { a: '1', b: '2' },
  tags: null,
  tags_all: {},
  access_log_settings: [{ destination_arn: 'arn', format: '$context.requestId' }],
  default_route_settings: [settings()],
  route_settings: [route('join'), route('leave')],
}

const sent = {
  DetailedMetricsEnabled: false,
  DataTraceEnabled: false,
  LoggingLevel: 'INFO' as const,
  ThrottlingBurstLimit: 5,
}

test.each<[string, Partial<StageState>, Partial<StageChanges>]>([
  ['nothing', { route_settings: [route('leave'), route('join')] }, {}],
  [
    'texts that go',
    { description: null, client_certificate_id: null },
    { members: { Description: '', ClientCertificateId: '' } },
  ],
  [
    'auto-deploy, under which the API moves the deployment',
    { auto_deploy: true, deployment_id: null },
    { members: { AutoDeploy: true } },
  ],
  ['a deployment', { deployment_id: 'd2' }, { members: { DeploymentId: 'd2' } }],
  [
    'variables: what goes is named with nothing',
    { stage_variables: { b: '3' } },
    { members: { StageVariables: { a: '', b: '3' } } },
  ],
  ['all variables', { stage_variables: null }, { members: { StageVariables: { a: '', b: '' } } }],
  ['the access log', { access_log_settings: [] }, { isAccessLogGone: true }],
  [
    'its format',
    { access_log_settings: [{ destination_arn: 'arn', format: 'x' }] },
    { members: { AccessLogSettings: { DestinationArn: 'arn', Format: 'x' } } },
  ],
  [
    'a limit that becomes 0',
    { default_route_settings: [settings({ throttling_burst_limit: 0 })] },
    { members: { DefaultRouteSettings: { ...sent, ThrottlingBurstLimit: 0 } } },
  ],
  [
    'settings of all routes that go',
    { default_route_settings: [] },
    {
      members: {
        DefaultRouteSettings: { DetailedMetricsEnabled: false, DataTraceEnabled: false, LoggingLevel: 'OFF' },
      },
    },
  ],
  ['a route', { route_settings: [route('join')] }, { goneRoutes: ['leave'] }],
  [
    'a limit of a route',
    { route_settings: [route('join'), route('leave', { throttling_burst_limit: 6 })] },
    { members: { RouteSettings: { leave: { ...sent, ThrottlingBurstLimit: 6 } } } },
  ],
  [
    'a limit of a route that goes, and takes the entry with it',
    { route_settings: [route('join'), route('leave', { throttling_burst_limit: null, throttling_rate_limit: 1 })] },
    {
      goneRoutes: ['leave'],
      members: {
        RouteSettings: {
          leave: {
            DetailedMetricsEnabled: false,
            DataTraceEnabled: false,
            LoggingLevel: 'INFO',
            ThrottlingRateLimit: 1,
          },
        },
      },
    },
  ],
])('%s', (_, changed, changes) => {
  const nothing = { goneRoutes: [], isAccessLogGone: false, members: {} }
  expect(changesOf(base, { ...base, ...changed }, true)).toEqual({ ...nothing, ...changes })
})

test('HTTP APIs are told nothing of execution logs', () => {
  const planned = { ...base, default_route_settings: [settings({ detailed_metrics_enabled: true })] }
  expect(changesOf(base, planned, false).members).toEqual({
    DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingBurstLimit: 5 },
  })
})
