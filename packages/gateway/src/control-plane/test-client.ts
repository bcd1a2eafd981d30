import { createRestJsonService } from '../aws-protocol/rest-json-service.ts'
import { testRestJsonClient } from '../aws-protocol/rest-json-test-client.ts'
import { apigatewayv2 } from '../model/apigatewayv2.generated.ts'
import { ApiRepository } from '../store/api-repository.ts'
import { DocumentRepository } from '../store/document-repository.ts'
import { domainNamePrefix } from '../store/documents.ts'
import { MemoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import type { ControlPlane } from './control-plane.ts'
import { controlPlaneHandlers } from './handlers.ts'

/** A control plane in memory, and the AWS SDK's own client wired to it without a socket. For tests. */
export function testClient(quotas: Partial<ControlPlane['quotas']> = {}, store: Store = new MemoryStore()) {
  const now = { time: '2026-11-24T10:00:00.123Z' }
  const plane: ControlPlane = {
    region: 'eu-west-1',
    accountId: '000000000000',
    apis: new ApiRepository(store, 'eu-west-1'),
    vpcLinks: new DocumentRepository(store, 'vpclinks/eu-west-1/'),
    domainNames: new DocumentRepository(store, domainNamePrefix('eu-west-1')),
    ownNames: new Set(['localhost', 'gateway.test']),
    quotas: { ...unlimited, ...quotas },
    endpointOf: (id, protocol) => `${protocol === 'HTTP' ? 'http' : 'ws'}://${id}.execute-api.localhost:4566`,
    clock: () => new Date(now.time),
  }
  const service = createRestJsonService(apigatewayv2, controlPlaneHandlers(plane), { jsonDepth: 64 })
  return { ...testRestJsonClient(service), now, plane, store }
}

const unlimited: ControlPlane['quotas'] = {
  apis: 1e6,
  routes: 1e6,
  integrations: 1e6,
  stages: 1e6,
  authorizers: 1e6,
  audiencesPerAuthorizer: 50,
  scopesPerRoute: 10,
  stageVariables: 100,
  tags: 50,
  vpcLinks: 1e6,
  subnetsPerVpcLink: 10,
  domainNames: 1e6,
  apiMappingsPerDomainName: 1e6,
}

/** An SDK answer without what is not the service's. */
export function withoutMetadata<Output extends { readonly $metadata: unknown }>(
  output: Output,
): Omit<Output, '$metadata'> {
  const { $metadata: _, ...members } = output
  return members
}

/** What a call was refused with, or undefined where it was not. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number; message: string } | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
    return { name, message, status: $metadata?.httpStatusCode ?? 0 }
  }
}
