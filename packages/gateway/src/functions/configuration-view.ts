import { createHash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-lambda'
import type { Documented } from '../model/documented.ts'
import { partitionOf } from '../model/partition.ts'
import type { VersionDocument } from '../store/function-document.ts'
import { functionArn, type LambdaHome } from './lambda-arn.ts'

type Configuration = Documented<sdk.FunctionConfiguration>

/** A version as the API answers it. `qualifier` is that of its ARN, undefined for none. */
export function configurationOf(
  home: LambdaHome,
  name: string,
  version: VersionDocument,
  qualifier: string | undefined,
): Configuration {
  return {
    ...listedConfiguration(home, name, version, qualifier),
    ...version.Status,
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeArn(home, version.Settings.Runtime) },
  }
}

/** A version in a list, which leaves out how far it is. */
export function listedConfiguration(
  home: LambdaHome,
  name: string,
  { Settings, Code, Version, LastModified, RevisionId }: VersionDocument,
  qualifier: string | undefined,
): Configuration {
  return {
    ...(Settings as Partial<Configuration>),
    CodeSha256: codeSha256(Code.Hash),
    CodeSize: Code.Size,
    FunctionArn: functionArn(home, name, qualifier),
    FunctionName: name,
    LastModified,
    PackageType: 'Zip',
    RevisionId,
    Version,
  }
}

/** Lambda shows in base64 what names the package's object in the store. */
export function codeSha256(hash: string): string {
  return Buffer.from(hash, 'hex').toString('base64')
}

/** Of the form of AWS's, which name a build of the runtime. */
export function runtimeArn({ region }: LambdaHome, runtime = ''): string {
  const build = createHash('sha256').update(runtime).digest('hex')
  return `arn:${partitionOf(region)}:lambda:${region}::runtime:${build}`
}
