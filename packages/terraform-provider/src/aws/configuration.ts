import { isRecord, member, type Value, type ValueRecord } from '../conversion/value.ts'
import { ResourceError } from '../framework/diagnostics.ts'
import { setBlock, text, truth, wholeNumber } from '../framework/schema.ts'

/** The provider's own block: what hashicorp/aws has, as far as it is served here. */
export const configurationSchema = {
  region: text('optional', { description: 'Else AWS_REGION, or what the profile says.' }),
  profile: text('optional', { description: 'Of the shared configuration and credentials files.' }),
  access_key: text('optional'),
  secret_key: text('optional'),
  token: text('optional', { description: 'The session token of temporary keys.' }),
  max_retries: wholeNumber('optional', { description: 'How often a call is tried. Default 25.' }),
  // So that a block written for hashicorp/aws need not change. None of what they skip is ever done here.
  skip_credentials_validation: truth('optional'),
  skip_metadata_api_check: text('optional'),
  skip_region_validation: truth('optional'),
  skip_requesting_account_id: truth('optional'),
  endpoints: setBlock({ apigatewayv2: text('optional') }),
}

/** What calls are made with. undefined: the SDK finds it as all AWS tools do. */
export interface AwsConfiguration {
  readonly region: string | undefined
  readonly profile: string | undefined
  readonly keys:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined
  readonly endpoint: string | undefined
  readonly maxAttempts: number
}

/** hashicorp/aws tries as often. */
const MAX_ATTEMPTS = 25

export function readConfiguration(config: ValueRecord): AwsConfiguration {
  const accessKeyId = textOf(config, 'access_key')
  const secretAccessKey = textOf(config, 'secret_key')
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    const path = [accessKeyId === undefined ? 'secret_key' : 'access_key']
    throw new ResourceError('Half a key', 'access_key and secret_key are given together, or neither is.', path)
  }
  const sessionToken = textOf(config, 'token')
  const retries = member(config, 'max_retries')
  return {
    region: textOf(config, 'region'),
    profile: textOf(config, 'profile'),
    keys:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    endpoint: endpointOf(config),
    maxAttempts: typeof retries === 'number' ? Math.max(1, retries) : MAX_ATTEMPTS,
  }
}

function endpointOf(config: ValueRecord): string | undefined {
  const blocks = member(config, 'endpoints')
  for (const block of Array.isArray(blocks) ? (blocks as readonly Value[]) : []) {
    const url = isRecord(block) ? textOf(block, 'apigatewayv2') : undefined
    if (url !== undefined) return url
  }
  return undefined
}

/** As hashicorp/aws takes it, an empty text is none; what is unknown yet can be none either. */
function textOf(record: ValueRecord, name: string): string | undefined {
  const value = member(record, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}
