import { isObject, type OpenApiObject, objectAt, textAt } from './document.ts'
import { booleanOf, creationInput, numberOf, plain, textsOf } from './structure.ts'

export const AUTHORIZER = 'x-amazon-apigateway-authorizer'

const DISCOVERY = '/.well-known/openid-configuration'

/** What CreateAuthorizer would be sent for a security scheme with an `x-amazon-apigateway-authorizer`. */
export function readAuthorizer(name: string, scheme: OpenApiObject, extension: OpenApiObject) {
  const jwt = extension.get('jwtConfiguration')
  return creationInput('CreateAuthorizer', {
    name,
    authorizerType: textAt(extension, 'type')?.toUpperCase(),
    authorizerUri: plain(extension.get('authorizerUri')),
    authorizerCredentialsArn: plain(extension.get('authorizerCredentials')),
    authorizerPayloadFormatVersion: plain(extension.get('authorizerPayloadFormatVersion')),
    authorizerResultTtlInSeconds: numberOf(extension.get('authorizerResultTtlInSeconds')),
    enableSimpleResponses: booleanOf(extension.get('enableSimpleResponses')),
    identitySource: textsOf(extension.get('identitySource')) ?? [],
    identityValidationExpression: plain(extension.get('identityValidationExpression')),
    jwtConfiguration: isObject(jwt)
      ? { audience: textsOf(jwt.get('audience')), issuer: plain(jwt.get('issuer')) ?? issuerOf(scheme) }
      : plain(jwt),
  })
}

/** A scheme of type `openIdConnect` names its issuer itself. */
function issuerOf(scheme: OpenApiObject): string | undefined {
  const url = textAt(scheme, 'openIdConnectUrl')
  return url?.endsWith(DISCOVERY) === true ? url.slice(0, -DISCOVERY.length) : url
}

/** Whether a scheme stands for AWS_IAM. */
export function isSigV4(scheme: OpenApiObject): boolean {
  return textAt(scheme, 'x-amazon-apigateway-authtype')?.toLowerCase() === 'awssigv4'
}

/** `x-amazon-apigateway-auth` of an operation. */
export function authTypeOf(operation: OpenApiObject): string | undefined {
  return textAt(objectAt(operation, 'x-amazon-apigateway-auth'), 'type')?.toUpperCase()
}
