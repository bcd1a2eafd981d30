import { isRoleArn } from '@postern/expressions/credentials-arn'
import {
  isHttpIdentitySource,
  isJwtIdentitySource,
  isWebSocketIdentitySource,
} from '@postern/expressions/identity-source'
import { isInvocationUri } from '@postern/expressions/integration-uri'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { AuthorizerDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'

/** Throws where an authorizer, as it would be stored, is none that AWS accepts (spec control-plane.md 4.8). */
export function checkAuthorizer(plane: ControlPlane, draft: ApiDraft, authorizer: AuthorizerDocument): void {
  const isHttp = draft.api.ProtocolType === 'HTTP'
  if (authorizer.AuthorizerType === 'JWT') {
    if (!isHttp) throw badRequest('JWT authorizers are only supported for HTTP APIs')
    checkJwt(plane, authorizer)
  } else {
    checkRequest(isHttp, authorizer)
  }
}

/** Even `EnableSimpleResponses: false` is refused [live]. */
const NOT_FOR_JWT = [
  'AuthorizerUri',
  'AuthorizerPayloadFormatVersion',
  'AuthorizerResultTtlInSeconds',
  'EnableSimpleResponses',
  'AuthorizerCredentialsArn',
] as const

function checkJwt(plane: ControlPlane, authorizer: AuthorizerDocument): void {
  const foreign = NOT_FOR_JWT.find((member) => authorizer[member] !== undefined)
  if (foreign !== undefined) throw badRequest(`${foreign} is not supported for JWT authorizers`)
  const sources = authorizer.IdentitySource ?? []
  if (sources.length !== 1 || !isJwtIdentitySource(sources[0] ?? '')) {
    throw badRequest(
      'IdentitySource must be exactly one $request.header.{name} or $request.querystring.{name} for JWT authorizers',
    )
  }
  const { Issuer, Audience = [] } = authorizer.JwtConfiguration ?? {}
  if (Issuer === undefined || Audience.length === 0) {
    throw badRequest('JwtConfiguration with Issuer and Audience is required for JWT authorizers')
  }
  if (!isIssuer(Issuer)) throw badRequest(`Invalid issuer specified: ${Issuer}`)
  const most = plane.quotas.audiencesPerAuthorizer
  if (Audience.length > most) throw badRequest(`Too many audiences specified. At most ${most} are allowed`)
}

function checkRequest(isHttp: boolean, authorizer: AuthorizerDocument): void {
  const { AuthorizerUri, AuthorizerPayloadFormatVersion: version, IdentitySource = [] } = authorizer
  if (authorizer.JwtConfiguration !== undefined) {
    throw badRequest('JwtConfiguration is only supported for JWT authorizers')
  }
  if (AuthorizerUri === undefined || !isInvocationUri(AuthorizerUri)) {
    throw badRequest(
      `Invalid Authorizer URI: ${AuthorizerUri ?? ''}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    )
  }
  const isSource = isHttp ? isHttpIdentitySource : isWebSocketIdentitySource
  for (const source of IdentitySource) {
    if (!isSource(source)) throw badRequest(`Invalid mapping expression specified: ${source}`)
  }
  if (isHttp && version === undefined) {
    throw badRequest('AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer')
  }
  if (isHttp && version !== '1.0' && version !== '2.0') {
    throw badRequest(`Invalid AuthorizerPayloadFormatVersion specified: ${version}. Must be one of [1.0, 2.0]`)
  }
  if (!isHttp && version !== undefined) {
    throw badRequest('AuthorizerPayloadFormatVersion is only supported for HTTP APIs')
  }
  if (authorizer.EnableSimpleResponses === true && version !== '2.0') {
    throw badRequest('EnableSimpleResponses is only supported for AuthorizerPayloadFormatVersion 2.0')
  }
  const ttl = authorizer.AuthorizerResultTtlInSeconds ?? 0
  if (ttl > 0 && IdentitySource.length === 0) {
    throw badRequest('IdentitySource is required when AuthorizerResultTtlInSeconds is greater than 0')
  }
  const role = authorizer.AuthorizerCredentialsArn
  if (role !== undefined && !isRoleArn(role)) throw badRequest(`Invalid ARN specified in the request: ${role}`)
}

const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** An https URL; on loopback http will do (spec http-api.md section 13, choice 7). Whether it answers is not tried. */
function isIssuer(text: string): boolean {
  const url = /^https?:\/\/[^\s\\@]+$/.test(text) ? URL.parse(text) : null
  return url !== null && (url.protocol === 'https:' || LOOPBACK.test(url.hostname))
}
