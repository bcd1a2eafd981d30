import { describe, expect, test } from 'vitest'
import { badRequest, testWire } from '../test-wire.ts'

const ROLE = 'arn:aws:iam::123456789012:role/r'

/** Spec control-plane.md 5.6, optional ones from spec http-api.md 5.7. */
const subtypes: [subtype: string, required: string[], optional: string[]][] = [
  ['EventBridge-PutEvents', ['Detail', 'DetailType', 'Source'], ['Time', 'EventBusName', 'Resources', 'TraceHeader']],
  [
    'SQS-SendMessage',
    ['QueueUrl', 'MessageBody'],
    ['DelaySeconds', 'MessageAttributes', 'MessageDeduplicationId', 'MessageGroupId', 'MessageSystemAttributes'],
  ],
  [
    'SQS-ReceiveMessage',
    ['QueueUrl'],
    [
      'AttributeNames',
      'MaxNumberOfMessages',
      'MessageAttributeNames',
      'ReceiveRequestAttemptId',
      'VisibilityTimeout',
      'WaitTimeSeconds',
    ],
  ],
  ['SQS-DeleteMessage', ['QueueUrl', 'ReceiptHandle'], []],
  ['SQS-PurgeQueue', ['QueueUrl'], []],
  [
    'AppConfig-GetConfiguration',
    ['Application', 'Environment', 'Configuration', 'ClientId'],
    ['ClientConfigurationVersion'],
  ],
  ['Kinesis-PutRecord', ['StreamName', 'Data', 'PartitionKey'], ['SequenceNumberForOrdering', 'ExplicitHashKey']],
  ['StepFunctions-StartExecution', ['StateMachineArn'], ['Name', 'Input']],
  ['StepFunctions-StartSyncExecution', ['StateMachineArn'], ['Name', 'Input', 'TraceHeader']],
  ['StepFunctions-StopExecution', ['ExecutionArn'], ['Cause', 'Error']],
]

const body = (integrationSubtype: string, requestParameters: object, more: object = {}) => ({
  credentialsArn: ROLE,
  integrationSubtype,
  integrationType: 'AWS_PROXY',
  payloadFormatVersion: '1.0',
  requestParameters,
  ...more,
})

const values = (names: string[]) => Object.fromEntries(names.map((name) => [name, '$request.body.x']))

describe.each(subtypes)('%s', (subtype, required, optional) => {
  test('takes its parameters, and Region', async () => {
    const { call, httpApi } = testWire()
    const path = `apis/${await httpApi()}/integrations`
    expect((await call('POST', path, body(subtype, values(required)))).status).toBe(201)
    const all = values([...required, ...optional, 'Region'])
    expect(await call('POST', path, body(subtype, all))).toMatchObject({
      status: 201,
      body: { requestParameters: all },
    })
  })

  test.each(required)('needs %s', async (missing) => {
    const { call, httpApi } = testWire()
    const given = values(required.filter((name) => name !== missing))
    expect(await call('POST', `apis/${await httpApi()}/integrations`, body(subtype, given))).toEqual(
      badRequest(`Parameter ${missing} is required for IntegrationSubtype ${subtype}`),
    )
  })

  test('takes no other', async () => {
    const { call, httpApi } = testWire()
    const given = values([...required, 'toString'])
    const known = [...required, ...optional, 'Region'].join(', ')
    expect(await call('POST', `apis/${await httpApi()}/integrations`, body(subtype, given))).toEqual(
      badRequest(`Invalid parameter specified for IntegrationSubtype ${subtype}: toString. Must be one of [${known}]`),
    )
  })
})

describe('service integrations', () => {
  const selection = (problem: string) =>
    `Invalid selection expression specified: Validation Result: warnings : [], errors : [${problem}]`
  const send = { QueueUrl: 'https://q', MessageBody: 'm' }
  test.each<[string, object, string]>([
    [
      'an unknown subtype',
      body('SNS-Publish', {}),
      `Invalid IntegrationSubtype specified: SNS-Publish. Must be one of [${subtypes.map(([name]) => name).join(', ')}]`,
    ],
    [
      'a subtype that only objects of JavaScript know',
      body('constructor', {}),
      `Invalid IntegrationSubtype specified: constructor. Must be one of [${subtypes.map(([name]) => name).join(', ')}]`,
    ],
    [
      'no role',
      body('SQS-SendMessage', send, { credentialsArn: undefined }),
      'CredentialsArn is required for integrations with an IntegrationSubtype',
    ],
    [
      'a URI',
      body('SQS-SendMessage', send, { integrationUri: 'https://a.test' }),
      'Integration URI is not supported for integrations with an IntegrationSubtype',
    ],
    [
      'another type',
      body('SQS-SendMessage', send, { integrationType: 'HTTP_PROXY' }),
      'IntegrationSubtype is only supported for AWS_PROXY integrations',
    ],
    [
      'payload format 2.0',
      body('SQS-SendMessage', send, { payloadFormatVersion: '2.0' }),
      'Invalid PayloadFormatVersion specified: 2.0. Must be one of [1.0] for this integration',
    ],
    [
      'an empty value',
      body('SQS-SendMessage', { ...send, MessageBody: '' }),
      selection('Mapping expression missing source or destination'),
    ],
    [
      'bare JSON for a structured parameter',
      body('SQS-SendMessage', { ...send, MessageAttributes: '{"a":{"DataType":"String"}}' }),
      selection('Invalid source: {"a":{"DataType":"String"}} specified for destination: MessageAttributes'),
    ],
    [
      'a value that is no expression',
      body('SQS-SendMessage', { ...send, MessageBody: '$request.nowhere' }),
      selection('Invalid source: $request.nowhere specified for destination: MessageBody'),
    ],
  ])('must not have %s', async (_what, given, message) => {
    const { call, httpApi } = testWire()
    expect(await call('POST', `apis/${await httpApi()}/integrations`, given)).toEqual(badRequest(message))
  })

  test('may have JSON with an expression in it for a structured parameter', async () => {
    const { call, httpApi } = testWire()
    const MessageAttributes = '{"k":{"DataType":"String","StringValue":"${request.header.k}"}}'
    const answer = await call(
      'POST',
      `apis/${await httpApi()}/integrations`,
      body('SQS-SendMessage', { ...send, MessageAttributes }),
    )
    expect(answer.status).toBe(201)
  })
})
