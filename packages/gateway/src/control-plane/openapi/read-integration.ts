import { isObject, type OpenApiObject, textAt } from './document.ts'
import { creationInput, numberOf, plain, textMap } from './structure.ts'

export const INTEGRATION = 'x-amazon-apigateway-integration'

/** What CreateIntegration would be sent for an `x-amazon-apigateway-integration`. Types are in any case. */
export function readIntegration(extension: OpenApiObject) {
  const tls = extension.get('tlsConfig')
  return creationInput('CreateIntegration', {
    integrationType: textAt(extension, 'type')?.toUpperCase(),
    integrationSubtype: plain(extension.get('integrationSubtype')),
    integrationMethod: textAt(extension, 'httpMethod')?.toUpperCase(),
    integrationUri: plain(extension.get('uri')),
    connectionType: textAt(extension, 'connectionType')?.toUpperCase(),
    connectionId: plain(extension.get('connectionId')),
    credentialsArn: plain(extension.get('credentials')),
    payloadFormatVersion: plain(extension.get('payloadFormatVersion')),
    requestParameters: textMap(extension.get('requestParameters')),
    responseParameters: textMap(extension.get('responseParameters')),
    timeoutInMillis: numberOf(extension.get('timeoutInMillis')),
    tlsConfig: isObject(tls) ? { serverNameToVerify: plain(tls.get('serverNameToVerify')) } : plain(tls),
  })
}
