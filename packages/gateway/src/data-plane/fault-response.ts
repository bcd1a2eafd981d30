import { channel } from 'node:diagnostics_channel'
import type { HttpResponse } from '../transport/http-message.ts'
import type { CallContext } from './call-context.ts'
import { GatewayFault } from './gateway-fault.ts'

/** What is told on `postern:data-plane:fault` of each answer that the gateway made itself. */
export interface FaultReport {
  readonly fault: GatewayFault
  readonly context: CallContext
}

/** What is told on `postern:data-plane:error` of each exception that nobody foresaw. */
export interface ErrorReport {
  /** Also the client's `apigw-requestid`: the way from an answer to the log. */
  readonly errorId: string
  readonly error: unknown
  readonly context: CallContext
}

/** Channels and not a logger, so that the hot path pays one property read where nobody listens. */
const faults = channel('postern:data-plane:fault')
const errors = channel('postern:data-plane:error')

/**
 * The one place where a fault becomes an answer (spec/http-api.md section 12): `{"message":"…"}` without a space, and
 * the request id. HTTP/1.1 answers of AWS carry header names in this case (section 5.6).
 */
export function respondToFault(fault: GatewayFault, context: CallContext): HttpResponse {
  if (faults.hasSubscribers) faults.publish({ fault, context } satisfies FaultReport)
  return {
    status: fault.status,
    headers: ['Content-Type', 'application/json', REQUEST_ID_HEADER, context.requestId, ...fault.headers],
    body: `{"message":${JSON.stringify(fault.message)}}`,
  }
}

/** For what was thrown: the generic answer. The error's text goes to the channel, never to the client. */
export function respondToException(error: unknown, context: CallContext): HttpResponse {
  errors.publish({ errorId: context.requestId, error, context } satisfies ErrorReport)
  return respondToFault(GatewayFault.of('internal'), context)
}

/** On every answer of an HTTP API (spec/http-api.md section 12). */
export const REQUEST_ID_HEADER = 'Apigw-Requestid'
