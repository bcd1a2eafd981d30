import type * as Sdk from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { isEqual } from '../framework/equal.ts'
import { defineResource } from '../framework/resource.ts'
import {
  fieldType,
  listBlock,
  type State,
  singleBlock,
  text,
  textSet,
  truth,
  wholeNumber,
} from '../framework/schema.ts'
import { checkAuthorizer } from './authorizer-checks.ts'
import { checkAuthorizerOfApi } from './authorizer-protocol-checks.ts'
import { deleteAuthorizer } from './authorizer-removal.ts'
import { memberTable } from './members.ts'
import { unlessGone } from './unless-gone.ts'

export const authorizerSchema = {
  api_id: text('required', { replace: true }),
  authorizer_credentials_arn: text('optional'),
  authorizer_payload_format_version: text('optional', { oneOf: ['1.0', '2.0'] }),
  // 0 is no caching, and not what nothing means.
  authorizer_result_ttl_in_seconds: wholeNumber('optional-computed', { zeroCounts: true }),
  // JWT authorizers are refused with a time to live, and the API cannot take it away.
  authorizer_type: text('required', {
    oneOf: ['JWT', 'REQUEST'],
    replace: (prior, planned) => prior === 'REQUEST' && planned === 'JWT',
  }),
  authorizer_uri: text('optional'),
  enable_simple_responses: truth('optional'),
  id: text('optional-computed'),
  identity_sources: textSet('optional'),
  name: text('required'),
  jwt_configuration: listBlock({ audience: textSet('optional'), issuer: text('optional') }, { maxItems: 1 }),
  timeouts: singleBlock({ delete: text('optional') }),
}

export type AuthorizerState = State<typeof authorizerSchema>

const members = memberTable(authorizerSchema, {
  authorizer_credentials_arn: 'AuthorizerCredentialsArn',
  authorizer_payload_format_version: 'AuthorizerPayloadFormatVersion',
  authorizer_result_ttl_in_seconds: 'AuthorizerResultTtlInSeconds',
  authorizer_type: 'AuthorizerType',
  authorizer_uri: 'AuthorizerUri',
  enable_simple_responses: 'EnableSimpleResponses',
  identity_sources: 'IdentitySource',
  name: 'Name',
})

/** What the console proposes. Said outright, so that a later change to 0 shows (hashicorp/aws does the same). */
const DEFAULT_TTL = 300

export const authorizer = defineResource<typeof authorizerSchema, GatewayClient>({
  name: 'aws_apigatewayv2_authorizer',
  schema: authorizerSchema,
  importId: ['api_id', 'id'],
  check: checkAuthorizer,
  checkPlan: checkAuthorizerOfApi,

  async create(planned, gateway) {
    const [jwt] = planned.jwt_configuration
    const input = {
      ApiId: planned.api_id,
      ...((await hasDefaultTtl(planned, gateway)) && { AuthorizerResultTtlInSeconds: DEFAULT_TTL }),
      ...members.created(planned),
      ...(jwt && { JwtConfiguration: jwtOf(jwt) }),
    } as unknown as Sdk.CreateAuthorizerCommandInput
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateAuthorizerCommand(input)))
    return { id: made.AuthorizerId ?? null }
  },

  async read(state, gateway) {
    const input = identityOf(state)
    const found = await unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetAuthorizerCommand(input))))
    return found && { ...state, ...members.answered(found), jwt_configuration: blocksOf(found.JwtConfiguration) }
  },

  async update(prior, planned, gateway) {
    const changes = changesOf(prior, planned)
    // How long a removal waits is nothing that the API knows.
    if (Object.keys(changes).length === 0) return
    const input = { ...identityOf(prior), ...changes }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateAuthorizerCommand(input)))
  },

  delete: deleteAuthorizer,
})

/** The members of a PATCH. The configuration for tokens is replaced as a whole, and `{}` clears it. */
export function changesOf(prior: AuthorizerState, planned: AuthorizerState): Record<string, unknown> {
  const changes: Record<string, unknown> = members.changed(prior, planned)
  const type = fieldType(authorizerSchema.jwt_configuration)
  if (!isEqual(type, prior.jwt_configuration, planned.jwt_configuration)) {
    changes['JwtConfiguration'] = jwtOf(planned.jwt_configuration[0])
  }
  return changes
}

type JwtBlock = AuthorizerState['jwt_configuration'][number]

function jwtOf(block: JwtBlock | undefined): Sdk.JWTConfiguration {
  return {
    ...(block?.audience?.length && { Audience: [...block.audience] }),
    ...(block?.issuer && { Issuer: block.issuer }),
  }
}

function blocksOf(jwt: Sdk.JWTConfiguration | undefined): readonly JwtBlock[] {
  return jwt === undefined ? [] : [{ audience: jwt.Audience ?? null, issuer: jwt.Issuer ?? null }]
}

/** Without identity sources nothing is cached, and the API refuses a time to live; WebSocket APIs have none. */
async function hasDefaultTtl(planned: AuthorizerState, gateway: GatewayClient): Promise<boolean> {
  if (planned.authorizer_type !== 'REQUEST' || (planned.identity_sources ?? []).length === 0) return false
  return (await gateway.protocolOf(planned.api_id)) === 'HTTP'
}

export function identityOf({ api_id: ApiId, id }: AuthorizerState) {
  return { ApiId, AuthorizerId: id ?? '' }
}
