import { hashed, incompleteSignature, invalidSignature, missingToken, shown } from './sigv4-errors.ts'

/** What a signed call says of its own signature, from the Authorization header or the presigned query. */
export interface SignatureClaim {
  readonly algorithm: string
  /** `keyid/date/region/service/aws4_request`, unparsed. */
  readonly credential: string
  /** In lower case, sorted. May be empty. */
  readonly signedHeaders: readonly string[]
  /** Hex, as sent. */
  readonly signature: string
  /** X-Amz-Date or, in the header form alone, Date: as sent. */
  readonly date: string
  /** The header that `date` was read from; undefined in the presigned form, where the query is signed as a whole. */
  readonly dateHeader: 'x-amz-date' | 'date' | undefined
  readonly token: string | undefined
  /** X-Amz-Expires as sent; always undefined in the header form. */
  readonly expires: string | undefined
  /** SHA-256 of the body as the caller states it, if it does. */
  readonly payloadHash: string | undefined
}

const PARAMETERS = ['Credential', 'Signature', 'SignedHeaders'] as const

/**
 * Finds the claim of a call. `headers`: values by name in lower case, lines joined by commas; `query`: decoded pairs.
 * Throws MissingAuthenticationTokenException where the call is not signed, IncompleteSignatureException where parts
 * are missing, and InvalidSignatureException where it is signed in both ways at once.
 */
export function signatureClaimOf(
  headers: ReadonlyMap<string, string>,
  query: readonly (readonly [name: string, value: string])[],
): SignatureClaim {
  const authorization = headers.get('authorization')
  const presigned = query.some(([name]) => name === 'X-Amz-Algorithm')
  if (authorization !== undefined && presigned) {
    throw invalidSignature("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.")
  }
  if (authorization !== undefined) return claimOfHeader(authorization, headers)
  if (presigned) return claimOfQuery(query, headers)
  throw missingToken()
}

function claimOfHeader(authorization: string, headers: ReadonlyMap<string, string>): SignatureClaim {
  const [algorithm = '', ...words] = authorization.split(/[ ,\t]+/).filter((word) => word !== '')
  const parameters = new Map<string, string>()
  for (const word of words) {
    const equals = word.indexOf('=')
    if (equals === -1) {
      throw incompleteSignature(
        'Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with ' +
          `Base64): '${hashed(word)}'.`,
      )
    }
    const name = word.slice(0, equals)
    // Two values for one name: whoever sits between could have read the other one.
    if (parameters.has(name)) throw incompleteSignature(`Duplicate '${shown(name)}' parameter in Authorization header.`)
    parameters.set(name, word.slice(equals + 1))
  }
  const dateHeader = headers.has('x-amz-date') ? 'x-amz-date' : 'date'
  const date = headers.get(dateHeader)
  const problems = PARAMETERS.filter((name) => !parameters.has(name)).map(
    (name) => `Authorization header requires '${name}' parameter. `,
  )
  if (!date) problems.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ")
  if (problems.length > 0) {
    throw incompleteSignature(
      `${problems.join('')}(Hashed with SHA-256 and encoded with Base64) Authorization=${hashed(authorization)}`,
    )
  }
  return {
    algorithm,
    credential: parameters.get('Credential') ?? '',
    signedHeaders: headerNames(parameters.get('SignedHeaders') ?? ''),
    signature: parameters.get('Signature') ?? '',
    date: date ?? '',
    dateHeader,
    token: headers.get('x-amz-security-token'),
    expires: undefined,
    payloadHash: headers.get('x-amz-content-sha256'),
  }
}

const QUERY_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
] as const

function claimOfQuery(
  query: readonly (readonly [name: string, value: string])[],
  headers: ReadonlyMap<string, string>,
): SignatureClaim {
  const parameters = new Map<string, string>()
  for (const [name, value] of query) {
    // The JavaScript SDK moves headers into the query in lower case; what it adds itself is in AWS's spelling.
    const key = name.toLowerCase() === 'x-amz-content-sha256' ? 'X-Amz-Content-Sha256' : name
    if (!key.startsWith('X-Amz-')) continue
    if (parameters.has(key)) {
      throw incompleteSignature(`Duplicate query parameter '${shown(key)}'. Re-examine the query-string parameters.`)
    }
    parameters.set(key, value)
  }
  const problems = QUERY_PARAMETERS.filter((name) => !parameters.get(name)).map(
    (name) => `AWS query-string parameters must include '${name}'. `,
  )
  if (problems.length > 0) {
    throw incompleteSignature(`${problems.join('')}Re-examine the query-string parameters.`)
  }
  return {
    algorithm: parameters.get('X-Amz-Algorithm') ?? '',
    credential: parameters.get('X-Amz-Credential') ?? '',
    signedHeaders: headerNames(parameters.get('X-Amz-SignedHeaders') ?? ''),
    signature: parameters.get('X-Amz-Signature') ?? '',
    date: parameters.get('X-Amz-Date') ?? '',
    dateHeader: undefined,
    token: parameters.get('X-Amz-Security-Token') ?? headers.get('x-amz-security-token'),
    expires: parameters.get('X-Amz-Expires'),
    payloadHash: parameters.get('X-Amz-Content-Sha256') ?? headers.get('x-amz-content-sha256'),
  }
}

function headerNames(list: string): string[] {
  return list
    .split(';')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
    .sort()
}
