import type { LambdaCall, LambdaTarget } from '../data-plane/lambda-invoker.ts'
import { StageText, type TextForm } from './stage-text.ts'

const INVOCATION = /^arn:aws[\w-]*:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/([^/]+)\/invocations$/
const FUNCTION =
  /^arn:aws[\w-]*:lambda:([\w-]+):(\d{12}):function:([\w-]{1,140})(?::(\$LATEST(?:\.PUBLISHED)?|[\w-]{1,128}))?$/

/** Variables stand in the function's name or qualifier, or for its whole ARN in that of an invocation. */
const FUNCTION_FORMS: readonly TextForm[] = [
  { head: /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w:$-]*$/, tail: /^[\w:$-]*$/ },
  { head: /^arn:aws[\w-]*:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/[^/]*$/, tail: /\/invocations$/ },
]

const ALLOWED_URIS =
  'allowed are arn:aws:lambda:{region}:{account}:function:{name}, possibly with :{version or alias}, and ' +
  'arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations, ' +
  'with ${stageVariables.x} in the name, the version or the alias'

/**
 * The `integration_uri` of a function: its ARN, or that of its invocation by API Gateway (spec/http-api.md section
 * 5.1). Throws DefinitionError.
 */
export function parseFunctionUri(uri: string): StageText<LambdaTarget> {
  return new StageText(uri, FUNCTION_FORMS, targetOf)
}

function targetOf(uri: string): LambdaTarget | string {
  const arn = INVOCATION.exec(uri)?.[1] ?? uri
  const [, region, accountId, functionName, qualifier] = FUNCTION.exec(arn) ?? []
  if (region === undefined || accountId === undefined || functionName === undefined) {
    return `its URI ${quoted(uri)} names no Lambda function; ${ALLOWED_URIS}`
  }
  return { arn, region, accountId, functionName, qualifier }
}

type Credentials = LambdaCall['credentials']

const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/
/** The credentials of whoever signed the client's call. Guide: http-api-develop-integrations. */
const CALLER = /^arn:aws[\w-]*:iam::\*:user\/\*$/

/** The variable may hold the role's name, or `role/` as well (spec/http-api.md section 7). */
const ROLE_FORMS: readonly TextForm[] = [
  { head: /^arn:aws[\w-]*:iam::\d{12}:(?:role\/[\w+=,.@/-]*)?$/, tail: /^[\w+=,.@/-]*$/ },
]

const ALLOWED_CREDENTIALS = 'allowed are arn:aws:iam::{account}:role/{name} and arn:aws:iam::*:user/*'

/** The `credentials_arn` of an integration. Throws DefinitionError. */
export function parseCredentials(arn: string): StageText<Credentials> {
  return new StageText(arn, ROLE_FORMS, credentialsOf)
}

function credentialsOf(arn: string): Credentials | string {
  if (CALLER.test(arn)) return { kind: 'caller' }
  return ROLE.test(arn) ? { kind: 'role', arn } : `its credentials ${quoted(arn)} are no role; ${ALLOWED_CREDENTIALS}`
}

/** Enough of a text to know it by. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text)
}
