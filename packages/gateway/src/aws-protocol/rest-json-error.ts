import type { HttpResponse } from '../transport/http-message.ts'
import type { ServiceError } from './service-error.ts'

/** Characters of an error's message. Texts quote what they refuse, and a hostile value must not make a huge answer. */
const LONGEST_MESSAGE = 4096

/** The one place where a ServiceError becomes REST-JSON. SDKs key on the header (spec control-plane.md 1.3). */
export function encodeError(error: ServiceError, requestId: string): HttpResponse {
  return errorResponse(error, requestId, { message: shownMessage(error), ...error.details })
}

/** An error in REST-JSON with a body of the service's own. */
export function errorResponse(error: ServiceError, requestId: string, body: object): HttpResponse {
  return {
    status: error.status,
    headers: ['content-type', 'application/json', 'x-amzn-ErrorType', error.code, 'x-amzn-RequestId', requestId],
    body: JSON.stringify(body),
  }
}

/** An error's message, cut where it is too long. */
export function shownMessage({ message }: ServiceError): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE).toWellFormed()}…` : message
}
