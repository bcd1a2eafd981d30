import { expect, test } from 'vitest'
import { UNKNOWN, type ValueRecord } from '../conversion/value.ts'
import { readConfiguration } from './configuration.ts'

test('an empty block leaves everything to the SDK', () => {
  const { tags, proxies, metadata, ...rest } = readConfiguration({}, {})
  expect(Object.entries(rest).filter(([, value]) => value !== undefined)).toEqual([
    ['unknown', []],
    ['mayBeAnyRegion', false],
    ['configFiles', []],
    ['credentialsFiles', []],
    ['roles', []],
    ['endpoints', {}],
    ['retryTokens', 0],
    ['isInsecure', false],
    ['useFips', false],
    ['useDualStack', false],
    ['allowedAccounts', []],
    ['forbiddenAccounts', []],
    ['isAccountAsked', true],
  ])
  expect(tags).toEqual({ defaults: {}, ignoredKeys: [], ignoredPrefixes: [] })
  expect(proxies).toEqual({ http: undefined, https: undefined, none: '' })
  expect(metadata).toEqual({ endpoint: undefined, mode: undefined, isSkipped: undefined })
})

test.each<[string, ValueRecord, NodeJS.ProcessEnv, object]>([
  ['region of the block', { region: 'eu-west-1' }, { AWS_REGION: 'us-east-1' }, { region: 'eu-west-1' }],
  ['region of the environment', { region: '' }, { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }, { region: 'a' }],
  ['default region of the environment', {}, { AWS_DEFAULT_REGION: 'b' }, { region: 'b' }],
  [
    'keys',
    { access_key: 'a', secret_key: 'b', token: 'c' },
    {},
    { keys: { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' } },
  ],
  [
    'endpoints of one block each',
    { endpoints: [{ apigatewayv2: null, sts: 'http://s' }, { apigatewayv2: 'http://g' }] },
    { TF_AWS_STS_ENDPOINT: 'http://t' },
    { endpoints: { apigatewayv2: 'http://g', sts: 'http://s' } },
  ],
  [
    "Terraform's own variable for STS",
    {},
    { TF_AWS_STS_ENDPOINT: 'http://t', AWS_STS_ENDPOINT: 'http://u' },
    { endpoints: { sts: 'http://t' } },
  ],
  ['the old variable for STS', {}, { AWS_STS_ENDPOINT: 'http://u' }, { endpoints: { sts: 'http://u' } }],
  ['CA bundle of the environment', {}, { AWS_CA_BUNDLE: '/ca' }, { caBundle: '/ca' }],
  [
    'metadata',
    { skip_metadata_api_check: 'True', ec2_metadata_service_endpoint_mode: 'IPv6' },
    {},
    { metadata: { endpoint: undefined, mode: 'IPv6', isSkipped: true } },
  ],
  [
    'tags, the block over the environment',
    { default_tags: [{ tags: { a: '1', u: UNKNOWN } }], ignore_tags: [{ keys: ['k'], key_prefixes: null }] },
    { TF_AWS_DEFAULT_TAGS_a: '2', TF_AWS_DEFAULT_TAGS_b: '3', TF_AWS_IGNORE_TAGS_KEY_PREFIXES: 'p,q' },
    { tags: { defaults: { a: '1', b: '3', u: UNKNOWN }, ignoredKeys: ['k'], ignoredPrefixes: ['p', 'q'] } },
  ],
  [
    'default tags that are not known yet',
    { default_tags: [{ tags: UNKNOWN }] },
    {},
    { unknown: [], tags: { defaults: UNKNOWN, ignoredKeys: [], ignoredPrefixes: [] } },
  ],
  [
    'what is unknown, also deep inside',
    {
      region: UNKNOWN,
      endpoints: [{ apigatewayv2: UNKNOWN }],
      assume_role: [{ tags: { a: UNKNOWN } }],
      insecure: true,
    },
    {},
    { unknown: ['region', 'endpoints', 'assume_role'] },
  ],
  [
    'what may be unknown',
    { endpoints: [{ s3: UNKNOWN, sts: 'http://s' }], default_tags: [{ tags: UNKNOWN }], max_retries: UNKNOWN },
    {},
    { unknown: [], endpoints: { sts: 'http://s' }, maxAttempts: undefined },
  ],
  ['endpoints that are unknown as a whole', { endpoints: UNKNOWN }, {}, { unknown: ['endpoints'] }],
])('%s', (_, config, environment, expected) => {
  expect(readConfiguration(config, environment)).toMatchObject(expected)
})

test('roles follow each other; one without an ARN is passed over', () => {
  const { roles } = readConfiguration(
    {
      assume_role: [
        { role_arn: 'arn:1', duration: '1h30m', tags: { a: 'b' }, transitive_tag_keys: ['a'], policy_arns: ['p'] },
        { role_arn: '' },
        { role_arn: 'arn:2', external_id: 'x', source_identity: 'y', session_name: 'z', policy: '{}' },
      ],
    },
    {},
  )
  expect(roles).toMatchObject([
    { arn: 'arn:1', seconds: 5400, tags: { a: 'b' }, transitiveTagKeys: ['a'], policyArns: ['p'] },
    { arn: 'arn:2', seconds: undefined, externalId: 'x', sourceIdentity: 'y', sessionName: 'z', policy: '{}' },
  ])
})

test('a web identity takes from the environment what its block lacks', () => {
  const environment = { AWS_ROLE_ARN: 'arn:e', AWS_ROLE_SESSION_NAME: 'e', AWS_WEB_IDENTITY_TOKEN_FILE: '/e' }
  const read = (block: ValueRecord) =>
    readConfiguration({ assume_role_with_web_identity: [block] }, environment).webIdentity
  expect(read({})).toMatchObject({ arn: 'arn:e', sessionName: 'e', token: undefined, tokenFile: '/e' })
  expect(read({ role_arn: 'arn:b', web_identity_token: 't' })).toMatchObject({
    arn: 'arn:b',
    token: 't',
    tokenFile: undefined,
  })
})
