import type * as sdk from '@aws-sdk/client-lambda'
import type { Documented } from '../model/documented.ts'
import type { Hash } from './store.ts'

/** What `functions/{region}/{name}` holds: a Lambda function with all that belongs to it. */
export interface FunctionDocument {
  readonly FunctionName: string
  readonly Latest: VersionDocument
  /** Published versions, the oldest first. */
  readonly Versions: readonly VersionDocument[]
  /** The number of the version that is published next: numbers of deleted versions do not come again. */
  readonly NextVersion: number
  /** By name. */
  readonly Aliases: readonly AliasDocument[]
  readonly Policies: readonly PolicyDocument[]
  readonly Tags: Readonly<Record<string, string>>
  /** Reserved concurrency. */
  readonly ReservedConcurrentExecutions?: number | undefined
}

type Configuration = Documented<sdk.FunctionConfiguration>

/** What a caller can set, as the API answers it. */
export interface FunctionSettings {
  readonly Architectures: NonNullable<Configuration['Architectures']>
  readonly DeadLetterConfig?: Configuration['DeadLetterConfig']
  readonly Description: string
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> }
  readonly EphemeralStorage: NonNullable<Configuration['EphemeralStorage']>
  readonly FileSystemConfigs?: Configuration['FileSystemConfigs']
  readonly Handler?: string | undefined
  readonly KMSKeyArn?: string | undefined
  readonly LoggingConfig: NonNullable<Configuration['LoggingConfig']>
  /** MB */
  readonly MemorySize: number
  readonly Role: string
  readonly Runtime?: sdk.Runtime | undefined
  readonly SnapStart: NonNullable<Configuration['SnapStart']>
  /** Seconds. */
  readonly Timeout: number
  readonly TracingConfig: NonNullable<Configuration['TracingConfig']>
  readonly VpcConfig?: Configuration['VpcConfig']
}

/** How far a version's package is. */
export interface VersionState {
  readonly State: NonNullable<Configuration['State']>
  readonly StateReason?: string
  readonly StateReasonCode?: NonNullable<Configuration['StateReasonCode']>
  readonly LastUpdateStatus?: NonNullable<Configuration['LastUpdateStatus']>
  readonly LastUpdateStatusReason?: string
  readonly LastUpdateStatusReasonCode?: NonNullable<Configuration['LastUpdateStatusReasonCode']>
}

export interface VersionDocument {
  /** `$LATEST` or a number. */
  readonly Version: string
  readonly Settings: FunctionSettings
  /** The package: an object of the store, by its SHA-256 in hex, and its bytes. */
  readonly Code: { readonly Hash: Hash; readonly Size: number }
  readonly Status: VersionState
  /** Lambda's form: `2026-11-24T03:14:24.000+0000`. */
  readonly LastModified: string
  /** Differs after each change that a caller can see. */
  readonly RevisionId: string
  /** Differs after each change of what runs; versions have that of the `$LATEST` that they were published from. */
  readonly ChangeId: string
  /** Of a published version: what `$LATEST` was made of then (functions/publish-version.ts). */
  readonly PublishedFrom?: string
}

export interface AliasDocument {
  readonly Name: string
  readonly FunctionVersion: string
  readonly Description: string
  /** Version → share of the calls, between 0 and 1; the rest go to FunctionVersion. */
  readonly Weights?: Readonly<Record<string, number>>
  readonly RevisionId: string
}

/** A resource policy of the function itself (`$LATEST`), of a version or of an alias. */
interface PolicyDocument {
  readonly Qualifier: string
  readonly Statements: readonly PolicyStatement[]
}

/** One statement, with the members and in the order that AWS answers. */
export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Principal: '*' | { readonly Service: string } | { readonly AWS: string }
  readonly Action: string
  /** The function's ARN, qualified as the policy is. */
  readonly Resource: string
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Where the store keeps the functions of a region. */
export function functionPrefix(region: string): string {
  return `functions/${region}/`
}
