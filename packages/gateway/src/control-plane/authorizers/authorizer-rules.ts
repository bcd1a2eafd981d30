import { badRequest } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { AuthorizerDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'

const JWT_SOURCE = /^\$request\.(header|querystring)\.[^\s,]+$/
const HTTP_SOURCE = /^\$(request\.(header|querystring)\.[^\s,]+|context\.[\w.]+|stageVariables\.\w+)$/
const WEBSOCKET_SOURCE =
  /^(route\.request\.(header|querystring|multivalueheader|multivaluequerystring)\.[^\s,]+|context\.[\w.]+|stageVariables\.\w+)$/
const FUNCTION_URI =
  /^arn:aws[\w-]*:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:aws[\w-]*:lambda:\S+|\$\{\S+)\/invocations$/
const CREDENTIALS = /^arn:aws[\w-]*:iam::[^:\s]+:role\/\S+$/

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

function checkJwt(plane: ControlPlane, authorizer: AuthorizerDocument): void {
  // Even `false` is refused [live].
  const foreign = [
    'AuthorizerUri',
    'AuthorizerPayloadFormatVersion',
    'AuthorizerResultTtlInSeconds',
    'EnableSimpleResponses',
    'AuthorizerCredentialsArn',
  ] as const
  for (const member of foreign) {
    if (authorizer[member] !== undefined) throw badRequest(`${member} is not supported for JWT authorizers`)
  }
  const sources = authorizer.IdentitySource ?? []
  if (sources.length !== 1 || !JWT_SOURCE.test(sources[0] ?? '')) {
    throw badRequest(
      'IdentitySource must be exactly one $request.header.{name} or $request.querystring.{name} for JWT authorizers',
    )
  }
  const { Issuer, Audience = [] } = authorizer.JwtConfiguration ?? {}
  if (Issuer === undefined || Audience.length === 0) {
    throw badRequest('JwtConfiguration with Issuer and Audience is required for JWT authorizers')
  }
  if (!/^https?:\/\/[^\s/?#]+([/?]\S*)?$/.test(Issuer)) throw badRequest(`Invalid issuer specified: ${Issuer}`)
  const most = plane.quotas.audiencesPerAuthorizer
  if (Audience.length > most) throw badRequest(`Too many audiences specified. At most ${most} are allowed`)
}

function checkRequest(isHttp: boolean, authorizer: AuthorizerDocument): void {
  const { AuthorizerUri, AuthorizerPayloadFormatVersion: version, IdentitySource = [] } = authorizer
  if (authorizer.JwtConfiguration !== undefined) {
    throw badRequest('JwtConfiguration is only supported for JWT authorizers')
  }
  if (AuthorizerUri === undefined || !FUNCTION_URI.test(AuthorizerUri)) {
    throw badRequest(
      `Invalid Authorizer URI: ${AuthorizerUri ?? ''}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    )
  }
  const pattern = isHttp ? HTTP_SOURCE : WEBSOCKET_SOURCE
  for (const source of IdentitySource) {
    if (!pattern.test(source)) throw badRequest(`Invalid mapping expression specified: ${source}`)
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
  if (role !== undefined && !CREDENTIALS.test(role)) throw badRequest(`Invalid ARN specified in the request: ${role}`)
}
