import type * as sdk from '@aws-sdk/client-apigatewayv2'
import type { Handlers } from '../aws-protocol/rest-json-service.ts'
import type { Operations } from '../model/apigatewayv2.generated.ts'
import type { ApiRepository } from '../store/api-repository.ts'
import type { DocumentRepository } from '../store/document-repository.ts'
import type { DomainNameDocument, VpcLinkDocument } from '../store/documents.ts'
import type { Quotas } from './quotas.ts'

export type ApiGatewayHandlers = Handlers<Operations>

/** What handlers of the control plane work with. One region, one account. */
export interface ControlPlane {
  readonly region: string
  readonly accountId: string
  readonly apis: ApiRepository
  readonly vpcLinks: DocumentRepository<VpcLinkDocument>
  /** Whether the configuration has an address for a link of that id, which need not be made then. */
  readonly isVpcLinkConfigured?: (id: string) => boolean
  readonly domainNames: DocumentRepository<DomainNameDocument>
  /** Host names that lead to the control plane, and so to no API. In lower case. */
  readonly ownNames: ReadonlySet<string>
  readonly quotas: Quotas
  /** The `apiEndpoint` of an API, which depends on how this server is reached. Without a stage. */
  readonly endpointOf: (apiId: string, protocol: sdk.ProtocolType) => string
  /** The present moment. */
  readonly clock: () => Date
}

/** ISO-8601 with whole seconds and `Z`: epoch numbers make the Go SDK fail (spec control-plane.md 1.2). */
export function timestamp(plane: ControlPlane): string {
  return `${plane.clock().toISOString().slice(0, 19)}Z`
}
