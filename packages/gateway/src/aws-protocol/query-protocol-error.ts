import type { HttpResponse } from '../transport/http-message.ts'
import { xmlElement, xmlText } from './query-protocol-xml.ts'
import type { ServiceError } from './service-error.ts'

interface QueryName {
  readonly code: string
  readonly status?: number
  readonly message?: string
}

/** What query services (STS, IAM) call the refusals of sigv4-errors.ts (STS API reference, "Common Errors"). */
const QUERY_NAMES: ReadonlyMap<string, QueryName> = new Map([
  [
    'MissingAuthenticationTokenException',
    { code: 'MissingAuthenticationToken', message: 'Request is missing Authentication Token' },
  ],
  ['UnrecognizedClientException', { code: 'InvalidClientTokenId' }],
  ['ExpiredTokenException', { code: 'ExpiredToken' }],
  ['InvalidSignatureException', { code: 'SignatureDoesNotMatch' }],
  // 400 was seen from STS, where API Gateway answers 403.
  ['IncompleteSignatureException', { code: 'IncompleteSignature', status: 400 }],
])

/**
 * The one place where a ServiceError becomes the query protocol's XML. `xmlns`: the service's namespace; without one
 * (refused before anybody knew the service) the document has none, which no SDK minds.
 */
export function encodeQueryError(error: ServiceError, requestId: string, xmlns?: string): HttpResponse {
  const { code = error.code, status = error.status, message = error.message } = QUERY_NAMES.get(error.code) ?? {}
  const type = status >= 500 ? 'Receiver' : 'Sender'
  const body = xmlElement('Error', { Type: type, Code: code, Message: message }) + xmlElement('RequestId', requestId)
  const namespace = xmlns === undefined ? '' : ` xmlns="${xmlText(xmlns)}"`
  return xmlResponse(status, `<ErrorResponse${namespace}>${body}</ErrorResponse>`, requestId)
}

export function xmlResponse(status: number, document: string, requestId: string): HttpResponse {
  return { status, headers: ['content-type', 'text/xml', 'x-amzn-RequestId', requestId], body: document }
}
