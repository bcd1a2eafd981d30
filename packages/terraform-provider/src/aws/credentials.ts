import { readFile } from 'node:fs/promises'
import type * as Sts from '@aws-sdk/client-sts'
import { ResourceError } from '../framework/diagnostics.ts'
import type { AssumedRole, AwsConfiguration, WebIdentity } from './configuration.ts'
import { expandPath } from './shared-files.ts'

export type Credentials = NonNullable<Sts.STSClientConfig['credentials']>

/** A client of STS that calls with these credentials; undefined: with those that the SDK finds. */
export type OpenSts = (
  credentials: Credentials | undefined,
) => Promise<{ readonly sdk: typeof Sts; readonly client: Sts.STSClient }>

/**
 * What calls are signed with, by the rules of hashicorp/aws: keys of the block, else a web identity, else what the SDK
 * finds; and from there one role after the other. undefined: what the SDK finds.
 */
export function credentialsOf(
  configuration: AwsConfiguration,
  environment: NodeJS.ProcessEnv,
  openSts: OpenSts,
): Credentials | undefined {
  const { keys, webIdentity, roles } = configuration
  let credentials: Credentials | undefined = keys
  if (credentials === undefined && webIdentity !== undefined) {
    credentials = () => assumeWithWebIdentity(webIdentity, environment, openSts)
  }
  credentials ??= keysOfEnvironment(configuration, environment)
  for (const role of roles) {
    const source = credentials
    credentials = () => assume(role, source, openSts)
  }
  return credentials
}

/** Keys of the environment win over AWS_PROFILE, not over a profile of the block. (The SDK for JavaScript has it otherwise.) */
function keysOfEnvironment({ profile }: AwsConfiguration, environment: NodeJS.ProcessEnv): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  if (profile !== undefined || !accessKeyId || !secretAccessKey) return undefined
  const sessionToken = environment['AWS_SESSION_TOKEN']
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
}

async function assume(role: AssumedRole, source: Credentials | undefined, openSts: OpenSts) {
  const { sdk, client } = await openSts(source)
  const input: Sts.AssumeRoleCommandInput = {
    ...sessionOf(role),
    RoleArn: role.arn,
    ExternalId: role.externalId,
    SourceIdentity: role.sourceIdentity,
    Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
    TransitiveTagKeys: [...role.transitiveTagKeys],
  }
  try {
    return keysOf((await client.send(new sdk.AssumeRoleCommand(input))).Credentials)
  } catch (error) {
    throw cannotAssume(role.arn, error)
  }
}

async function assumeWithWebIdentity(identity: WebIdentity, environment: NodeJS.ProcessEnv, openSts: OpenSts) {
  const { arn = '', token, tokenFile = '' } = identity
  // Calls with a token are not signed.
  const { sdk, client } = await openSts({ accessKeyId: '', secretAccessKey: '' })
  try {
    // Read anew for each session, as those that write it do so again before it expires.
    const WebIdentityToken = token ?? (await readFile(expandPath(tokenFile, environment), 'utf8')).trim()
    const input = { ...sessionOf(identity), RoleArn: arn, WebIdentityToken }
    return keysOf((await client.send(new sdk.AssumeRoleWithWebIdentityCommand(input))).Credentials)
  } catch (error) {
    throw cannotAssume(arn, error)
  }
}

function sessionOf({ seconds, policy, policyArns, sessionName }: AssumedRole | WebIdentity) {
  return {
    RoleSessionName: sessionName ?? `terraform-${Date.now()}`,
    DurationSeconds: seconds === undefined ? undefined : Math.round(seconds),
    Policy: policy,
    PolicyArns: policyArns.length === 0 ? undefined : policyArns.map((arn) => ({ arn })),
  }
}

function keysOf(credentials: Sts.Credentials | undefined) {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {}
  if (AccessKeyId === undefined || SecretAccessKey === undefined) throw new Error('STS answered no keys')
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(SessionToken !== undefined && { sessionToken: SessionToken }),
    ...(Expiration !== undefined && { expiration: Expiration }),
  }
}

/** In the words of hashicorp/aws. A failure further down the chain is told as it is. */
function cannotAssume(arn: string, error: unknown): ResourceError {
  if (error instanceof ResourceError) return error
  const { name, message } = error as Error
  return new ResourceError(
    'Cannot assume IAM Role',
    `IAM Role (${arn}) cannot be assumed.

There are a number of possible causes of this - the most common are:
  * The credentials used in order to assume the role are invalid
  * The credentials do not have appropriate permission to assume the role
  * The role ARN is not valid

Error: ${name}: ${firstLine(message)}`,
  )
}

/** AWS's complaint about a signature goes on with what was signed, session token and all. */
export function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}
