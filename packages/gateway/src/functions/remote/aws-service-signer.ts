import type { AwsServiceRequest, AwsServices } from '../../data-plane/aws-services.ts'
import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import { headerBytes } from '../../integrations/event-text.ts'
import { type AssumedCredentials, type RoleAssumer, RoleRefused } from './assumed-roles.ts'
import { addressOf } from './aws-host.ts'
import { signedQuery, wireQuery } from './aws-query.ts'
import { DeadlineError, withDeadline } from './deadline.ts'
import { errorText } from './error-text.ts'
import { OwnCredentials } from './own-credentials.ts'

export interface AwsServiceSignerOptions {
  /** The endpoint of a service, or why there is none. */
  readonly endpointOf: (service: AwsServiceRequest['service'], region: string) => URL | string
  /** Of the process's own credentials: where SSO and STS are asked for them. */
  readonly region: string
  /** Without it, a request on behalf of a role is signed as any other. */
  readonly roles: RoleAssumer | undefined
}

/**
 * Signs requests for AWS services: with the SDKs' standard credential chain, or as the role that the integration names.
 * As a caller, too, it is the process's own credentials that sign: nobody else's are here (spec/websocket-api.md
 * section 4.2 knows no more).
 */
export function createAwsServiceSigner({ endpointOf, region, roles }: AwsServiceSignerOptions): AwsServices {
  const own = new OwnCredentials(region)

  async function credentialsFor({ credentials: caller, timeout, service }: AwsServiceRequest) {
    try {
      return await withDeadline(timeout, async () =>
        roles !== undefined && caller.kind === 'role' ? roles.credentialsOf(caller.arn) : own.get(),
      )
    } catch (error) {
      if (error instanceof DeadlineError) {
        return GatewayFault.of('websocket-timeout', `${service.name}: no credentials to sign with within ${timeout} ms`)
      }
      if (error instanceof RoleRefused) return GatewayFault.of('websocket-internal', error.message)
      const reason = `${service.name}: no credentials to sign with (${errorText(error)}); Postern looks for them as AWS's SDKs do, in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY first`
      return GatewayFault.of('websocket-internal', reason)
    }
  }

  return {
    async sign(request) {
      const { service, method, body, query } = request
      const endpoint = endpointOf(service, request.region)
      if (typeof endpoint === 'string') return GatewayFault.of('websocket-internal', endpoint)
      const credentials = await credentialsFor(request)
      if (credentials instanceof GatewayFault) return credentials
      const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
        import('@smithy/signature-v4'),
        import('@smithy/core/checksum'),
      ])
      const { origin, host } = addressOf(endpoint, service, request.region)
      const path = endpoint.pathname.replace(/\/$/, '') + request.path
      const signer = new SignatureV4({
        service: service.signingName,
        region: request.region,
        credentials,
        sha256: Sha256,
        // S3 alone takes the path as it is sent.
        uriEscapePath: service.signingName !== 's3',
      })
      const { headers } = await signer.sign({
        method,
        protocol: endpoint.protocol,
        hostname: endpoint.hostname,
        path,
        query: signedQuery(query),
        headers: { ...request.headers, host },
        ...(body !== undefined && { body }),
      })
      const { host: _host, ...others } = headers
      const lines = Object.entries(others).flatMap(([name, value]) => [name, headerBytes(value)])
      return {
        origin,
        target: path + wireQuery(query),
        headers: ['Host', host, ...lines],
        forgetCredentials: () => {
          if (roles !== undefined && 'sessionToken' in credentials) roles.forget(credentials as AssumedCredentials)
        },
      }
    },
  }
}
