import type { Constraint } from '../model/constraints.ts'
import type { TypeModel } from '../model/service-model.ts'

/**
 * What the SDK's schemas do not say of Lambda's members. By `Member` or `Shape.Member`.
 * Source: botocore's service-2.json of Lambda, and the service's quotas for timeout, memory and storage.
 */

const ARN = '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()'
const QUALIFIER = '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+'
const REVISION = { length: [0, 128] } as const

export const lambdaConstraints: ReadonlyMap<string, Constraint> = new Map<string, Constraint>(
  Object.entries({
    // Their forms are those of function-name.ts.
    FunctionName: { length: [1, 2048] },
    Qualifier: { length: [1, 128], pattern: QUALIFIER },
    Resource: { length: [1, 256] },

    Role: { length: [0, 2048], pattern: 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+' },
    Handler: { length: [0, 128], pattern: '[^\\s]+' },
    Description: { length: [0, 256] },
    Timeout: { range: [1, 900] },
    MemorySize: { range: [128, 10_240] },
    PackageType: { values: ['Zip', 'Image'] },
    Runtime: { length: [0, 128] },
    KMSKeyArn: { length: [0, 2048], pattern: ARN },
    SourceKMSKeyArn: { length: [0, 2048], pattern: ARN },
    CodeSigningConfigArn: { length: [0, 200] },
    'DeadLetterConfig.TargetArn': { length: [0, 2048], pattern: ARN },
    'TracingConfig.Mode': { values: ['Active', 'PassThrough'] },
    'EphemeralStorage.Size': { range: [512, 10_240] },
    'SnapStart.ApplyOn': { values: ['PublishedVersions', 'None'] },
    'FileSystemConfig.Arn': { length: [0, 256], pattern: 'arn:aws[a-zA-Z-]*:(elasticfilesystem|s3files):.+' },
    'FileSystemConfig.LocalMountPath': { length: [0, 160], pattern: '/mnt/[a-zA-Z0-9-_.]+' },
    'LoggingConfig.LogFormat': { values: ['JSON', 'Text'] },
    'LoggingConfig.ApplicationLogLevel': { values: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] },
    'LoggingConfig.SystemLogLevel': { values: ['DEBUG', 'INFO', 'WARN'] },
    'LoggingConfig.LogGroup': { length: [1, 512], pattern: '[\\.\\-_/#A-Za-z0-9]+' },
    'VpcConfig.SubnetIds': { length: [0, 1024], pattern: 'subnet-[0-9a-z]*' },
    'VpcConfig.SecurityGroupIds': { length: [0, 1024], pattern: 'sg-[0-9a-zA-Z]*' },
    'Environment.Variables': { length: [0, 4096] },
    Tags: { length: [0, 256] },
    S3Bucket: { length: [3, 63], pattern: '[0-9A-Za-z\\.\\-_]*(?<!\\.)' },
    S3Key: { length: [1, 1024] },
    S3ObjectVersion: { length: [1, 1024] },
    PublishTo: { values: ['LATEST_PUBLISHED'] },
    CodeSha256: { length: [0, 128] },
    RevisionId: REVISION,

    InvocationType: { values: ['Event', 'RequestResponse', 'DryRun'] },
    LogType: { values: ['None', 'Tail'] },
    ClientContext: { length: [0, 4_778] },

    Name: { length: [1, 128], pattern: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)' },
    FunctionVersion: { length: [1, 1024], pattern: '(\\$LATEST(\\.PUBLISHED)?|[0-9]+)' },

    StatementId: { length: [1, 100], pattern: '([a-zA-Z0-9-_]+)' },
    Action: { length: [0, 256], pattern: '(lambda:[*]|lambda:[a-zA-Z]+|[*])' },
    Principal: { length: [0, 2048], pattern: '[^\\s]+' },
    SourceArn: {
      length: [0, 2048],
      pattern: 'arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)',
    },
    SourceAccount: { length: [0, 12], pattern: '\\d{12}' },
    EventSourceToken: { length: [0, 256], pattern: '[a-zA-Z0-9._\\-]+' },
    PrincipalOrgID: { length: [12, 34], pattern: 'o-[a-z0-9]{10,32}' },
    FunctionUrlAuthType: { values: ['NONE', 'AWS_IAM'] },
    'RemovePermissionRequest.StatementId': { length: [1, 100], pattern: '([a-zA-Z0-9-_.]+)' },

    MasterRegion: { pattern: 'ALL|[a-z]{2}(-gov)?-[a-z]+-\\d{1}' },
    'ListFunctionsRequest.FunctionVersion': { values: ['ALL'] },
    Marker: { length: [0, 1024] },
    MaxItems: { range: [1, 10_000] },
    ReservedConcurrentExecutions: { range: [0, Number.MAX_SAFE_INTEGER] },
  } satisfies Record<string, Constraint>),
)

export function lambdaConstraintOf(shape: string, member: string): Constraint | undefined {
  return lambdaConstraints.get(`${shape}.${member}`) ?? lambdaConstraints.get(member)
}

/** The schemas call all numbers integers. */
export function lambdaTypeOf(member: string, type: TypeModel): TypeModel {
  return member === 'AdditionalVersionWeights' ? { map: 'double' } : type
}
