import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { arn, ENDPOINT, headersOf, sent, stubAwsEnvironment, type Tried, verified } from './test-aws-services.ts'

beforeEach(stubAwsEnvironment)
afterEach(() => {
  vi.unstubAllEnvs()
})

const FORM = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" }
const ACTION = 'x-amz-target'

test.each<[name: string, uri: string, message: string, tried: Tried, wanted: Record<string, string | undefined>]>([
  [
    'DynamoDB',
    'dynamodb:action/PutItem',
    '{"TableName":"t"}',
    {},
    { [ACTION]: 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0', body: '{"TableName":"t"}' },
  ],
  [
    'Step Functions',
    'states:action/StartExecution',
    '{}',
    {},
    { [ACTION]: 'AWSStepFunctions.StartExecution', 'content-type': 'application/x-amz-json-1.0' },
  ],
  [
    'Kinesis',
    'kinesis:action/PutRecord',
    '{}',
    {},
    { [ACTION]: 'Kinesis_20131202.PutRecord', 'content-type': 'application/x-amz-json-1.1' },
  ],
  ['Firehose', 'firehose:action/PutRecord', '{}', {}, { [ACTION]: 'Firehose_20150804.PutRecord' }],
  ['EventBridge', 'events:action/PutEvents', '{}', {}, { [ACTION]: 'AWSEvents.PutEvents' }],
  ['Logs', 'logs:action/PutLogEvents', '{}', {}, { [ACTION]: 'Logs_20140328.PutLogEvents' }],
  ['Systems Manager', 'ssm:action/GetParameter', '{}', {}, { [ACTION]: 'AmazonSSM.GetParameter' }],
  ['Secrets Manager', 'secretsmanager:action/GetSecretValue', '{}', {}, { [ACTION]: 'secretsmanager.GetSecretValue' }],
  ['KMS', 'kms:action/Encrypt', '{}', {}, { [ACTION]: 'TrentService.Encrypt' }],
  ['Cognito', 'cognito-idp:action/SignUp', '{}', {}, { [ACTION]: 'AWSCognitoIdentityProviderService.SignUp' }],
  [
    'SQS, JSON',
    'sqs:action/SendMessage',
    '{}',
    {},
    { [ACTION]: 'AmazonSQS.SendMessage', 'content-type': 'application/x-amz-json-1.0', body: '{}' },
  ],
  [
    'SQS, a form',
    'sqs:action/SendMessage&QueueUrl=a%2Fb',
    'MessageBody=x',
    { RequestParameters: FORM },
    { [ACTION]: undefined, target: '/', body: 'Action=SendMessage&Version=2012-11-05&QueueUrl=a%2Fb&MessageBody=x' },
  ],
  [
    'SQS, a form of its own action',
    'sqs:action/SendMessage',
    'Action=A&Version=B',
    { RequestParameters: FORM },
    { body: 'Action=A&Version=B' },
  ],
  [
    'SQS, a form without a body',
    'sqs:action/ListQueues',
    '',
    { RequestParameters: FORM },
    { body: 'Action=ListQueues&Version=2012-11-05' },
  ],
  [
    'SQS, by path',
    'sqs:path/111122223333/jobs',
    'Action=SendMessage',
    { RequestParameters: FORM },
    { target: '/111122223333/jobs', body: 'Action=SendMessage', 'content-type': 'application/x-www-form-urlencoded' },
  ],
  [
    'SNS',
    'sns:action/Publish',
    'hi',
    { RequestParameters: { 'integration.request.querystring.Message': 'route.request.body' } },
    { target: '/?Action=Publish&Version=2010-03-31&Message=hi', body: 'hi', 'content-type': 'application/json' },
  ],
  [
    'SNS, GET',
    'sns:action/ListTopics',
    'hi',
    { IntegrationMethod: 'GET' },
    { method: 'GET', target: '/?Action=ListTopics&Version=2010-03-31', body: undefined, 'content-type': undefined },
  ],
  [
    'IAM, a mapped version',
    'iam:action/ListUsers',
    '',
    { RequestParameters: { 'integration.request.querystring.Version': "'v'" } },
    { target: '/?Action=ListUsers&Version=v', body: undefined },
  ],
  ['an unknown service', 'novelty:action/Do&a=1', '', {}, { target: '/?Action=Do&a=1', [ACTION]: undefined }],
  ['an empty message', 'dynamodb:action/ListTables', '', {}, { body: '{}' }],
  ['any method', 'dynamodb:action/ListTables', '{}', { IntegrationMethod: 'ANY' }, { method: 'POST' }],
  [
    'a mapped content type',
    'dynamodb:action/PutItem',
    '{}',
    {
      RequestParameters: {
        'integration.request.header.content-type': "'application/x-amz-json-1.1'",
        'integration.request.header.X-Amz-Target': "'a.b'",
      },
    },
    { 'content-type': 'application/x-amz-json-1.1', [ACTION]: 'a.b' },
  ],
  [
    'a template',
    'dynamodb:action/GetItem',
    '{"id":7}',
    { RequestTemplates: { $default: '{"Key":{"id":{"N":"$input.path(\'$.id\')"}},"by":"$context.connectionId"}' } },
    { body: '{"Key":{"id":{"N":"7"}},"by":"AbCdEf_GhIjCE2A="}' },
  ],
  [
    'stage variables',
    'dynamodb:action/${stageVariables.what}',
    '{}',
    { variables: { what: 'Scan' } },
    { [ACTION]: 'DynamoDB_20120810.Scan' },
  ],
  [
    'a path with variables',
    's3:path/${stageVariables.bucket}/in/{key}?x=1',
    '',
    {
      IntegrationMethod: 'PUT',
      variables: { bucket: 'pets' },
      RequestParameters: { 'integration.request.path.key': "'b c'", 'integration.request.querystring.y': "'ü&'" },
    },
    { method: 'PUT', target: '/pets/in/b%20c?x=1&y=%C3%BC%26' },
  ],
  ['a path in need of encoding', "s3:path/pets/(a)'%c3%bc", '', {}, { target: '/pets/%28a%29%27%C3%BC' }],
  [
    'a path of a service that encodes twice',
    'iotdata:path/topics/{topic}',
    '{}',
    { RequestParameters: { 'integration.request.path.topic': 'route.request.body.to' } },
    { target: '/topics/%7Btopic%7D' },
  ],
  [
    'a mapped path',
    'iotdata:path/topics/{topic}',
    '{"to":"a/b ü{topic}"}',
    { RequestParameters: { 'integration.request.path.topic': 'route.request.body.to' } },
    { target: '/topics/a%2Fb%20%C3%BC%7Btopic%7D' },
  ],
  [
    'an action of S3',
    's3:action/GetObject&Bucket=pets&Key={key}&versionId=1',
    '',
    { IntegrationMethod: 'GET', RequestParameters: { 'integration.request.path.key': "'a/b'" } },
    { target: '/pets/a/b?versionId=1' },
  ],
  ['an action on a bucket of S3', 's3:action/ListObjectsV2&Bucket=pets', '', {}, { target: '/pets?list-type=2' }],
  ['an empty path', 's3:path/', '', {}, { target: '/' }],
  ['a doubled slash', 's3:path//', '', {}, { target: '/' }],
  [
    'a subdomain of an address',
    'pets.s3:path/key',
    '',
    {},
    { origin: 'http://127.0.0.1:5000', host: 'pets.s3.us-east-1.amazonaws.com', target: '/key' },
  ],
  [
    'a subdomain of localhost',
    'pets.s3:path/key',
    '',
    { environment: { AWS_ENDPOINT_URL: 'http://localhost:5000' } },
    { origin: 'http://localhost:5000', host: 'pets.localhost:5000' },
  ],
  [
    'a subdomain',
    'pets.s3:path/key',
    '',
    { environment: { AWS_ENDPOINT_URL_S3: 'https://s3.us-east-1.amazonaws.com' } },
    { origin: 'https://pets.s3.us-east-1.amazonaws.com', host: 'pets.s3.us-east-1.amazonaws.com' },
  ],
  [
    'an endpoint with a path',
    'dynamodb:action/Scan',
    '{}',
    { environment: { AWS_ENDPOINT_URL_DYNAMODB: 'https://proxy/db/' } },
    { origin: 'https://proxy', host: 'proxy', target: '/db/' },
  ],
  [
    'the endpoint of the service first',
    'states:action/StartExecution',
    '{}',
    { environment: { ...ENDPOINT, AWS_ENDPOINT_URL_SFN: 'http://sfn:1' } },
    { origin: 'http://sfn:1' },
  ],
  [
    'other headers',
    'dynamodb:action/Scan',
    '{}',
    { RequestParameters: { 'integration.request.header.X-Seen': "'a\nü'" } },
    {
      'x-seen': 'a Ã¼',
      accept: 'application/json',
      'user-agent': 'AmazonAPIGateway_a1b2c3d4e5',
      'x-amzn-apigateway-api-id': 'a1b2c3d4e5',
      'x-amzn-trace-id': 'Root=1-695b9d40-0123456789abcdef01234567',
    },
  ],
  [
    'a signed header that is not ASCII',
    'dynamodb:action/Scan',
    '{}',
    { RequestParameters: { 'integration.request.header.X-Amz-Note': "' ü  ß '" } },
    { 'x-amz-note': ' Ã¼  Ã\u009f ' },
  ],
])('%s', async (_name, uri, message, tried, wanted) => {
  const request = await sent(arn(uri), message, tried)
  const seen: Record<string, unknown> = { ...headersOf(request), ...request }
  expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, seen[name]]))).toEqual(wanted)
  const service = uri.split(':')[0]?.replace('pets.', '') ?? ''
  expect(verified(request, service)).toMatchObject({ accessKeyId: 'AKIDGATEWAY', region: 'us-east-1', service })
})
