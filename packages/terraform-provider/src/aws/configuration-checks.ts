import { isRecord, member, UNKNOWN, type Value, type ValueRecord } from '../conversion/value.ts'
import type { AttributePath, Diagnostic } from '../framework/diagnostics.ts'
import { blocksOf, numberOf, textOf, textsOf, truthOf } from './configured.ts'
import { isRegion } from './region.ts'
import { checkRole, checkWebIdentity } from './role-checks.ts'

/** Not in the schema, as it would not allow the empty text, which is none. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  retry_mode: ['standard', 'adaptive'],
  ec2_metadata_service_endpoint_mode: ['IPv4', 'IPv6'],
  s3_us_east_1_regional_endpoint: ['legacy', 'regional'],
}

function problem(summary: string, detail: string, path: AttributePath): Diagnostic {
  return { severity: 'error', summary, detail, path }
}

/** What is wrong with the provider's own block, by itself. What is unknown is not guessed. */
export function* checkConfiguration(
  config: ValueRecord,
  environment: NodeJS.ProcessEnv = process.env,
): Generator<Diagnostic> {
  yield* checkKeys(config)
  yield* checkRegions(config)
  yield* checkAccounts(config)
  yield* checkNumbers(config)
  yield* checkBlocks(config)
  for (const name of ['http_proxy', 'https_proxy', 'ec2_metadata_service_endpoint']) {
    const url = textOf(config, name)
    if (url === undefined || isUrl(url) || (name !== 'ec2_metadata_service_endpoint' && isUrl(`http://${url}`)))
      continue
    yield problem(
      `Invalid ${name}`,
      `${JSON.stringify(withoutUser(url))} is not a URL such as "http://proxy.example.org:3128".`,
      [name],
    )
  }
  for (const [name, allowed] of Object.entries(NAMES)) {
    const value = textOf(config, name)
    if (value === undefined || allowed.includes(value)) continue
    const list = allowed.map((word) => JSON.stringify(word)).join(', ')
    yield problem(`Invalid ${name}`, `${name} is ${JSON.stringify(value)}. Allowed: ${list}.`, [name])
  }
  const check = textOf(config, 'skip_metadata_api_check')
  if (check !== undefined && !/^(0|1|t|f|true|false)$/i.test(check)) {
    yield problem('Invalid skip_metadata_api_check', `${JSON.stringify(check)} is neither "true" nor "false".`, [
      'skip_metadata_api_check',
    ])
  }
  for (const [index, block] of blocksOf(config, 'assume_role').entries()) {
    yield* checkRole(block, ['assume_role', { index }])
  }
  const [webIdentity] = blocksOf(config, 'assume_role_with_web_identity')
  if (webIdentity === undefined) return
  yield* checkWebIdentity(webIdentity, ['assume_role_with_web_identity', { index: 0 }], environment)
  if (textOf(config, 'access_key') !== undefined) {
    const detail = 'access_key and secret_key win over it, as they do with hashicorp/aws. Leave out one of both.'
    const path = ['assume_role_with_web_identity', { index: 0 }]
    yield { severity: 'warning', summary: 'assume_role_with_web_identity has no effect', detail, path }
  }
}

function* checkKeys(config: ValueRecord): Generator<Diagnostic> {
  const isGiven = (name: string) => member(config, name) === UNKNOWN || textOf(config, name) !== undefined
  const [access, secret] = [isGiven('access_key'), isGiven('secret_key')]
  if (access !== secret) {
    const path = [access ? 'access_key' : 'secret_key']
    yield problem('Half a key', 'access_key and secret_key are given together, or neither is.', path)
  } else if (!access && isGiven('token')) {
    yield problem('A token without a key', 'token belongs to access_key and secret_key, which are missing.', ['token'])
  }
}

function* checkRegions(config: ValueRecord): Generator<Diagnostic> {
  // Whether it is skipped may not be known yet.
  if (truthOf(config, 'skip_region_validation') || member(config, 'skip_region_validation') === UNKNOWN) return
  for (const name of ['region', 'sts_region']) {
    const region = textOf(config, name)
    if (region !== undefined && !isRegion(region)) yield problem(`invalid AWS Region: ${region}`, REGION_HELP, [name])
  }
}

export const REGION_HELP =
  'No region of AWS is called so. For regions that are not public, and for services that are like AWS, set skip_region_validation = true.'

function* checkAccounts(config: ValueRecord): Generator<Diagnostic> {
  const names = ['allowed_account_ids', 'forbidden_account_ids'] as const
  if (names.every((name) => textsOf(config, name).length > 0)) {
    const detail = 'allowed_account_ids and forbidden_account_ids cannot be used together.'
    for (const name of names) yield problem('Conflicting configuration arguments', detail, [name])
  }
}

/** Values that only these names allow; Terraform checks that they are numbers. */
function* checkNumbers(config: ValueRecord): Generator<Diagnostic> {
  for (const name of ['max_retries', 'token_bucket_rate_limiter_capacity']) {
    const value = numberOf(config, name)
    if (value !== undefined && (value < 0 || !Number.isInteger(value))) {
      yield problem(`Invalid ${name}`, `${value} is not a whole number from 0 on.`, [name])
    }
  }
}

/** What can be there once only, and the URLs. */
function* checkBlocks(config: ValueRecord): Generator<Diagnostic> {
  for (const name of ['assume_role_with_web_identity', 'default_tags', 'ignore_tags']) {
    const { length } = blocksOf(config, name)
    if (length > 1) yield problem('Too many blocks', `${name} can be there once, and is ${length} times.`, [name])
  }
  for (const block of blocksOf(config, 'endpoints')) {
    for (const [name, value] of Object.entries(block)) {
      if (typeof value !== 'string' || value === '' || isUrl(value)) continue
      const detail = `The endpoint of ${name} is ${JSON.stringify(withoutUser(value))}, which is not a URL such as "http://127.0.0.1:4566".`
      yield problem('Invalid endpoint', detail, ['endpoints'])
    }
  }
  for (const block of blocksOf(config, 'default_tags')) {
    const tags: Value = member(block, 'tags')
    for (const [key, value] of isRecord(tags) ? Object.entries(tags) : []) {
      const path: AttributePath = ['default_tags', { index: 0 }, 'tags', { key }]
      if (value === null) yield problem('Invalid default tag', `${key} has no value. Allowed: a text, also "".`, path)
      else if (key.startsWith('aws:'))
        yield problem('Invalid default tag', 'AWS alone sets tags that begin with aws:.', path)
    }
  }
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).hostname !== ''
}

/** A proxy's URL may hold a password. */
function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@').replace(/^[^/@]*@/, '…@')
}
