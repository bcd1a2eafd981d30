import type { ApiDefinition } from '../../store/api-snapshot.ts'
import type { AuthorizerDocument, RouteDocument } from '../../store/documents.ts'
import { compact } from '../patch.ts'
import { AUTHORIZER } from './read-authorizer.ts'

/** All authorizers as security schemes, by their names, which are unique. */
export function writeSecuritySchemes({ authorizers }: ApiDefinition, withExtensions: boolean): object {
  const schemes = [...authorizers.values()].map((authorizer): [name: string, scheme: object] => {
    const extension = withExtensions ? { [AUTHORIZER]: writeAuthorizer(authorizer) } : {}
    return [authorizer.Name ?? '', { ...schemeOf(authorizer), ...extension }]
  })
  return Object.fromEntries(schemes.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What OpenAPI has for such an authorizer. Flows and names that it wants are not known here. */
function schemeOf({ AuthorizerType, IdentitySource: [source = ''] = [] }: AuthorizerDocument): object {
  if (AuthorizerType === 'JWT') return { type: 'oauth2', flows: {} }
  const [, place, name] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? []
  return { type: 'apiKey', name: name ?? 'Unused', in: place === 'querystring' ? 'query' : 'header' }
}

function writeAuthorizer(authorizer: AuthorizerDocument): object {
  const { IdentitySource, JwtConfiguration } = authorizer
  return compact({
    identitySource: IdentitySource?.join(','),
    authorizerUri: authorizer.AuthorizerUri,
    authorizerCredentials: authorizer.AuthorizerCredentialsArn,
    authorizerPayloadFormatVersion: authorizer.AuthorizerPayloadFormatVersion,
    authorizerResultTtlInSeconds: authorizer.AuthorizerResultTtlInSeconds,
    enableSimpleResponses: authorizer.EnableSimpleResponses,
    identityValidationExpression: authorizer.IdentityValidationExpression,
    jwtConfiguration: JwtConfiguration && { audience: JwtConfiguration.Audience, issuer: JwtConfiguration.Issuer },
    type: authorizer.AuthorizerType?.toLowerCase(),
  })
}

/** A route's authorization: members of its operation. */
export function writeSecurity(
  { authorizers }: ApiDefinition,
  { AuthorizationType, AuthorizationScopes = [], AuthorizerId = '' }: RouteDocument,
  withExtensions: boolean,
): object {
  if (AuthorizationType === 'AWS_IAM') return withExtensions ? { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } : {}
  const name = authorizers.get(AuthorizerId)?.Name
  return name === undefined ? {} : { security: [Object.fromEntries([[name, AuthorizationScopes]])] }
}
