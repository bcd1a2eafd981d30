import { parseMappingValue } from './mapping-value.ts'

export interface ServiceSubtype {
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/**
 * First-class integrations of HTTP APIs with AWS services. Guide: http-api-develop-integrations-aws-services-reference.
 * All take an optional `Region`.
 */
export const serviceSubtypes: ReadonlyMap<string, ServiceSubtype> = new Map(
  Object.entries({
    'EventBridge-PutEvents': {
      required: ['Detail', 'DetailType', 'Source'],
      optional: ['Time', 'EventBusName', 'Resources', 'TraceHeader'],
    },
    'SQS-SendMessage': {
      required: ['QueueUrl', 'MessageBody'],
      optional: [
        'DelaySeconds',
        'MessageAttributes',
        'MessageDeduplicationId',
        'MessageGroupId',
        'MessageSystemAttributes',
      ],
    },
    'SQS-ReceiveMessage': {
      required: ['QueueUrl'],
      optional: [
        'AttributeNames',
        'MaxNumberOfMessages',
        'MessageAttributeNames',
        'ReceiveRequestAttemptId',
        'VisibilityTimeout',
        'WaitTimeSeconds',
      ],
    },
    'SQS-DeleteMessage': { required: ['QueueUrl', 'ReceiptHandle'], optional: [] },
    'SQS-PurgeQueue': { required: ['QueueUrl'], optional: [] },
    'AppConfig-GetConfiguration': {
      required: ['Application', 'Environment', 'Configuration', 'ClientId'],
      optional: ['ClientConfigurationVersion'],
    },
    'Kinesis-PutRecord': {
      required: ['StreamName', 'Data', 'PartitionKey'],
      optional: ['SequenceNumberForOrdering', 'ExplicitHashKey'],
    },
    'StepFunctions-StartExecution': { required: ['StateMachineArn'], optional: ['Name', 'Input'] },
    'StepFunctions-StartSyncExecution': {
      required: ['StateMachineArn'],
      optional: ['Name', 'Input', 'TraceHeader'],
    },
    'StepFunctions-StopExecution': { required: ['ExecutionArn'], optional: ['Cause', 'Error'] },
  } satisfies Record<string, ServiceSubtype>),
)

const structured = new Set(['MessageAttributes', 'MessageSystemAttributes'])

/** A static value, an expression or a mix; AWS refuses bare JSON for a structured parameter [live]. */
export function isServiceParameterSource(parameter: string, value: string): boolean {
  if (structured.has(parameter) && value.startsWith('{') && !value.includes('${')) return false
  return !('problem' in parseMappingValue(value, 'request'))
}
