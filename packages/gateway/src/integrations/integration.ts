import type { AwsServices } from '../data-plane/aws-services.ts'
import type { CallContext } from '../data-plane/call-context.ts'
import type { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { LambdaInvoker } from '../data-plane/lambda-invoker.ts'
import type { VpcLinks } from '../data-plane/vpc-links.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import type { ClientCertificate, UpstreamClient } from '../transport/upstream.ts'

/** A call that matched a route, on its way to the backend. */
export interface IntegrationCall {
  readonly context: CallContext
  /** The raw path as routes see it: without a stage. */
  readonly path: string
  /** The raw query without its `?`; empty where there is none. */
  readonly query: string
  /** The raw values of the route's path parameters, in the order of the route key; a greedy one with its last slash. */
  readonly values: readonly string[]
}

/** What integrations work with; one set for the whole server. */
export interface IntegrationServices {
  readonly upstream: UpstreamClient
  readonly functions: LambdaInvoker
  /** AWS services other than Lambda, for WebSocket APIs. */
  readonly aws?: AwsServices
  /** Where private integrations of WebSocket APIs lead. */
  readonly vpcLinks?: VpcLinks
  /** What stages of WebSocket APIs show to backends, by id. */
  readonly clientCertificates?: ReadonlyMap<string, ClientCertificate>
  /** Bytes of a request's or a response's body. AWS: 10 MB. */
  readonly payloadBytes: number
  /** The gateway's own address, for `Forwarded: by=`. Undefined leaves it out. */
  readonly gatewayAddress: string | undefined
}

/** The backend's answer, not yet fit for the client (http-api/reply.ts), or the gateway's own. */
export type IntegrationResult = HttpResponse | GatewayFault

/** One way of calling a backend, bound to a stage and a route. Immutable; may serve many calls at once. */
export interface Integration {
  call(call: IntegrationCall, services: IntegrationServices): IntegrationResult | Promise<IntegrationResult>
}

/** Whose APIs these are, and where: the parts of ARNs that are the same for all of them. */
export interface ApiOwner {
  readonly region: string
  readonly accountId: string
}

/** What an integration is bound to. */
export interface IntegrationBinding {
  readonly owner: ApiOwner
  readonly apiId: string
  readonly stageName: string
  readonly routeKey: string
  readonly stageVariables: Readonly<Record<string, string>>
  /** Names of the route's path parameters, in the order of its key: the same array whenever the route is bound. */
  readonly parameters: readonly string[]
  /** Whether the route is `$default`: the full request path is appended to an HTTP integration's URI. */
  readonly isDefaultRoute: boolean
}

/** An integration's document, compiled; the same for all routes and stages. */
export interface IntegrationTemplate {
  /** Never throws: what cannot be bound becomes an integration that answers why. */
  bind(binding: IntegrationBinding): Integration
}
