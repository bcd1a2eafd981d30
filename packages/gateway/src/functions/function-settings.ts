import { createHash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-lambda'
import type { Decoded, Documented } from '../model/documented.ts'
import type { FunctionSettings } from '../store/function-document.ts'

/** What CreateFunction and UpdateFunctionConfiguration have in common. */
export type AskedSettings = Omit<Decoded<Documented<sdk.UpdateFunctionConfigurationRequest>>, 'FunctionName'> & {
  readonly Architectures?: sdk.Architecture[] | undefined
}

/** The settings of a new function: Lambda's defaults, changed by what is asked for. */
export function newSettings(name: string, role: string, asked: AskedSettings): FunctionSettings {
  const defaults: FunctionSettings = {
    Architectures: ['x86_64'],
    Description: '',
    EphemeralStorage: { Size: 512 },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
    MemorySize: 128,
    Role: role,
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    Timeout: 3,
    TracingConfig: { Mode: 'PassThrough' },
  }
  return changedSettings(defaults, asked)
}

/** Settings, changed by what is asked for; members that are not asked for stay, and empty ones clear. */
export function changedSettings(before: FunctionSettings, asked: AskedSettings): FunctionSettings {
  const after: Record<string, unknown> = { ...before }
  const simple = ['Description', 'EphemeralStorage', 'Handler', 'MemorySize', 'Role', 'Runtime', 'Timeout'] as const
  for (const member of simple) if (asked[member] !== undefined) after[member] = asked[member]
  if (asked.Architectures !== undefined) after['Architectures'] = asked.Architectures
  if (asked.TracingConfig?.Mode !== undefined) after['TracingConfig'] = { Mode: asked.TracingConfig.Mode }
  if (asked.Environment !== undefined) after['Environment'] = { Variables: asked.Environment.Variables ?? {} }
  if (asked.KMSKeyArn !== undefined) after['KMSKeyArn'] = asked.KMSKeyArn === '' ? undefined : asked.KMSKeyArn
  if (asked.FileSystemConfigs !== undefined) {
    after['FileSystemConfigs'] = asked.FileSystemConfigs.length === 0 ? undefined : asked.FileSystemConfigs
  }
  if (asked.DeadLetterConfig !== undefined) {
    const { TargetArn } = asked.DeadLetterConfig
    after['DeadLetterConfig'] = TargetArn === undefined || TargetArn === '' ? undefined : { TargetArn }
  }
  if (asked.SnapStart !== undefined) {
    after['SnapStart'] = { ApplyOn: asked.SnapStart.ApplyOn ?? 'None', OptimizationStatus: 'Off' }
  }
  if (asked.VpcConfig !== undefined) after['VpcConfig'] = vpcConfig(before.VpcConfig, asked.VpcConfig)
  if (asked.LoggingConfig !== undefined)
    after['LoggingConfig'] = loggingConfig(before.LoggingConfig, asked.LoggingConfig)
  return after as unknown as FunctionSettings
}

/** There is no network to ask whose the subnets are: the VPC's id is made of the first one's. */
function vpcConfig(before: FunctionSettings['VpcConfig'], asked: sdk.VpcConfig): FunctionSettings['VpcConfig'] {
  const SubnetIds = asked.SubnetIds ?? before?.SubnetIds ?? []
  const SecurityGroupIds = asked.SecurityGroupIds ?? before?.SecurityGroupIds ?? []
  const Ipv6AllowedForDualStack = asked.Ipv6AllowedForDualStack ?? before?.Ipv6AllowedForDualStack ?? false
  const [first] = SubnetIds
  const VpcId = first === undefined ? '' : `vpc-${createHash('sha256').update(first).digest('hex').slice(0, 17)}`
  return { SubnetIds, SecurityGroupIds, VpcId, Ipv6AllowedForDualStack }
}

/**
 * Levels exist for JSON alone. AWS answers INFO for those that were never named, of which Terraform makes a change of a
 * published function in every plan: here they are left out.
 */
function loggingConfig(before: sdk.LoggingConfig, asked: sdk.LoggingConfig): sdk.LoggingConfig {
  const merged: sdk.LoggingConfig = { ...before, ...asked }
  if (merged.LogFormat === 'JSON') return merged
  const { ApplicationLogLevel: _, SystemLogLevel: __, ...text } = merged
  return text
}
