import type * as sdk from '@aws-sdk/client-apigatewayv2'
import type { Documented } from '../model/documented.ts'
import type { Hash } from './store.ts'

export type ApiDocument = Documented<sdk.Api> & { ApiId: string; ProtocolType: sdk.ProtocolType }
export type AuthorizerDocument = Documented<sdk.Authorizer> & { AuthorizerId: string }
export type IntegrationDocument = Documented<sdk.Integration> & {
  IntegrationId: string
  IntegrationType: sdk.IntegrationType
}
export type IntegrationResponseDocument = Documented<sdk.IntegrationResponse> & { IntegrationResponseId: string }
export type ModelDocument = Documented<sdk.Model> & { ModelId: string }
export type RouteDocument = Documented<sdk.Route> & { RouteId: string; RouteKey: string }
export type RouteResponseDocument = Documented<sdk.RouteResponse> & { RouteResponseId: string }
export type StageDocument = Documented<sdk.Stage> & { StageName: string }
export type VpcLinkDocument = Documented<sdk.VpcLink> & { VpcLinkId: string }

/** Never answered: what kind of API is mapped, which never changes. A domain name has mappings of one kind only. */
export interface ApiMappingDocument {
  readonly ApiId: string
  readonly ApiMappingId: string
  /** Empty for the root of the domain name. */
  readonly ApiMappingKey: string
  readonly ProtocolType: sdk.ProtocolType
  readonly Stage: string
}

/** With its mappings, so that a look at both is always consistent. */
export type DomainNameDocument = Documented<sdk.DomainName> & {
  DomainName: string
  DomainNameConfigurations: [Documented<sdk.DomainNameConfiguration>]
  ApiMappings: readonly ApiMappingDocument[]
}

/** The refs of all domain names of a region. */
export function domainNamePrefix(region: string): string {
  return `domainnames/${region}/`
}

/** What a deployment froze: the hashes of the API's own document and of its definition tree. */
export interface Frozen {
  readonly api: Hash
  readonly definition: Hash
}
export type DeploymentDocument = Documented<sdk.Deployment> & { DeploymentId: string; Frozen: Frozen }

/**
 * What a deployment freezes: kind → document. Ids are the resources' own; the children of an integration or a route
 * have the id `{parentId}/{ownId}`.
 */
export interface DefinitionKinds {
  authorizers: AuthorizerDocument
  integrations: IntegrationDocument
  integrationresponses: IntegrationResponseDocument
  models: ModelDocument
  routes: RouteDocument
  routeresponses: RouteResponseDocument
}

/** What lives beside the definition: the deployments made of it, and the stages that serve them. */
export interface PublicationKinds {
  deployments: DeploymentDocument
  stages: StageDocument
}

export interface Kinds extends DefinitionKinds, PublicationKinds {}

export const definitionKinds = [
  'authorizers',
  'integrations',
  'integrationresponses',
  'models',
  'routes',
  'routeresponses',
] as const satisfies readonly (keyof DefinitionKinds)[]

export const publicationKinds = ['deployments', 'stages'] as const satisfies readonly (keyof PublicationKinds)[]
