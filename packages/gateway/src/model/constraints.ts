import type { TypeModel } from './service-model.ts'

/**
 * What the SDK's schemas do not say of a member: lengths, ranges, allowed values. Keyed by member name, which in this
 * service means the same in every shape, or by `Shape.Member` where it does not.
 * Source: the service's API reference, "Length"/"Range"/"Valid Values" of each property; spec control-plane.md 3.1.
 */
export interface Constraint {
  /** Characters of a string, or of each value of a list or map of strings. */
  readonly length?: readonly [least: number, most: number]
  /** Inclusive range of a number. */
  readonly range?: readonly [least: number, most: number]
  readonly values?: readonly string[]
  /** A regular expression, as AWS shows it, for the whole of a string. */
  readonly pattern?: string
  /** AWS's own text where it is known to differ from the common validation message. */
  readonly text?: string
  /** The same for a required member that is missing. */
  readonly missing?: string
}

const NAME = [1, 128] as const
const URI = [1, 2048] as const
const WORD = [1, 64] as const
/** For members that a PATCH clears with `''` (spec control-plane.md 3.2). */
const CLEARABLE_URI = [0, 2048] as const
const CLEARABLE_WORD = [0, 64] as const
/** AWS documents no length for selection expressions: the bound is Postern's own. */
const EXPRESSION = [0, 2048] as const
const TEMPLATE = [0, 32_768] as const

/** By `Member` or `Shape.Member`. */
export const constraints: ReadonlyMap<string, Constraint> = new Map<string, Constraint>(
  Object.entries({
    Name: { length: NAME },
    Description: { length: [0, 1024] },
    Version: { length: CLEARABLE_WORD },
    ProtocolType: {
      values: ['HTTP', 'WEBSOCKET'],
      text: 'Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]',
    },
    IpAddressType: { values: ['ipv4', 'dualstack'] },
    'Cors.MaxAge': { range: [-1, 86_400] },
    Target: { length: CLEARABLE_URI },
    'CreateRouteRequest.Target': { length: [0, 128] },
    'UpdateRouteRequest.Target': { length: [0, 128] },
    RouteKey: { length: [0, 512], missing: 'Route key is required' },
    CredentialsArn: { length: CLEARABLE_URI },
    RouteSelectionExpression: { length: EXPRESSION },
    ApiKeySelectionExpression: { length: EXPRESSION },

    IntegrationType: { values: ['AWS', 'HTTP', 'MOCK', 'HTTP_PROXY', 'AWS_PROXY'] },
    ConnectionType: { values: ['INTERNET', 'VPC_LINK'] },
    ConnectionId: { length: [0, 1024] },
    ContentHandlingStrategy: { values: ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] },
    PassthroughBehavior: { values: ['WHEN_NO_MATCH', 'NEVER', 'WHEN_NO_TEMPLATES'] },
    IntegrationMethod: { length: CLEARABLE_WORD },
    IntegrationUri: { length: CLEARABLE_URI },
    IntegrationSubtype: { length: NAME },
    PayloadFormatVersion: { length: WORD },
    RequestParameters: { length: [0, 512] },
    ResponseParameters: { length: [0, 512] },
    RequestTemplates: { length: TEMPLATE },
    ResponseTemplates: { length: TEMPLATE },
    TemplateSelectionExpression: { length: EXPRESSION },
    IntegrationResponseKey: { length: [0, 512] },
    ServerNameToVerify: { length: [1, 512] },

    AuthorizationType: { values: ['NONE', 'AWS_IAM', 'CUSTOM', 'JWT'] },
    AuthorizationScopes: { length: WORD },
    OperationName: { length: CLEARABLE_WORD },
    ModelSelectionExpression: { length: EXPRESSION },
    RequestModels: { length: [0, 128] },
    ResponseModels: { length: [0, 128] },

    AuthorizerType: { values: ['REQUEST', 'JWT'] },
    AuthorizerUri: { length: URI },
    AuthorizerCredentialsArn: { length: CLEARABLE_URI },
    AuthorizerPayloadFormatVersion: { length: CLEARABLE_WORD },
    AuthorizerResultTtlInSeconds: { range: [0, 3600] },
    IdentityValidationExpression: { length: [0, 1024] },
    Issuer: { length: URI },

    StageName: { length: NAME },
    StageVariables: { length: [0, 2048] },
    LoggingLevel: { values: ['ERROR', 'INFO', 'OFF'] },
    ThrottlingBurstLimit: { range: [0, 2_147_483_647] },
    ThrottlingRateLimit: { range: [0, Number.MAX_SAFE_INTEGER] },
    Format: { length: [0, 3072] },
    DestinationArn: { length: CLEARABLE_URI },
    ClientCertificateId: { length: [0, 1024] },

    // RFC 1035 section 2.3.4, and what AWS documents of mapping keys.
    DomainName: { length: [1, 253] },
    RoutingMode: { values: ['API_MAPPING_ONLY', 'ROUTING_RULE_ONLY', 'ROUTING_RULE_THEN_API_MAPPING'] },
    CertificateArn: { length: URI },
    CertificateName: { length: NAME },
    OwnershipVerificationCertificateArn: { length: CLEARABLE_URI },
    EndpointType: { values: ['REGIONAL', 'EDGE'] },
    SecurityPolicy: { values: ['TLS_1_0', 'TLS_1_2'] },
    DomainNameStatus: {
      values: ['AVAILABLE', 'UPDATING', 'PENDING_CERTIFICATE_REIMPORT', 'PENDING_OWNERSHIP_VERIFICATION'],
    },
    DomainNameStatusMessage: { length: [0, 1024] },
    ApiGatewayDomainName: { length: [0, 253] },
    HostedZoneId: { length: CLEARABLE_WORD },
    TruststoreUri: { length: CLEARABLE_URI },
    TruststoreVersion: { length: [0, 1024] },
    'CreateApiMappingRequest.ApiId': { length: WORD },
    'UpdateApiMappingRequest.ApiId': { length: WORD },
    Stage: { length: NAME },
    ApiMappingKey: { length: [0, 300] },

    'ExportApiRequest.Specification': { values: ['OAS30'] },
    'ExportApiRequest.OutputType': { values: ['JSON', 'YAML'] },
    'ExportApiRequest.ExportVersion': { values: ['1.0'] },
    'ImportApiRequest.Basepath': { values: ['ignore', 'prepend', 'split'] },
    'ReimportApiRequest.Basepath': { values: ['ignore', 'prepend', 'split'] },

    Schema: { length: TEMPLATE },
    ContentType: { length: [1, 256] },
    Tags: { length: [0, 256] },
  } satisfies Record<string, Constraint>),
)

export function constraintOf(shape: string, member: string): Constraint | undefined {
  return constraints.get(`${shape}.${member}`) ?? constraints.get(member)
}

/** Members that the schemas call integers although AWS takes fractions. */
export function typeOf(member: string, type: TypeModel): TypeModel {
  return member === 'ThrottlingRateLimit' ? 'double' : type
}
