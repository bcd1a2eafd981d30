import { ENDPOINT_FORM, givenEndpoint, isEndpoint } from './configuration/aws-endpoints.ts'
import type { Environment } from './configuration/settings-environment.ts'
import type { AwsServiceName } from './data-plane/aws-services.ts'
import { isOwn } from './foreign-endpoints.ts'
import { awsHost } from './functions/remote/aws-host.ts'

/** Finds the endpoint of a service, or says as a text what is to be configured. */
export type EndpointLookup = (service: AwsServiceName, region: string) => URL | string

/**
 * Endpoints of any service, from the variables that AWS's SDKs read, looked at when a call needs one. Without one there
 * is no call: nobody who tries an API at home wants to meet AWS by surprise. An endpoint that is this server leads to
 * nothing, as people export AWS_ENDPOINT_URL for their tools in the shell in which they start Postern.
 */
export function serviceEndpoints(
  environment: Environment,
  own: { readonly host: string; readonly port: number },
): EndpointLookup {
  return (service, region) => {
    const wanted = `start Postern with AWS_ENDPOINT_URL_${service.variable}, such as https://${awsHost({ ...service, subdomain: undefined }, region)}`
    const given = givenEndpoint(environment, service.variable)
    if (given === undefined) return `no endpoint of ${service.name} is configured: ${wanted}`
    if (!isEndpoint(given.text)) return `the variable ${given.variable} is not ${ENDPOINT_FORM}`
    const url = new URL(given.text)
    return isOwn(url, own) ? `${given.variable} is this very server, which has no ${service.name}: ${wanted}` : url
  }
}
