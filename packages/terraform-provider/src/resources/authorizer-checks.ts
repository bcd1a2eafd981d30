import { isRoleArn } from '@postern/expressions/credentials-arn'
import { isJwtIdentitySource } from '@postern/expressions/identity-source'
import { secondsOf } from '../aws/duration.ts'
import { isMissing, problem } from '../checks/problem.ts'
import { isRecord, UNKNOWN, type Value } from '../conversion/value.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import type { Config } from '../framework/schema.ts'
import type { AuthorizerState } from './authorizer.ts'

export type AuthorizerConfig = Config<AuthorizerState>

const LONGEST_TTL = 3600
const LONGEST = { name: 128, authorizer_uri: 2048 } as const

/** What the API would refuse whatever the API's protocol (spec control-plane.md 4.8). What is unknown is passed over. */
export function* checkAuthorizer(config: AuthorizerConfig): Generator<Diagnostic> {
  for (const name of ['name', 'authorizer_uri'] as const) {
    const value = config[name]
    if (typeof value !== 'string' || (value.length >= 1 && value.length <= LONGEST[name])) continue
    const detail = `${name} has ${value.length} characters. Allowed: 1 to ${LONGEST[name]}.`
    yield problem(`Invalid ${name}`, detail, [name])
  }
  const { authorizer_credentials_arn: role, authorizer_result_ttl_in_seconds: ttl, timeouts } = config
  if (typeof role === 'string' && role !== '' && !isRoleArn(role)) {
    const detail = `authorizer_credentials_arn is ${JSON.stringify(role)}. Allowed: the ARN of an IAM role.`
    yield problem('Invalid authorizer_credentials_arn', detail, ['authorizer_credentials_arn'])
  }
  if (typeof ttl === 'number' && !(Number.isInteger(ttl) && ttl >= 0 && ttl <= LONGEST_TTL)) {
    const detail = `authorizer_result_ttl_in_seconds is ${ttl}. Allowed: 0 to ${LONGEST_TTL}.`
    yield problem('Invalid authorizer_result_ttl_in_seconds', detail, ['authorizer_result_ttl_in_seconds'])
  }
  yield* checkTimeouts(timeouts)
  if (config.authorizer_type === 'JWT') yield* checkJwt(config)
  if (config.authorizer_type === 'REQUEST') yield* checkRequest(config)
}

function* checkTimeouts(timeouts: Value): Generator<Diagnostic> {
  const duration = isRecord(timeouts) ? timeouts['delete'] : null
  if (typeof duration !== 'string' || secondsOf(duration) !== undefined) return
  const detail = `delete is ${JSON.stringify(duration)}. Allowed: a duration as Go writes it, such as "90s" or "1h30m".`
  yield problem('Invalid delete', detail, ['timeouts', 'delete'])
}

const NOT_FOR_JWT = [
  'authorizer_credentials_arn',
  'authorizer_payload_format_version',
  'authorizer_result_ttl_in_seconds',
  'authorizer_uri',
] as const

function* checkJwt(config: AuthorizerConfig): Generator<Diagnostic> {
  for (const name of NOT_FOR_JWT) {
    if (config[name] === UNKNOWN || isMissing(config[name])) continue
    yield problem(`Needless ${name}`, `${name} is for REQUEST authorizers only, and this is a JWT one.`, [name])
  }
  if (config.enable_simple_responses === true) {
    const detail = 'enable_simple_responses is for REQUEST authorizers only, and this is a JWT one.'
    yield problem('Needless enable_simple_responses', detail, ['enable_simple_responses'])
  }
  const sources = textsOf(config.identity_sources)
  if (
    sources !== undefined &&
    (sources.length !== 1 || !sources.every((it) => it === UNKNOWN || isJwtIdentitySource(it)))
  ) {
    const detail =
      'A JWT authorizer has exactly one identity source: $request.header.NAME or $request.querystring.NAME.'
    yield problem('Invalid identity_sources', detail, [sources.length === 0 ? 'authorizer_type' : 'identity_sources'])
  }
  const blocks = config.jwt_configuration
  if (!Array.isArray(blocks)) return
  const [jwt] = blocks as readonly Value[]
  if (jwt === undefined) {
    const detail = 'A JWT authorizer needs a jwt_configuration with the issuer and at least one audience.'
    yield problem('Missing jwt_configuration', detail, ['authorizer_type'])
  } else if (isRecord(jwt)) yield* checkJwtConfiguration(jwt['issuer'] ?? null, jwt['audience'] ?? null)
}

function* checkJwtConfiguration(issuer: Value, audience: Value): Generator<Diagnostic> {
  const at = ['jwt_configuration', { index: 0 }] as const
  if (isMissing(issuer)) yield problem('Missing issuer', 'A JWT authorizer needs the issuer of its tokens.', at)
  if (typeof issuer === 'string' && issuer !== '' && !isUrl(issuer)) {
    const detail = `issuer is ${JSON.stringify(issuer)}. Allowed: an https URL, of which AWS reads /.well-known/openid-configuration.`
    yield problem('Invalid issuer', detail, [...at, 'issuer'])
  }
  if (audience === null || (Array.isArray(audience) && audience.length === 0)) {
    yield problem('Missing audience', 'A JWT authorizer needs at least one audience.', at)
  }
}

/** Whether http will do is for the API to say: Postern takes it on loopback. */
const isUrl = (text: string) => /^https?:\/\/[^\s\\@]+$/.test(text) && URL.canParse(text)

function* checkRequest(config: AuthorizerConfig): Generator<Diagnostic> {
  const { authorizer_payload_format_version: version, authorizer_result_ttl_in_seconds: ttl } = config
  if (isMissing(config.authorizer_uri)) {
    const detail = 'A REQUEST authorizer needs the authorizer_uri of the function that it asks (its invoke_arn).'
    yield problem('Missing authorizer_uri', detail, ['authorizer_type'])
  }
  if (Array.isArray(config.jwt_configuration) && config.jwt_configuration.length > 0) {
    const detail = 'jwt_configuration is for JWT authorizers only, and this is a REQUEST one.'
    yield problem('Needless jwt_configuration', detail, ['jwt_configuration'])
  }
  if (config.enable_simple_responses === true && version !== UNKNOWN && version !== '2.0') {
    const detail = 'enable_simple_responses needs authorizer_payload_format_version = "2.0".'
    yield problem('Invalid enable_simple_responses', detail, ['enable_simple_responses'])
  }
  if (typeof ttl === 'number' && ttl > 0 && textsOf(config.identity_sources)?.length === 0) {
    const detail = 'What an authorizer said is kept by its identity_sources: without any, only 0 is allowed.'
    yield problem('Invalid authorizer_result_ttl_in_seconds', detail, ['authorizer_result_ttl_in_seconds'])
  }
}

/** undefined where even their number is not known yet. */
function textsOf(set: AuthorizerConfig['identity_sources']): readonly (string | typeof UNKNOWN)[] | undefined {
  if (set === UNKNOWN) return undefined
  return set ?? []
}
