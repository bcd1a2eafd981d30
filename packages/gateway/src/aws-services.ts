import type { AwsServices } from './data-plane/aws-services.ts'
import { createRoleAssumer } from './functions/remote/assumed-roles.ts'
import { createAwsServiceSigner } from './functions/remote/aws-service-signer.ts'
import type { EndpointLookup } from './service-endpoints.ts'

export interface AwsServicesOptions {
  readonly endpointOf: EndpointLookup
  /** Of STS, where roles are assumed. */
  readonly sts: string | undefined
  readonly region: string
}

/** AWS services for integrations: nothing is asked for before an integration calls one. */
export function openAwsServices({ endpointOf, sts, region }: AwsServicesOptions): AwsServices & { close(): void } {
  const roles = sts === undefined ? undefined : createRoleAssumer({ endpoint: sts, region })
  const signer = createAwsServiceSigner({ endpointOf, region, roles })
  return { sign: (request) => signer.sign(request), close: () => roles?.close() }
}
