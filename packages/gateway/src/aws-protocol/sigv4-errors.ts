import { createHash } from 'node:crypto'
import { ServiceError } from './service-error.ts'

/**
 * How AWS refuses a signature: codes, texts and their trailing blanks as API Gateway and the services beside it answer
 * (IAM user guide, "Troubleshoot signed requests"; answers quoted in public issue threads). All are 403.
 * The query protocol has other names for the same refusals: query-protocol-error.ts.
 */

export function missingToken(): ServiceError {
  return new ServiceError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token')
}

/** An unknown access key, or a token that does not belong to it. AWS tells the two apart no more than this. */
export function unrecognizedClient(): ServiceError {
  return new ServiceError('UnrecognizedClientException', 403, 'The security token included in the request is invalid.')
}

/** A temporary key past its time. */
export function expiredToken(): ServiceError {
  return new ServiceError('ExpiredTokenException', 403, 'The security token included in the request is expired')
}

export function invalidSignature(message: string): ServiceError {
  return new ServiceError('InvalidSignatureException', 403, message)
}

/** AWS adds the canonical request that it computed; Postern does not, because a log would then hold a caller's token. */
export function signatureMismatch(): ServiceError {
  return invalidSignature(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
      'and signing method. Consult the service documentation for details.',
  )
}

export function unsignedHeader(name: string): ServiceError {
  const shown = name === 'host' ? "'Host' or ':authority'" : `'${name}'`
  return invalidSignature(`${shown} must be a 'SignedHeader' in the AWS Authorization.`)
}

export function incompleteSignature(message: string): ServiceError {
  return new ServiceError('IncompleteSignatureException', 403, message)
}

/** AWS names a malformed header by its hash alone, so that what stood in it is not repeated. */
export function hashed(authorization: string): string {
  return createHash('sha256').update(authorization, 'latin1').digest('base64')
}

/** Callers' values in texts are cut: an answer is no echo. */
export function shown(value: string): string {
  return value.length > 128 ? `${value.slice(0, 128)}…` : value
}
