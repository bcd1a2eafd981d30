import type { AwsServiceName } from '../../data-plane/aws-services.ts'

/** How a service is told which action is meant. Neither target nor version: `Action` alone, which is for unknown services. */
interface AwsServiceProtocol {
  /** Of the AWS JSON protocol: what stands before the action in `X-Amz-Target`, and the content type. */
  readonly json?: { readonly target: string; readonly contentType: string }
  /** Of the AWS Query protocol: `Version`. */
  readonly version?: string
  /** The service has paths alone. */
  readonly isRest?: boolean
}

export interface AwsService extends AwsServiceName {
  readonly protocol: AwsServiceProtocol
}

interface Row extends AwsServiceProtocol {
  /** The end of AWS_ENDPOINT_URL_…: the service's id in the SDKs' models. */
  readonly variable: string
  /** Where it is not the name. */
  readonly signingName?: string
}

type JsonVersion = '1.0' | '1.1'

function json(variable: string, target: string, version: JsonVersion, more: Partial<Row> = {}): Row {
  return { variable, json: { target, contentType: `application/x-amz-json-${version}` }, ...more }
}

const query = (variable: string, version: string, signingName?: string): Row => ({
  variable,
  version,
  ...(signingName !== undefined && { signingName }),
})
const rest = (variable: string, signingName?: string): Row => ({
  variable,
  isRest: true,
  ...(signingName !== undefined && { signingName }),
})

/**
 * Services by their host names, from the models of the AWS SDKs (`metadata` of each service-2.json of botocore 1.43:
 * endpointPrefix, serviceId, signingName, targetPrefix, jsonVersion, apiVersion).
 */
const ROWS = new Map<string, Row>([
  ['athena', json('ATHENA', 'AmazonAthena', '1.1')],
  ['codebuild', json('CODEBUILD', 'CodeBuild_20161006', '1.1')],
  ['cognito-identity', json('COGNITO_IDENTITY', 'AWSCognitoIdentityService', '1.1')],
  ['cognito-idp', json('COGNITO_IDENTITY_PROVIDER', 'AWSCognitoIdentityProviderService', '1.1')],
  ['comprehend', json('COMPREHEND', 'Comprehend_20171127', '1.1')],
  ['dynamodb', json('DYNAMODB', 'DynamoDB_20120810', '1.0')],
  ['streams.dynamodb', json('DYNAMODB_STREAMS', 'DynamoDBStreams_20120810', '1.0', { signingName: 'dynamodb' })],
  ['ecs', json('ECS', 'AmazonEC2ContainerServiceV20141113', '1.1')],
  ['events', json('EVENTBRIDGE', 'AWSEvents', '1.1')],
  ['firehose', json('FIREHOSE', 'Firehose_20150804', '1.1')],
  ['glue', json('GLUE', 'AWSGlue', '1.1')],
  ['kinesis', json('KINESIS', 'Kinesis_20131202', '1.1')],
  ['kms', json('KMS', 'TrentService', '1.1')],
  ['logs', json('CLOUDWATCH_LOGS', 'Logs_20140328', '1.1')],
  ['rekognition', json('REKOGNITION', 'RekognitionService', '1.1')],
  ['secretsmanager', json('SECRETS_MANAGER', 'secretsmanager', '1.1')],
  ['servicediscovery', json('SERVICEDISCOVERY', 'Route53AutoNaming_v20170314', '1.1')],
  // Form-encoded bodies are of its older protocol.
  ['sqs', json('SQS', 'AmazonSQS', '1.0', { version: '2012-11-05' })],
  ['ssm', json('SSM', 'AmazonSSM', '1.1')],
  ['states', json('SFN', 'AWSStepFunctions', '1.0')],
  // Of synchronous executions.
  ['sync-states', json('SFN', 'AWSStepFunctions', '1.0', { signingName: 'states' })],
  ['textract', json('TEXTRACT', 'Textract', '1.1')],
  ['transcribe', json('TRANSCRIBE', 'Transcribe', '1.1')],
  ['translate', json('TRANSLATE', 'AWSShineFrontendService_20170701', '1.1')],
  ['autoscaling', query('AUTO_SCALING', '2011-01-01')],
  ['cloudformation', query('CLOUDFORMATION', '2010-05-15')],
  ['ec2', query('EC2', '2016-11-15')],
  ['elasticache', query('ELASTICACHE', '2015-02-02')],
  ['email', query('SES', '2010-12-01', 'ses')],
  ['iam', query('IAM', '2010-05-08')],
  ['monitoring', query('CLOUDWATCH', '2010-08-01')],
  ['rds', query('RDS', '2014-10-31')],
  ['redshift', query('REDSHIFT', '2012-12-01')],
  ['sns', query('SNS', '2010-03-31')],
  ['sts', query('STS', '2011-06-15')],
  ['bedrock-runtime', rest('BEDROCK_RUNTIME', 'bedrock')],
  ['execute-api', rest('APIGATEWAYMANAGEMENTAPI')],
  ['iot', rest('IOT_DATA_PLANE', 'iotdata')],
  ['iotdata', rest('IOT_DATA_PLANE')],
  ['lambda', rest('LAMBDA')],
  ['polly', rest('POLLY')],
  ['runtime.sagemaker', rest('SAGEMAKER_RUNTIME', 'sagemaker')],
  ['s3', rest('S3')],
  ['scheduler', rest('SCHEDULER')],
])

/** `host`: what stands before the region in AWS's own host name, in lower case: `dynamodb`, or `mybucket.s3`. */
export function findService(host: string): AwsService {
  const dot = host.lastIndexOf('.')
  const isWhole = dot === -1 || ROWS.has(host)
  const name = isWhole ? host : host.slice(dot + 1)
  const {
    variable,
    signingName = name,
    ...protocol
  } = ROWS.get(name) ?? {
    // Service ids are the names in capitals, as a rule.
    variable: name.toUpperCase().replace(/[^A-Z0-9]/g, '_'),
  }
  return { name, subdomain: isWhole ? undefined : host.slice(0, dot), signingName, variable, protocol }
}
