import { ResourceError } from '../framework/diagnostics.ts'
import { firstLine } from './credentials.ts'

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its host name cannot be resolved now',
  EHOSTUNREACH: 'no network leads there',
  ENETUNREACH: 'no network leads there',
  ETIMEDOUT: 'it does not answer in time',
}

const UNTRUSTED = new Set([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** What AWS says of keys, whatever the service. */
const REFUSED: Readonly<Record<string, string>> = {
  ExpiredToken: 'The session of the keys has ended: get new ones.',
  ExpiredTokenException: 'The session of the keys has ended: get new ones.',
  IncompleteSignature: 'A key, or the token, is not whole.',
  InvalidClientTokenId: 'The access key does not exist there, or is switched off.',
  InvalidSignatureException: 'The secret key is another one, or the clock of this machine is wrong.',
  MissingAuthenticationToken: 'The service wants keys.',
  RequestExpired: 'The clock of this machine is wrong.',
  SignatureDoesNotMatch: 'The secret key is another one, or the clock of this machine is wrong.',
  UnrecognizedClientException: 'The access key does not exist there, is switched off, or lacks its token.',
}

/** Says what failed and what to do where it is a matter of the provider's configuration; all other errors stay as they are. */
export function explained(error: unknown, service: string, endpoint: string | undefined): unknown {
  if (!(error instanceof Error) || error instanceof ResourceError) return error
  const { name, message } = error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const at = endpoint === undefined ? `${service} of AWS` : `${service} at ${withoutUser(endpoint)}`
  if (name === 'CredentialsProviderError')
    return new ResourceError('No valid credential sources found', `${SOURCES}\n\nError: ${firstLine(message)}`)
  if (Object.hasOwn(UNREACHABLE, code) || name === 'TimeoutError') {
    const reason = UNREACHABLE[code] ?? 'it does not answer in time'
    return new ResourceError(`${service} cannot be reached`, `${at}: ${reason} (${code || name}). ${WHERE}`)
  }
  if (name === 'ProxyRefusal') {
    return new ResourceError(`${service} cannot be reached`, `${at}: ${message}. ${PROXY}`)
  }
  if (UNTRUSTED.has(code)) {
    return new ResourceError(`${service} is not trusted`, `${at}: ${message.split(';', 1)[0]} (${code}). ${TRUST}`)
  }
  if (Object.hasOwn(REFUSED, name)) {
    return new ResourceError(`${service} refuses the keys`, `${at}: ${name}: ${firstLine(message)}\n\n${REFUSED[name]}`)
  }
  return error
}

const SOURCES = `Keys come from one of
  * access_key and secret_key of the provider's block
  * assume_role_with_web_identity of the block
  * AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the environment
  * a profile (profile of the block, AWS_PROFILE, or "default") of the shared config and credentials files
  * AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN
  * the role of the container or of the machine
Postern, unless it is told which keys to ask for, takes any.`

const WHERE =
  "The address comes from endpoints of the provider's block, AWS_ENDPOINT_URL_…, AWS_ENDPOINT_URL, endpoint_url of the profile, or the region; a proxy from http_proxy, https_proxy, HTTP_PROXY or HTTPS_PROXY."

const PROXY =
  'It comes from http_proxy or https_proxy, or HTTPS_PROXY, whose URL holds the name and password where it wants them; no_proxy names hosts that are called without it.'

const TRUST =
  'Name the file of its authority by custom_ca_bundle or AWS_CA_BUNDLE (`postern ca` prints the one of Postern), or set insecure = true. Authorities of the system are trusted where NODE_OPTIONS holds --use-system-ca.'

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@')
}
