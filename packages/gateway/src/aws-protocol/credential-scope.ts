import { type HeaderList, headerOf } from '../transport/http-message.ts'

/** What a caller claims to be and to call; nothing in it is verified. */
export interface CredentialScope {
  readonly accessKeyId: string
  /** `YYYYMMDD` */
  readonly date: string
  readonly region: string
  /** The signing name of the service, such as `apigateway`, `sts`, `iam` or `lambda`. */
  readonly service: string
}

/** Longer ones are nobody's: a scope is about 60 characters. */
const LONGEST = 512
const IN_HEADER = /(?:^|[\s,])Credential=([^\s,]+)/
const IN_QUERY = /[?&]X-Amz-Credential=([^&#]+)/
const TOKEN_IN_QUERY = /[?&]X-Amz-Security-Token=([^&#]+)/
const LONGEST_TOKEN = 4096

/**
 * The credential scope of a signed call, from the Authorization header or else from a presigned query. Cheap and
 * forgiving, because dispatch only picks the service by it; undefined where there is none.
 */
export function credentialScopeOf(headers: HeaderList, target: string): CredentialScope | undefined {
  const authorization = headerOf(headers, 'authorization')
  const fromHeader = authorization === undefined ? undefined : IN_HEADER.exec(authorization)?.[1]
  const credential = fromHeader ?? decoded(IN_QUERY.exec(target)?.[1], LONGEST)
  return credential === undefined ? undefined : parseCredential(credential)
}

/** The token that a temporary key came with, from where the scope is looked for, and as forgiving. */
export function securityTokenOf(headers: HeaderList, target: string): string | undefined {
  return headerOf(headers, 'x-amz-security-token') ?? decoded(TOKEN_IN_QUERY.exec(target)?.[1], LONGEST_TOKEN)
}

/** Reads `keyid/date/region/service/aws4_request`; undefined unless it has exactly these five parts. */
export function parseCredential(credential: string): CredentialScope | undefined {
  if (credential.length > LONGEST) return undefined
  const [accessKeyId, date, region, service, terminator, ...rest] = credential.split('/')
  if (!accessKeyId || !date || !region || !service || !terminator || rest.length > 0) return undefined
  return { accessKeyId, date, region, service }
}

function decoded(text: string | undefined, longest: number): string | undefined {
  if (text === undefined || text.length > longest * 3) return undefined
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
