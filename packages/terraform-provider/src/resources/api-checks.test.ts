import { expect, test } from 'vitest'
import { UNKNOWN, type ValueRecord } from '../conversion/value.ts'
import { api } from './api.ts'
import { domainName } from './domain-name.ts'

const nothing = Object.fromEntries(Object.keys(api.schema).map((name) => [name, null]))
const SOCKET = { protocol_type: 'WEBSOCKET', route_selection_expression: '$request.body.action' }
const cors = {
  allow_credentials: null,
  allow_headers: null,
  allow_methods: null,
  allow_origins: null,
  expose_headers: null,
  max_age: null,
}

/** Where the complaints point at. */
test.each<[string, ValueRecord, readonly unknown[]]>([
  ['an HTTP API', {}, []],
  ['a WebSocket API', SOCKET, []],
  ['no name', { name: '' }, [['name']]],
  ['a name of 129', { name: 'n'.repeat(129) }, [['name']]],
  ['a description of 1025', { description: 'd'.repeat(1025) }, [['description']]],
  ['a version of 65', { version: 'v'.repeat(65) }, [['version']]],
  ['a WebSocket API without an expression', { protocol_type: 'WEBSOCKET' }, [['protocol_type']]],
  ['an expression that is not known', { ...SOCKET, route_selection_expression: UNKNOWN }, []],
  [
    'a selection by messages on an HTTP API',
    { route_selection_expression: '$request.body.action' },
    [['route_selection_expression']],
  ],
  ['the expression of HTTP APIs in braces', { route_selection_expression: '${request.method} ${request.path}' }, []],
  [
    'what WebSocket APIs have not',
    { ...SOCKET, body: '{}', target: 'https://a', cors_configuration: [cors] },
    [['body'], ['cors_configuration'], ['target']],
  ],
  ['what may be nothing', { ...SOCKET, body: UNKNOWN, target: UNKNOWN, cors_configuration: UNKNOWN }, []],
  ['quick create', { target: 'https://a', route_key: 'GET /a', credentials_arn: 'arn' }, []],
  ['half of quick create', { route_key: 'GET /a', credentials_arn: 'arn' }, [['route_key'], ['credentials_arn']]],
  ['a target that is not known', { target: UNKNOWN, route_key: 'GET /a' }, []],
  ['a route key that is none', { target: 'https://a', route_key: 'GET a' }, [['route_key']]],
  [
    'CORS',
    { cors_configuration: [{ ...cors, max_age: 86_401, allow_methods: ['S ING'] }] },
    [
      ['cors_configuration', { index: 0 }, 'allow_methods'],
      ['cors_configuration', { index: 0 }, 'max_age'],
    ],
  ],
  ['a protocol that is not known', { protocol_type: UNKNOWN, body: '{}', route_key: 'GET /a' }, []],
])('%s', async (_, own, paths) => {
  const found = await api.check({ ...nothing, cors_configuration: [], name: 'n', protocol_type: 'HTTP', ...own })
  expect(found.map(({ path }) => path)).toEqual(paths)
})

const block = {
  certificate_arn: 'arn:aws:acm:eu-west-1:123456789012:certificate/one',
  endpoint_type: 'REGIONAL',
  ownership_verification_certificate_arn: null,
  security_policy: 'TLS_1_2',
}
const inBlock = (name: string) => ['domain_name_configuration', { index: 0 }, name]
const TRUSTSTORE = ['mutual_tls_authentication', { index: 0 }, 'truststore_uri']

test.each<[string, ValueRecord, readonly unknown[]]>([
  ['a domain name', {}, []],
  ['values in any case', { domain_name_configuration: [{ ...block, endpoint_type: 'regional' }] }, []],
  ['EDGE', { domain_name_configuration: [{ ...block, endpoint_type: 'EDGE' }] }, [inBlock('endpoint_type')]],
  ['TLS 1.0', { domain_name_configuration: [{ ...block, security_policy: 'TLS_1_0' }] }, [inBlock('security_policy')]],
  ['no ARN', { domain_name_configuration: [{ ...block, certificate_arn: 'x' }] }, [inBlock('certificate_arn')]],
  ['an ARN that is not known', { domain_name_configuration: [{ ...block, certificate_arn: UNKNOWN }] }, []],
  ['blocks that are not known', { domain_name_configuration: UNKNOWN, mutual_tls_authentication: UNKNOWN }, []],
  ['a truststore elsewhere', { mutual_tls_authentication: [{ truststore_uri: 'https://a/b' }] }, [TRUSTSTORE]],
  ['a name of 513', { domain_name: 'n'.repeat(513) }, [['domain_name']]],
  ['durations', { timeouts: { create: '1h30m', update: '90s' } }, []],
  ['what is no duration', { timeouts: { create: '10', update: UNKNOWN } }, [['timeouts', 'create']]],
])('%s', async (_, own, paths) => {
  const empty = { mutual_tls_authentication: [], timeouts: null }
  const found = await domainName.check({
    ...empty,
    domain_name: 'a.example',
    domain_name_configuration: [block],
    ...own,
  })
  expect(found.map(({ path }) => path)).toEqual(paths)
})
