import type * as sdk from '@aws-sdk/client-lambda'
import { partitionOf } from '../model/partition.ts'
import type { PolicyStatement } from '../store/function-document.ts'
import { invalidParameter } from './lambda-errors.ts'

/** What AddPermission says, but for where. */
export type AskedPermission = Omit<sdk.AddPermissionRequest, 'FunctionName' | 'Qualifier' | 'RevisionId'>

/** The statement that AWS makes of a permission. `resource` is the function's ARN, qualified as the policy is. */
export function policyStatement(asked: AskedPermission, resource: string, region: string): PolicyStatement {
  const Condition = conditionOf(asked)
  return {
    Sid: asked.StatementId ?? '',
    Effect: 'Allow',
    Principal: principalOf(asked.Principal ?? '', region),
    Action: asked.Action ?? '',
    Resource: resource,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  }
}

function principalOf(principal: string, region: string): PolicyStatement['Principal'] {
  if (principal === '*') return '*'
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(principal)) return { Service: principal }
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partitionOf(region)}:iam::${principal}:root` }
  if (/^arn:aws[a-z-]*:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/.+)$/.test(principal)) {
    return { AWS: principal }
  }
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.')
}

function conditionOf(asked: AskedPermission): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const equals = Object.entries({
    'lambda:FunctionUrlAuthType': asked.FunctionUrlAuthType,
    'aws:PrincipalOrgID': asked.PrincipalOrgID,
    'AWS:SourceAccount': asked.SourceAccount,
    'lambda:EventSourceToken': asked.EventSourceToken,
  }).filter((entry): entry is [string, Exclude<(typeof entry)[1], undefined>] => entry[1] !== undefined)
  return {
    ...(equals.length > 0 && { StringEquals: Object.fromEntries(equals) }),
    ...(asked.InvokedViaFunctionUrl !== undefined && {
      Bool: { 'lambda:InvokedViaFunctionUrl': String(asked.InvokedViaFunctionUrl) },
    }),
    ...(asked.SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': asked.SourceArn } }),
  }
}
