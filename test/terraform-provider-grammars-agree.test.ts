import * as sdk from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { refusalOf } from '../packages/gateway/src/control-plane/test-client.ts'
import { checkCors } from '../packages/terraform-provider/src/checks/cors.ts'
import { checkIdentitySources } from '../packages/terraform-provider/src/checks/identity-sources.ts'
import {
  checkIntegrationResponseKey,
  checkRouteKey,
  checkRouteParameter,
} from '../packages/terraform-provider/src/checks/keys.ts'
import type { Protocol } from '../packages/terraform-provider/src/checks/protocol.ts'
import {
  checkApiKeySelection,
  checkRouteResponseSelection,
  checkRouteSelection,
  checkSelection,
} from '../packages/terraform-provider/src/checks/selection-expression.ts'
import { checkStageName, checkStageVariables } from '../packages/terraform-provider/src/checks/stage-text.ts'
import type { Diagnostic } from '../packages/terraform-provider/src/framework/diagnostics.ts'
import { openAgreementWorld, protocols } from './support/agreement-world.ts'

/** One grammar each: the provider's check finds wrong what Postern's control plane refuses, and nothing else. */

const INVOCATION =
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations'

type Check = (value: string, protocol: Protocol) => Iterable<Diagnostic>
type Call = (client: sdk.ApiGatewayV2Client, ApiId: string, value: string) => Promise<unknown>

const SELECTIONS = [
  '$request.body.action',
  '${request.body.a}/${request.body.b}',
  '$request.method $request.path',
  '${request.method} ${request.path}',
  '$request.header.x-api-key',
  '${request.header.x-api-key}',
  '$context.authorizer.usageIdentifierKey',
  '$default',
  '\\$default',
  'text',
  '${request.body.a',
  '$nothing',
]
const SOURCES = [
  '$request.header.a',
  '$request.querystring.a',
  '$context.a.b',
  '$stageVariables.a',
  'route.request.header.a',
  'route.request.querystring.a',
  'context.a',
  'stageVariables.a',
  'method.request.header.a',
  '$request.body.a',
  '$request.header.a,$request.header.b',
]
const KEYS = [
  '$default',
  '$connect',
  '$other',
  'GET /',
  'GET /pets/{id}',
  'ANY /{proxy+}',
  'ANY /{proxy+}/a',
  'GET /{a}/{a}',
  'get /a',
  'GET',
  'GET a',
  'GET /a b',
  'sendMessage',
  '',
]

const other = (protocol: Protocol, expression: string) =>
  protocol === 'HTTP' ? '$request.method $request.path' : expression
const created = (protocol: Protocol) => ({
  Name: 'b',
  ProtocolType: protocol,
  RouteSelectionExpression: other(protocol, '$request.body.action'),
})

const grammars: readonly (readonly [
  what: string,
  on: Protocol,
  values: readonly string[],
  check: Check,
  call: Call,
])[] = [
  ...protocols.flatMap((on) => [
    [
      'route keys',
      on,
      KEYS,
      (value: string) => checkRouteKey('route_key', value, on),
      (client, ApiId, RouteKey) => client.send(new sdk.CreateRouteCommand({ ApiId, RouteKey })),
    ] as const satisfies (typeof grammars)[number],
    [
      'route selection expressions',
      on,
      SELECTIONS,
      (value: string) => checkRouteSelection('route_selection_expression', value, on),
      (client, _, RouteSelectionExpression) =>
        client.send(new sdk.CreateApiCommand({ ...created(on), RouteSelectionExpression })),
    ] as const satisfies (typeof grammars)[number],
    [
      'API key selection expressions',
      on,
      SELECTIONS,
      (value: string) => checkApiKeySelection('api_key_selection_expression', value),
      (client, _, ApiKeySelectionExpression) =>
        client.send(new sdk.CreateApiCommand({ ...created(on), ApiKeySelectionExpression })),
    ] as const satisfies (typeof grammars)[number],
    [
      'stage names',
      on,
      ['dev', '$default', 'a_b-C1', 'a b', 'é', '', 'x'.repeat(129)],
      (value: string) => checkStageName('name', value, on),
      (client, ApiId, StageName) => client.send(new sdk.CreateStageCommand({ ApiId, StageName })),
    ] as const satisfies (typeof grammars)[number],
    [
      'stage variables',
      on,
      ['a', 'https://a.test:1/?b=c&d#e,f', 'a b', 'é', 'x'.repeat(513)],
      (value: string) => checkStageVariables('stage_variables', { a: value }),
      (client, ApiId, value) =>
        client.send(new sdk.CreateStageCommand({ ApiId, StageName: `s${value.length}`, StageVariables: { a: value } })),
    ] as const satisfies (typeof grammars)[number],
    [
      'identity sources',
      on,
      SOURCES,
      (value: string) => checkIdentitySources('identity_sources', [value], 'REQUEST', on),
      (client, ApiId, value) =>
        client.send(
          new sdk.CreateAuthorizerCommand({
            ApiId,
            Name: value,
            AuthorizerType: 'REQUEST',
            AuthorizerUri: INVOCATION,
            IdentitySource: [value],
            AuthorizerPayloadFormatVersion: on === 'HTTP' ? '2.0' : undefined,
          }),
        ),
    ] as const satisfies (typeof grammars)[number],
  ]),
  [
    'identity sources of JWT authorizers',
    'HTTP',
    SOURCES,
    (value) => checkIdentitySources('identity_sources', [value], 'JWT', 'HTTP'),
    (client, ApiId, value) =>
      client.send(
        new sdk.CreateAuthorizerCommand({
          ApiId,
          Name: value,
          AuthorizerType: 'JWT',
          IdentitySource: [value],
          JwtConfiguration: { Issuer: 'https://issuer.test', Audience: ['a'] },
        }),
      ),
  ],
  [
    'required parameters of $connect',
    'WEBSOCKET',
    [
      'route.request.header.a',
      'route.request.querystring.a',
      'route.request.body.a',
      'header.a',
      'route.request.header.',
    ],
    (value) => checkRouteParameter('request_parameter', value),
    async (client, ApiId, value) => {
      const RequestParameters = { [value]: { Required: true } }
      const { RouteId } = await client.send(
        new sdk.CreateRouteCommand({ ApiId, RouteKey: '$connect', RequestParameters }),
      )
      await client.send(new sdk.DeleteRouteCommand({ ApiId, RouteId }))
    },
  ],
  [
    'model selection expressions',
    'WEBSOCKET',
    SELECTIONS,
    (value) => checkSelection('model_selection_expression', value),
    (client, ApiId, ModelSelectionExpression) =>
      client.send(
        new sdk.CreateRouteCommand({ ApiId, RouteKey: `m-${ModelSelectionExpression}`, ModelSelectionExpression }),
      ),
  ],
  [
    'route response selection expressions',
    'WEBSOCKET',
    SELECTIONS,
    (value) => checkRouteResponseSelection('route_response_selection_expression', value),
    (client, ApiId, RouteResponseSelectionExpression) =>
      client.send(
        new sdk.CreateRouteCommand({
          ApiId,
          RouteKey: `r-${RouteResponseSelectionExpression}`,
          RouteResponseSelectionExpression,
        }),
      ),
  ],
  [
    'integration response keys',
    'WEBSOCKET',
    ['$default', '/4\\d\\d/', '200', '$other', '/', '//', '/a', ''],
    (value) => checkIntegrationResponseKey('integration_response_key', value),
    async (client, ApiId, IntegrationResponseKey) => {
      const { IntegrationId } = await client.send(new sdk.CreateIntegrationCommand({ ApiId, IntegrationType: 'MOCK' }))
      await client.send(new sdk.CreateIntegrationResponseCommand({ ApiId, IntegrationId, IntegrationResponseKey }))
    },
  ],
  ...(['AllowMethods', 'AllowOrigins', 'AllowHeaders', 'ExposeHeaders'] as const).map(
    (member) =>
      [
        `CORS: ${member}`,
        'HTTP',
        ['*', 'GET', 'get', 'https://a.test', 'https://*', 'https://a.test/', 'a.test', 'x-a', 'a b', ''],
        (value: string) => {
          const name = member.replace(/(?<=[a-z])[A-Z]/, '_$&').toLowerCase()
          const lists = { allow_headers: null, allow_methods: null, allow_origins: null, expose_headers: null }
          return checkCors({ ...lists, allow_credentials: null, max_age: null, [name]: [value] }, [])
        },
        (client, _, value) =>
          client.send(
            new sdk.CreateApiCommand({ Name: 'c', ProtocolType: 'HTTP', CorsConfiguration: { [member]: [value] } }),
          ),
      ] as const satisfies (typeof grammars)[number],
  ),
]

test.each(grammars)('%s of %s APIs', async (_, on, values, check, call) => {
  const { client, apis } = await openAgreementWorld()
  const found = values.map((value) => [value, [...check(value, on)].length > 0])
  const refused: unknown[] = []
  for (const value of values) refused.push([value, (await refusalOf(call(client, apis[on], value))) !== undefined])
  expect(found).toEqual(refused)
  expect(new Set(found.map(([, isFound]) => isFound)).size).toBe(2)
})
