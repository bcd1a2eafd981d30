import { UNKNOWN, type Value, type ValueRecord } from '../conversion/value.ts'
import { blocksOf, numberOf, type TextMap, textMapOf, textMapToBeOf, textOf, textsOf, truthOf } from './configured.ts'
import { secondsOf } from './duration.ts'
import { type ProxySettings, readProxies } from './proxy.ts'
import { defaultTagsOf, listOf, type TagPolicy } from './tags.ts'

/** A role to take on, with what came before it in the chain. */
export interface AssumedRole {
  readonly arn: string
  readonly seconds: number | undefined
  readonly externalId: string | undefined
  readonly policy: string | undefined
  readonly policyArns: readonly string[]
  readonly sessionName: string | undefined
  readonly sourceIdentity: string | undefined
  readonly tags: TextMap
  readonly transitiveTagKeys: readonly string[]
}

/** A role to take on with a token of OpenID Connect. */
export interface WebIdentity {
  readonly arn: string | undefined
  readonly seconds: number | undefined
  readonly policy: string | undefined
  readonly policyArns: readonly string[]
  readonly sessionName: string | undefined
  readonly token: string | undefined
  readonly tokenFile: string | undefined
}

/** What calls are made with. undefined: the SDK finds it as all AWS tools do. */
export interface AwsConfiguration {
  /** Arguments without which no call can be made, and which nobody knows yet. */
  readonly unknown: readonly string[]
  readonly region: string | undefined
  readonly stsRegion: string | undefined
  readonly mayBeAnyRegion: boolean
  readonly profile: string | undefined
  readonly configFiles: readonly string[]
  readonly credentialsFiles: readonly string[]
  readonly keys:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined
  readonly webIdentity: WebIdentity | undefined
  readonly roles: readonly AssumedRole[]
  readonly endpoints: { readonly apigatewayv2?: string; readonly sts?: string; readonly sso?: string }
  readonly maxAttempts: number | undefined
  readonly retryMode: string | undefined
  /** 0: retries of all calls together are not limited, as with hashicorp/aws. */
  readonly retryTokens: number
  readonly caBundle: string | undefined
  readonly isInsecure: boolean
  readonly proxies: ProxySettings
  readonly useFips: boolean
  readonly useDualStack: boolean
  readonly metadata: {
    readonly endpoint: string | undefined
    readonly mode: string | undefined
    readonly isSkipped: boolean | undefined
  }
  readonly allowedAccounts: readonly string[]
  readonly forbiddenAccounts: readonly string[]
  readonly isAccountAsked: boolean
  readonly tags: TagPolicy
}

/** What cannot be guessed for a call: everything else has a default that the same call would have later. */
const NEEDED = [
  'region',
  'profile',
  'access_key',
  'secret_key',
  'token',
  'shared_config_files',
  'shared_credentials_files',
  'assume_role',
  'assume_role_with_web_identity',
  'endpoints',
  'custom_ca_bundle',
  'http_proxy',
  'https_proxy',
  'allowed_account_ids',
  'forbidden_account_ids',
]

/** Pure: files are read, and calls made, when the first call needs it. */
export function readConfiguration(config: ValueRecord, environment: NodeJS.ProcessEnv): AwsConfiguration {
  const accessKeyId = textOf(config, 'access_key')
  const secretAccessKey = textOf(config, 'secret_key')
  const sessionToken = textOf(config, 'token')
  const [webIdentity] = blocksOf(config, 'assume_role_with_web_identity')
  return {
    unknown: NEEDED.filter((name) => isUnknownInside(config[name] ?? null)),
    region: textOf(config, 'region') ?? (environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || undefined),
    stsRegion: textOf(config, 'sts_region'),
    mayBeAnyRegion: truthOf(config, 'skip_region_validation'),
    profile: textOf(config, 'profile'),
    configFiles: textsOf(config, 'shared_config_files'),
    credentialsFiles: textsOf(config, 'shared_credentials_files'),
    keys:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    webIdentity: webIdentity && webIdentityOf(webIdentity, environment),
    roles: blocksOf(config, 'assume_role').flatMap(roleOf),
    endpoints: endpointsOf(config, environment),
    maxAttempts: numberOf(config, 'max_retries'),
    retryMode: textOf(config, 'retry_mode'),
    retryTokens: numberOf(config, 'token_bucket_rate_limiter_capacity') ?? 0,
    caBundle: textOf(config, 'custom_ca_bundle') ?? (environment['AWS_CA_BUNDLE'] || undefined),
    isInsecure: truthOf(config, 'insecure'),
    proxies: readProxies(config, environment),
    useFips: truthOf(config, 'use_fips_endpoint'),
    useDualStack: truthOf(config, 'use_dualstack_endpoint'),
    metadata: {
      endpoint: textOf(config, 'ec2_metadata_service_endpoint'),
      mode: textOf(config, 'ec2_metadata_service_endpoint_mode'),
      isSkipped: truthOfText(textOf(config, 'skip_metadata_api_check')),
    },
    allowedAccounts: textsOf(config, 'allowed_account_ids'),
    forbiddenAccounts: textsOf(config, 'forbidden_account_ids'),
    isAccountAsked: !truthOf(config, 'skip_requesting_account_id'),
    tags: tagPolicyOf(config, environment),
  }
}

function isUnknownInside(value: Value): boolean {
  if (value === UNKNOWN) return true
  if (Array.isArray(value)) return (value as readonly Value[]).some(isUnknownInside)
  return typeof value === 'object' && value !== null && Object.values(value as ValueRecord).some(isUnknownInside)
}

/** A block without a role is passed over, as hashicorp/aws does with a warning. */
function roleOf(block: ValueRecord): readonly AssumedRole[] {
  const arn = textOf(block, 'role_arn')
  if (arn === undefined) return []
  return [
    {
      arn,
      seconds: secondsOf(textOf(block, 'duration') ?? ''),
      externalId: textOf(block, 'external_id'),
      policy: textOf(block, 'policy'),
      policyArns: textsOf(block, 'policy_arns'),
      sessionName: textOf(block, 'session_name'),
      sourceIdentity: textOf(block, 'source_identity'),
      tags: textMapOf(block, 'tags'),
      transitiveTagKeys: textsOf(block, 'transitive_tag_keys'),
    },
  ]
}

function webIdentityOf(block: ValueRecord, environment: NodeJS.ProcessEnv): WebIdentity {
  const token = textOf(block, 'web_identity_token')
  const file = textOf(block, 'web_identity_token_file')
  return {
    arn: textOf(block, 'role_arn') ?? (environment['AWS_ROLE_ARN'] || undefined),
    seconds: secondsOf(textOf(block, 'duration') ?? ''),
    policy: textOf(block, 'policy'),
    policyArns: textsOf(block, 'policy_arns'),
    sessionName: textOf(block, 'session_name') ?? (environment['AWS_ROLE_SESSION_NAME'] || undefined),
    token,
    tokenFile: token === undefined ? (file ?? (environment['AWS_WEB_IDENTITY_TOKEN_FILE'] || undefined)) : undefined,
  }
}

/** STS alone had variables of Terraform's own before AWS_ENDPOINT_URL_STS, which the SDK reads. */
function endpointsOf(config: ValueRecord, environment: NodeJS.ProcessEnv): AwsConfiguration['endpoints'] {
  const blocks = blocksOf(config, 'endpoints')
  const named = (service: string) => blocks.map((block) => textOf(block, service)).find((url) => url !== undefined)
  const apigatewayv2 = named('apigatewayv2')
  const sts = named('sts') ?? (environment['TF_AWS_STS_ENDPOINT'] || environment['AWS_STS_ENDPOINT'] || undefined)
  const sso = named('sso')
  return { ...(apigatewayv2 && { apigatewayv2 }), ...(sts && { sts }), ...(sso && { sso }) }
}

/** As Go reads truths: hashicorp/aws has this one as a text. */
function truthOfText(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : /^(1|t|true)$/i.test(value)
}

function tagPolicyOf(config: ValueRecord, environment: NodeJS.ProcessEnv): TagPolicy {
  const [defaults] = blocksOf(config, 'default_tags')
  const [ignored = {}] = blocksOf(config, 'ignore_tags')
  const named = defaults === undefined ? {} : textMapToBeOf(defaults, 'tags')
  return {
    // The block wins over the environment, tag by tag.
    defaults: named === UNKNOWN ? UNKNOWN : { ...defaultTagsOf(environment), ...named },
    ignoredKeys: [...textsOf(ignored, 'keys'), ...listOf(environment, 'TF_AWS_IGNORE_TAGS_KEYS')],
    ignoredPrefixes: [...textsOf(ignored, 'key_prefixes'), ...listOf(environment, 'TF_AWS_IGNORE_TAGS_KEY_PREFIXES')],
  }
}
