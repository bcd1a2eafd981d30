import { expect, test } from 'vitest'
import { UNKNOWN, type ValueRecord } from '../conversion/value.ts'
import { checkConfiguration } from './configuration-checks.ts'

const found = (config: ValueRecord, environment: NodeJS.ProcessEnv = {}) => [...checkConfiguration(config, environment)]
const role = 'arn:aws:iam::123456789012:role/a'

test.each<[ValueRecord]>([
  [{}],
  [{ region: 'us-east-1', access_key: 'a', secret_key: 'b', token: 'c' }],
  [{ region: 'us-mars-1', skip_region_validation: true }],
  [{ region: UNKNOWN, access_key: UNKNOWN, secret_key: 'b' }],
  [{ region: 'us-mars-1', skip_region_validation: UNKNOWN }],
  [{ endpoints: [{ apigatewayv2: 'http://127.0.0.1:4566', s3: '', sts: UNKNOWN }] }],
  [{ http_proxy: 'proxy:3128', https_proxy: 'http://u:p@proxy:3128', retry_mode: '', max_retries: 0 }],
  [{ retry_mode: 'adaptive', ec2_metadata_service_endpoint_mode: 'IPv6', skip_metadata_api_check: 'true' }],
  [{ default_tags: [{ tags: { a: '', b: UNKNOWN } }], allowed_account_ids: ['1'], forbidden_account_ids: [] }],
  [
    {
      assume_role: [
        { role_arn: UNKNOWN, duration: UNKNOWN, policy: UNKNOWN, tags: UNKNOWN, transitive_tag_keys: ['a'] },
      ],
    },
  ],
  [{ assume_role: [{ role_arn: role, duration: '12h', policy: '{}', policy_arns: ['arn:aws:iam::aws:policy/A'] }] }],
  [{ assume_role_with_web_identity: [{ role_arn: role, web_identity_token: UNKNOWN }] }],
])('nothing is wrong with %j', (config) => {
  expect(found(config)).toEqual([])
})

const at = { index: 0 }

test.each<[ValueRecord, unknown[], RegExp]>([
  [{ access_key: 'a' }, ['access_key'], /given together/],
  [{ secret_key: 'b' }, ['secret_key'], /given together/],
  [{ token: 'c' }, ['token'], /belongs to access_key/],
  [{ region: 'us-mars-1' }, ['region'], /skip_region_validation/],
  [{ sts_region: 'us-mars-1' }, ['sts_region'], /skip_region_validation/],
  [{ retry_mode: 'legacy' }, ['retry_mode'], /"legacy"\. Allowed: "standard", "adaptive"/],
  [{ ec2_metadata_service_endpoint_mode: 'ipv4' }, ['ec2_metadata_service_endpoint_mode'], /"IPv4", "IPv6"/],
  [{ s3_us_east_1_regional_endpoint: 'x' }, ['s3_us_east_1_regional_endpoint'], /"legacy", "regional"/],
  [{ skip_metadata_api_check: 'yes' }, ['skip_metadata_api_check'], /neither "true" nor "false"/],
  [{ max_retries: -1 }, ['max_retries'], /from 0 on/],
  [{ token_bucket_rate_limiter_capacity: 1.5 }, ['token_bucket_rate_limiter_capacity'], /from 0 on/],
  [{ http_proxy: 'a b' }, ['http_proxy'], /not a URL/],
  [{ ec2_metadata_service_endpoint: '169.254.169.254' }, ['ec2_metadata_service_endpoint'], /not a URL/],
  [{ endpoints: [{ lambda: 'localhost:4566' }] }, ['endpoints'], /lambda is "localhost:4566"/],
  [{ assume_role: [{ role_arn: 'arn' }] }, ['assume_role', at, 'role_arn'], /not an ARN/],
  [
    { assume_role: [{ role_arn: role, duration: '5x' }] },
    ['assume_role', at, 'duration'],
    /"5x".*15 minutes to 12 hours/,
  ],
  [{ assume_role: [{ role_arn: role, duration: '14m' }] }, ['assume_role', at, 'duration'], /15 minutes to 12 hours/],
  [{ assume_role: [{ role_arn: role, duration: '13h' }] }, ['assume_role', at, 'duration'], /15 minutes to 12 hours/],
  [{ assume_role: [{ role_arn: role, policy: '{"a":}' }] }, ['assume_role', at, 'policy'], /not a JSON object/],
  [{ assume_role: [{ role_arn: role, policy: '{' }] }, ['assume_role', at, 'policy'], /not a JSON object/],
  [{ assume_role: [{ role_arn: role, policy: '[]' }] }, ['assume_role', at, 'policy'], /not a JSON object/],
  [{ assume_role: [{ role_arn: role, policy_arns: ['x'] }] }, ['assume_role', at, 'policy_arns'], /"x" is not an ARN/],
  [{ assume_role: [{ role_arn: role, session_name: 'a b' }] }, ['assume_role', at, 'session_name'], /2 to 64/],
  [{ assume_role: [{ role_arn: role, external_id: 'a' }] }, ['assume_role', at, 'external_id'], /2 to 1224/],
  [{ assume_role: [{ role_arn: role, source_identity: '!' }] }, ['assume_role', at, 'source_identity'], /2 to 64/],
  [
    { assume_role: [{ role_arn: role, tags: { a: 'b' }, transitive_tag_keys: ['c'] }] },
    ['assume_role', at, 'transitive_tag_keys'],
    /"c" is not the key/,
  ],
  [
    { assume_role_with_web_identity: [{ role_arn: role }] },
    ['assume_role_with_web_identity', at],
    /AWS_WEB_IDENTITY_TOKEN_FILE/,
  ],
  [
    { assume_role_with_web_identity: [{ web_identity_token: 't' }] },
    ['assume_role_with_web_identity', at],
    /AWS_ROLE_ARN/,
  ],
  [
    { assume_role_with_web_identity: [{ role_arn: role, web_identity_token: 't', web_identity_token_file: 'f' }] },
    ['assume_role_with_web_identity', at, 'web_identity_token_file'],
    /cannot be used together/,
  ],
  [{ default_tags: [{}, {}] }, ['default_tags'], /is 2 times/],
  [{ ignore_tags: [{}, {}] }, ['ignore_tags'], /is 2 times/],
  [{ default_tags: [{ tags: { a: null } }] }, ['default_tags', at, 'tags', { key: 'a' }], /has no value/],
  [{ default_tags: [{ tags: { 'aws:a': 'b' } }] }, ['default_tags', at, 'tags', { key: 'aws:a' }], /AWS alone/],
])('%j', (config, path, detail) => {
  expect(found(config)).toMatchObject([{ severity: 'error', path }])
  expect(found(config)[0]?.detail).toMatch(detail)
})

test('accounts are allowed or forbidden: each of both is pointed at', () => {
  const both = found({ allowed_account_ids: ['1'], forbidden_account_ids: ['2'] })
  expect(both.map(({ path }) => path)).toEqual([['allowed_account_ids'], ['forbidden_account_ids']])
})

test('the environment completes a web identity', () => {
  const environment = { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: role }
  expect(found({ assume_role_with_web_identity: [{}] }, environment)).toEqual([])
})

test('what has no effect is a warning', () => {
  expect(found({ assume_role: [{ role_arn: '' }] })).toMatchObject([
    { severity: 'warning', summary: 'Missing required argument', path: ['assume_role', at] },
  ])
  const keys = { access_key: 'a', secret_key: 'b' }
  const web = { assume_role_with_web_identity: [{ role_arn: role, web_identity_token: 't' }] }
  expect(found({ ...keys, ...web })).toMatchObject([
    { severity: 'warning', summary: 'assume_role_with_web_identity has no effect' },
  ])
})

test('no complaint repeats a secret', () => {
  const secrets = {
    access_key: 'HIDDEN',
    assume_role: [{ role_arn: role, policy: 'HIDDEN' }],
    assume_role_with_web_identity: [{ web_identity_token: 'HIDDEN', web_identity_token_file: 'f' }],
    http_proxy: 'ftp://user:HIDDEN@proxy b',
    endpoints: [{ sts: 'ftp://user:HIDDEN@host' }],
  }
  const all = found(secrets)
  expect(all.length).toBeGreaterThan(4)
  expect(JSON.stringify(all)).not.toContain('HIDDEN')
})
