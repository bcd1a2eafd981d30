import { isRecord, member, UNKNOWN, type ValueRecord } from '../conversion/value.ts'
import type { AttributePath, Diagnostic } from '../framework/diagnostics.ts'
import { textOf, textsOf } from './configured.ts'
import { secondsOf } from './duration.ts'

/** IAM's limits of a session, whatever the role itself allows (STS AssumeRole, DurationSeconds). */
const SHORTEST = 15 * 60
const LONGEST = 12 * 60 * 60

const NAME = /^[\w+=,.@-]{2,64}$/
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/

/** STS's own rules for AssumeRole, before it is asked. */
export function* checkRole(block: ValueRecord, at: AttributePath): Generator<Diagnostic> {
  if (member(block, 'role_arn') !== UNKNOWN && textOf(block, 'role_arn') === undefined) {
    const detail = 'role_arn is missing: this block is passed over, as hashicorp/aws does.'
    yield { severity: 'warning', summary: 'Missing required argument', detail, path: at }
  }
  yield* checkSession(block, at)
  yield* checkForm(block, 'external_id', EXTERNAL_ID, '2 to 1224 letters, digits and _+=,.@:/-', at)
  yield* checkForm(block, 'source_identity', NAME, '2 to 64 letters, digits and _+=,.@-', at)
  const tags = member(block, 'tags')
  const keys = isRecord(tags) ? Object.keys(tags) : []
  for (const key of tags === UNKNOWN ? [] : textsOf(block, 'transitive_tag_keys')) {
    if (keys.includes(key)) continue
    const path = [...at, 'transitive_tag_keys']
    yield error('Invalid transitive_tag_keys', `${JSON.stringify(key)} is not the key of a tag in tags.`, path)
  }
}

/** The same for AssumeRoleWithWebIdentity; role and token can come from the environment. */
export function* checkWebIdentity(
  block: ValueRecord,
  at: AttributePath,
  environment: NodeJS.ProcessEnv,
): Generator<Diagnostic> {
  const isGiven = (name: string) => member(block, name) === UNKNOWN || textOf(block, name) !== undefined
  const [token, file] = [isGiven('web_identity_token'), isGiven('web_identity_token_file')]
  if (token && file && textOf(block, 'web_identity_token') !== undefined) {
    const detail = 'web_identity_token and web_identity_token_file cannot be used together.'
    yield error('Conflicting configuration arguments', detail, [...at, 'web_identity_token_file'])
  }
  if (!token && !file && !environment['AWS_WEB_IDENTITY_TOKEN_FILE']) {
    const detail =
      'Give one of web_identity_token, web_identity_token_file and the variable AWS_WEB_IDENTITY_TOKEN_FILE.'
    yield error('Invalid combination of arguments', detail, at)
  }
  if (!isGiven('role_arn') && !environment['AWS_ROLE_ARN']) {
    yield error('Missing required argument', 'Give role_arn, or the variable AWS_ROLE_ARN.', at)
  }
  yield* checkSession(block, at)
}

function* checkSession(block: ValueRecord, at: AttributePath): Generator<Diagnostic> {
  const duration = textOf(block, 'duration')
  if (duration !== undefined) {
    const seconds = secondsOf(duration)
    if (seconds === undefined || seconds < SHORTEST || seconds > LONGEST) {
      const detail = `duration is ${JSON.stringify(duration)}. Allowed: 15 minutes to 12 hours, written as "1h30m".`
      yield error('Invalid duration', detail, [...at, 'duration'])
    }
  }
  yield* checkForm(block, 'session_name', NAME, '2 to 64 letters, digits and _+=,.@-', at)
  const arns = [
    ['role_arn', textOf(block, 'role_arn')] as const,
    ...textsOf(block, 'policy_arns').map((arn) => ['policy_arns', arn] as const),
  ]
  for (const [name, arn] of arns) {
    if (arn === undefined || /^arn:[\w-]+:iam::\w*:.+$/.test(arn)) continue
    const detail = `${JSON.stringify(arn)} is not an ARN of IAM, such as "arn:aws:iam::123456789012:role/deployer".`
    yield error(`Invalid ${name}`, detail, [...at, name])
  }
  const policy = textOf(block, 'policy')
  const wrong = policy === undefined ? undefined : whatIsWrongWithJson(policy)
  if (wrong !== undefined) yield error('Invalid policy', `policy is not a JSON object: ${wrong}.`, [...at, 'policy'])
}

/** Its position without its text: a policy may hold what is nobody's business. */
function whatIsWrongWithJson(text: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? undefined : 'it is another value'
  } catch (problem) {
    const at = /at position \d+/.exec((problem as Error).message)?.[0]
    return at === undefined ? 'it ends too early, or is none' : `it fails ${at}`
  }
}

function* checkForm(
  block: ValueRecord,
  name: string,
  form: RegExp,
  allowed: string,
  at: AttributePath,
): Generator<Diagnostic> {
  const value = textOf(block, name)
  if (value === undefined || form.test(value)) return
  yield error(`Invalid ${name}`, `${name} is ${JSON.stringify(value)}. Allowed: ${allowed}.`, [...at, name])
}

function error(summary: string, detail: string, path: AttributePath): Diagnostic {
  return { severity: 'error', summary, detail, path }
}
