import { expect, test } from 'vitest'
import { UNKNOWN } from '../conversion/value.ts'
import type { AttributePath, Diagnostic } from '../framework/diagnostics.ts'
import { checkCors } from './cors.ts'
import { checkHttpMapping, checkResponseBlocks } from './http-parameters.ts'
import { checkIdentitySources } from './identity-sources.ts'
import { checkIntegrationUri } from './integration-uri.ts'
import { checkIntegrationResponseKey, checkRouteKey, checkRouteResponseKey, checkTarget } from './keys.ts'
import { checkApiKeySelection, checkRouteSelection, checkSelection } from './selection-expression.ts'
import { checkService } from './service-parameters.ts'
import { checkStageName, checkStageVariables } from './stage-text.ts'
import { checkWebSocketMapping } from './websocket-parameters.ts'

const cors = {
  allow_credentials: null,
  allow_headers: null,
  allow_methods: null,
  allow_origins: null,
  expose_headers: null,
  max_age: null,
}

/** Each says where, what is wrong, and what is allowed. */
test.each<[what: string, found: Iterable<Diagnostic>, path: AttributePath, detail: RegExp]>([
  [
    'a mapping key',
    checkHttpMapping('p', 'request', { 'add:header.a': 'x' }),
    ['p', { key: 'add:header.a' }],
    /^Invalid mapping key: add:header\.a\. Allowed: append:, overwrite: or remove: and header\.NAME or querystring/,
  ],
  [
    'a reserved header',
    checkHttpMapping('p', 'request', { 'append:header.Via': UNKNOWN }),
    ['p', { key: 'append:header.Via' }],
    /^Operations on header Via are restricted\./,
  ],
  [
    'a mapping value',
    checkHttpMapping('p', 'request', { 'append:header.a': '$request.cookie.secret' }),
    ['p', { key: 'append:header.a' }],
    /^The value of append:header\.a is no mapping expression\. Allowed: static text, or one of \$request\.header\.NAME/,
  ],
  [
    'a response mapping',
    checkResponseBlocks('r', [{ status_code: '404', mappings: { 'overwrite:path': 'x' } }]),
    ['r'],
    /Allowed: append:, overwrite: or remove: and header\.NAME; overwrite:statuscode\.$/,
  ],
  ['a status', checkResponseBlocks('r', [{ status_code: '99', mappings: {} }]), ['r'], /^status_code is "99"\./],
  [
    'a WebSocket mapping key',
    checkWebSocketMapping('p', { 'integration.request.body.a': UNKNOWN }),
    ['p', { key: 'integration.request.body.a' }],
    /Allowed on a WebSocket API: integration\.request\.\{header\|querystring\|path\}\.\{name\}\.$/,
  ],
  [
    'a WebSocket mapping value',
    checkWebSocketMapping('p', { 'integration.request.header.a': 'text' }),
    ['p', { key: 'integration.request.header.a' }],
    /'text' in single quotes\.$/,
  ],
  [
    'a subtype',
    checkService('s', 'SNS-Publish', 'p', null),
    ['s'],
    /^s is "SNS-Publish"\. Allowed: EventBridge-PutEvents,/,
  ],
  [
    'missing parameters',
    checkService('s', 'SQS-SendMessage', 'p', { QueueUrl: UNKNOWN }),
    ['p'],
    /^SQS-SendMessage needs MessageBody\.$/,
  ],
  [
    'a parameter',
    checkService('s', 'SQS-PurgeQueue', 'p', { QueueUrl: 'x', Delay: UNKNOWN }),
    ['p', { key: 'Delay' }],
    /^SQS-PurgeQueue has no "Delay"\. Allowed: QueueUrl, Region\.$/,
  ],
  [
    'a selection',
    checkSelection('s', '$request.nothing'),
    ['s'],
    /^s is "\$request\.nothing"\. Allowed: \$request\.body\.PATH/,
  ],
  [
    'a route selection',
    checkRouteSelection('s', '$request.path', 'HTTP'),
    ['s'],
    /Allowed: \$request\.method \$request\.path\.$/,
  ],
  [
    'a route selection on either kind',
    checkRouteSelection('s', '$request.path', undefined),
    ['s'],
    /Allowed: on an HTTP API \$request\.method \$request\.path, on a WebSocket API \$request\.body\.PATH/,
  ],
  ['an API key selection', checkApiKeySelection('s', '$request.body.a'), ['s'], /usageIdentifierKey\.$/],
  [
    'a route key',
    checkRouteKey('k', 'get /a', 'HTTP'),
    ['k'],
    /Format should be "<HTTP METHOD> \/<RESOURCE PATH>" or "\$default"/,
  ],
  [
    'a route key on either kind',
    checkRouteKey('k', '$nothing', undefined),
    ['k'],
    /must be one of \[\$connect, \$disconnect, \$default\]/,
  ],
  ['a route response key', checkRouteResponseKey('k', '200'), ['k'], /^k is "200"\. Allowed: \$default\.$/],
  [
    'an integration response key',
    checkIntegrationResponseKey('k', '/4'),
    ['k'],
    /Allowed: \$default, a regular expression/,
  ],
  ['a target', checkTarget('t', 'integration/x'), ['t'], /Allowed: integrations\/ and the id/],
  ['no source of a JWT authorizer', checkIdentitySources('i', [], 'JWT', 'HTTP'), ['i'], /has one identity source/],
  [
    'a source on either kind',
    checkIdentitySources('i', ['header.a'], 'REQUEST', undefined),
    ['i'],
    /^"header\.a" is none\. Allowed: on an HTTP API \$request\.header\.NAME,.*; on a WebSocket API route\.request\.header\.NAME/,
  ],
  [
    'a stage name',
    checkStageName('n', 'a b', 'WEBSOCKET'),
    ['n'],
    /^n is "a b"\. Allowed: up to 128 letters, digits, _ and -\.$/,
  ],
  [
    'a variable name',
    checkStageVariables('v', { 'a b': UNKNOWN }),
    ['v', { key: 'a b' }],
    /^Allowed: up to 64 letters/,
  ],
  [
    'a variable value',
    checkStageVariables('v', { a: 'a secret' }),
    ['v', { key: 'a' }],
    /^The value of a is none\. Allowed: 1 to 512/,
  ],
  [
    'credentials for all',
    checkCors({ ...cors, allow_credentials: true, allow_origins: ['*'] }, ['c', { index: 0 }]),
    ['c', { index: 0 }, 'allow_credentials'],
    /exclude each other/,
  ],
  [
    'an age',
    checkCors({ ...cors, max_age: 90_000 }, ['c']),
    ['c', 'max_age'],
    /^max_age is 90000\. Allowed: -1 to 86400\.$/,
  ],
  [
    'a URI of a private integration',
    checkIntegrationUri(
      { integration_type: 'HTTP_PROXY', connection_type: 'VPC_LINK', integration_uri: 'https://a.test' },
      'HTTP',
    ),
    ['integration_uri'],
    /Allowed: the ARN of a listener of a load balancer, or of a Cloud Map service\.$/,
  ],
])('%s', (_, found, path, detail) => {
  const [first, ...others] = found
  expect(others).toEqual([])
  expect(first).toMatchObject({ severity: 'error', path })
  expect(first?.detail).toMatch(detail)
  expect(first?.detail).not.toContain('secret')
})

test('what is unknown is passed over', () => {
  const nothing = [
    ...checkHttpMapping('p', 'request', UNKNOWN),
    ...checkHttpMapping('p', 'request', { 'append:header.a': UNKNOWN }),
    ...checkResponseBlocks('r', UNKNOWN),
    ...checkResponseBlocks('r', [{ status_code: UNKNOWN, mappings: UNKNOWN }, UNKNOWN]),
    ...checkWebSocketMapping('p', { 'integration.request.path.a': UNKNOWN }),
    ...checkService('s', 'SQS-SendMessage', 'p', UNKNOWN),
    ...checkSelection('s', UNKNOWN),
    ...checkRouteSelection('s', UNKNOWN, 'HTTP'),
    ...checkRouteKey('k', UNKNOWN, 'HTTP'),
    ...checkTarget('t', UNKNOWN),
    ...checkIdentitySources('i', UNKNOWN, 'JWT', 'HTTP'),
    ...checkIdentitySources('i', [UNKNOWN], UNKNOWN, undefined),
    ...checkStageName('n', UNKNOWN, undefined),
    ...checkStageVariables('v', { a: UNKNOWN }),
    ...checkCors({ ...cors, allow_credentials: true, allow_origins: UNKNOWN, max_age: UNKNOWN }, ['c']),
    ...checkIntegrationUri({ integration_type: UNKNOWN, connection_type: null, integration_uri: 'x' }, 'HTTP'),
    ...checkIntegrationUri({ integration_type: 'HTTP', connection_type: null, integration_uri: UNKNOWN }, 'HTTP'),
  ]
  expect(nothing).toEqual([])
})
