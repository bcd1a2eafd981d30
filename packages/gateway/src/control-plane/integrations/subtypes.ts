import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest } from '../../aws-protocol/service-error.ts'
import { parseMappingValue } from '../../expression/mapping-value.ts'
import type { IntegrationDocument } from '../../store/documents.ts'

interface Subtype {
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/** Guide: http-api-develop-integrations-aws-services-reference. All take an optional `Region`. */
const subtypes: ReadonlyMap<string, Subtype> = new Map(
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
  } satisfies Record<string, Subtype>),
)

/** AWS's frame around what its expression validator says [live]. */
export function invalidSelection(problem: string): Error {
  return badRequest(`Invalid selection expression specified: Validation Result: warnings : [], errors : [${problem}]`)
}

/** Throws where a first-class service integration is not one that AWS offers (spec control-plane.md 5.6). */
export function checkSubtype(protocol: sdk.ProtocolType, integration: IntegrationDocument): void {
  const name = integration.IntegrationSubtype
  if (name === undefined) return
  if (protocol !== 'HTTP') throw badRequest('IntegrationSubtype is only supported for HTTP APIs')
  if (integration.IntegrationType !== 'AWS_PROXY') {
    throw badRequest('IntegrationSubtype is only supported for AWS_PROXY integrations')
  }
  const subtype = subtypes.get(name)
  if (subtype === undefined) {
    throw badRequest(
      `Invalid IntegrationSubtype specified: ${name}. Must be one of [${[...subtypes.keys()].join(', ')}]`,
    )
  }
  if (integration.CredentialsArn === undefined) {
    throw badRequest('CredentialsArn is required for integrations with an IntegrationSubtype')
  }
  checkParameters(name, subtype, integration.RequestParameters ?? {})
}

function checkParameters(name: string, subtype: Subtype, parameters: Readonly<Record<string, string>>): void {
  const known = [...subtype.required, ...subtype.optional, 'Region']
  for (const parameter of subtype.required) {
    if (!Object.hasOwn(parameters, parameter)) {
      throw badRequest(`Parameter ${parameter} is required for IntegrationSubtype ${name}`)
    }
  }
  for (const [parameter, value] of Object.entries(parameters)) {
    if (!known.includes(parameter)) {
      throw badRequest(
        `Invalid parameter specified for IntegrationSubtype ${name}: ${parameter}. Must be one of [${known.join(', ')}]`,
      )
    }
    if (value === '') throw invalidSelection('Mapping expression missing source or destination')
    if (!isSource(parameter, value))
      throw invalidSelection(`Invalid source: ${value} specified for destination: ${parameter}`)
  }
}

const structured = new Set(['MessageAttributes', 'MessageSystemAttributes'])

/** A static value, an expression or a mix; AWS refuses bare JSON for a structured parameter [live]. */
function isSource(parameter: string, value: string): boolean {
  if (structured.has(parameter) && value.startsWith('{') && !value.includes('${')) return false
  return !('problem' in parseMappingValue(value, 'request'))
}

/** Whether a service cannot do without a parameter. */
export function isRequiredParameter(subtype: string, parameter: string): boolean {
  return subtypes.get(subtype)?.required.includes(parameter) ?? false
}
