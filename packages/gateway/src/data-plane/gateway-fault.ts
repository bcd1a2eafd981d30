import type { HeaderList } from '../transport/http-message.ts'

/**
 * What the data plane answers by itself. The statuses and messages are those of spec/http-api.md section 12, whose row
 * stands behind each kind. `responseType` is `$context.error.responseType`, by the GatewayResponse enumeration.
 */
const kinds = {
  /** E1; also an API id that is not known, which on AWS fails in DNS. */
  'stage-not-found': { status: 404, message: 'Not Found', responseType: undefined },
  /** E4, of a domain name that HTTP APIs are mapped to. Section 13, choice 3. */
  'mapping-not-found': { status: 404, message: 'Not Found', responseType: undefined },
  /** E2, for any method: there is no 405. */
  'route-not-found': { status: 404, message: 'Not Found', responseType: undefined },
  /** E3. Reports differ between 404 and 403; section 13, choice 3. */
  'endpoint-disabled': { status: 404, message: 'Not Found', responseType: undefined },
  /** E11, and of WebSocket APIs (spec/websocket-api.md sections 9, 13.1 and 13.2). */
  throttled: { status: 429, message: 'Too Many Requests', responseType: 'THROTTLED' },
  /** E12 */
  'request-too-large': { status: 413, message: 'Request Entity Too Large', responseType: 'REQUEST_TOO_LARGE' },
  /** E14: no name, no connection, no TLS, or a connection that broke. Section 13, choice 3. */
  'integration-unreachable': { status: 503, message: 'Service Unavailable', responseType: 'INTEGRATION_FAILURE' },
  /** E15. Section 13, choice 3. */
  'integration-timeout': { status: 504, message: 'Gateway Timeout', responseType: 'INTEGRATION_TIMEOUT' },
  /** E22: a route without integration, an undefined stage variable, a URI that came out unusable. */
  misconfigured: { status: 500, message: 'Internal Server Error', responseType: 'API_CONFIGURATION_ERROR' },
  /** E16. The function goes on. */
  'function-timeout': { status: 503, message: 'Service Unavailable', responseType: 'INTEGRATION_TIMEOUT' },
  /** E17: the function failed, or its answer is none that the payload format allows. */
  'function-failed': { status: 500, message: 'Internal Server Error', responseType: 'INTEGRATION_FAILURE' },
  /** E18, and a function that cannot be run at all. */
  'function-not-called': { status: 500, message: 'Internal Server Error', responseType: 'INTEGRATION_FAILURE' },
  /** E19 */
  'function-throttled': { status: 503, message: 'Service Unavailable', responseType: 'INTEGRATION_FAILURE' },
  /** E25 */
  'response-too-large': { status: 500, message: 'Internal Server Error', responseType: 'INTEGRATION_FAILURE' },
  /** E26 */
  'bad-request': { status: 400, message: 'Bad Request', responseType: 'BAD_REQUEST_PARAMETERS' },
  /** The client left before its answer: nobody reads this one. The status is the one that nginx logs. */
  abandoned: { status: 499, message: 'Client Closed Request', responseType: undefined },
  /** An exception that nobody foresaw: the generic body. */
  internal: { status: 500, message: 'Internal Server Error', responseType: 'DEFAULT_5XX' },
  /** Plain HTTP on a WebSocket API's stage (spec/websocket-api.md section 13.1). */
  'upgrade-required': {
    status: 426,
    message: 'Upgrade Required',
    responseType: undefined,
    // RFC 9110 15.5.22 demands both.
    headers: ['Upgrade', 'websocket', 'Connection', 'Upgrade'],
  },
  /** A WebSocket API's stage that is missing, unknown or disabled (spec/websocket-api.md section 13.1). */
  'websocket-forbidden': { status: 403, message: 'Forbidden', responseType: 'ACCESS_DENIED' },
  /** No identity source, or an authorizer that does not know the client (spec/websocket-api.md section 2.5). */
  'websocket-unauthorized': { status: 401, message: 'Unauthorized', responseType: 'UNAUTHORIZED' },
  /** AWS_IAM without a signature, and with one that is not right: of the latter each fault has its own message (2.4). */
  'websocket-unsigned': {
    status: 403,
    message: 'Missing Authentication Token',
    responseType: 'MISSING_AUTHENTICATION_TOKEN',
  },
  'websocket-bad-signature': { status: 403, message: 'Forbidden', responseType: 'INVALID_SIGNATURE' },
  /** A signed caller whose policies do not let it connect; the message says who and what (section 2.4). */
  'websocket-not-permitted': { status: 403, message: 'Forbidden', responseType: 'ACCESS_DENIED' },
  /** An authorizer that failed (section 2.5). */
  'websocket-authorizer-failed': {
    status: 500,
    message: 'Internal server error',
    responseType: 'AUTHORIZER_FAILURE',
  },
  'websocket-authorizer-misconfigured': {
    status: 500,
    message: 'Internal server error',
    responseType: 'AUTHORIZER_CONFIGURATION_ERROR',
  },
  /** A handshake that is none (spec/websocket-api.md section 13.1). */
  'websocket-bad-handshake': { status: 400, message: 'Bad Request', responseType: 'BAD_REQUEST_PARAMETERS' },
  /** Its message names them (section 13.1). */
  'websocket-missing-parameters': {
    status: 400,
    message: 'Missing required request parameters',
    responseType: 'BAD_REQUEST_PARAMETERS',
  },
  /** Section 1.7. */
  'websocket-uri-too-long': { status: 414, message: 'Request URI too long', responseType: 'BAD_REQUEST_PARAMETERS' },
  /** No route takes the message, or the one that did is not deployed (section 13.2). */
  'websocket-no-route': { status: 403, message: 'Forbidden', responseType: undefined },
  /** Configuration, mapping, selection of a response, no permission, no backend (sections 13.1 and 13.2). */
  'websocket-internal': { status: 500, message: 'Internal server error', responseType: 'INTEGRATION_FAILURE' },
  /** The function threw, or its answer is none. */
  'websocket-function-failed': { status: 502, message: 'Internal server error', responseType: 'INTEGRATION_FAILURE' },
  'websocket-timeout': { status: 504, message: 'Endpoint request timed out', responseType: 'INTEGRATION_TIMEOUT' },
  /** A message that does not fit its route's model (section 8). */
  'websocket-bad-body': { status: 400, message: 'Bad request body', responseType: 'BAD_REQUEST_BODY' },
  /** No template, and no passthrough (section 5.2). */
  'websocket-unsupported-media': {
    status: 415,
    message: 'Unsupported Media Type',
    responseType: 'UNSUPPORTED_MEDIA_TYPE',
  },
  /** Not AWS: what this build of Postern cannot do yet. The message of each such fault says what it is. */
  'not-carried': { status: 501, message: 'Not Implemented', responseType: undefined },
} as const satisfies Record<string, FaultShape>

interface FaultShape {
  readonly status: number
  readonly message: string
  readonly responseType: string | undefined
  /** Sent beside those that every fault has. */
  readonly headers?: HeaderList
}

export type FaultKind = keyof typeof kinds

/** The faults without detail, made once. */
const plain = new Map<FaultKind, GatewayFault>()

/**
 * An answer of the gateway's own instead of the backend's. A value, returned and not thrown: it is an expected result
 * of a step, a 404 must not cost a stack trace, and the compiler sees to it that no caller forgets it.
 */
export class GatewayFault {
  readonly kind: FaultKind
  readonly status: number
  /** What the client reads, and `$context.error.message`. */
  readonly message: string
  readonly responseType: string | undefined
  /** Header lines beside those that every fault has. */
  readonly headers: HeaderList
  /** `$context.integration.error`: why, for the API's owner. Never sent to the client. */
  readonly integrationError: string | undefined

  private constructor(kind: FaultKind, message: string | undefined, integrationError: string | undefined) {
    const shape: FaultShape = kinds[kind]
    this.kind = kind
    this.status = shape.status
    this.message = message ?? shape.message
    this.responseType = shape.responseType
    this.headers = shape.headers ?? []
    this.integrationError = integrationError
  }

  /** The fault of a kind; `integrationError` is for the API's owner alone. */
  static of(kind: FaultKind, integrationError?: string): GatewayFault {
    return integrationError === undefined
      ? (plain.get(kind) ?? new GatewayFault(kind, undefined, undefined))
      : new GatewayFault(kind, undefined, integrationError)
  }

  /** What this build does not carry yet. `what` begins a sentence, such as `AWS_PROXY integrations are`. */
  static notCarried(what: string): GatewayFault {
    return new GatewayFault('not-carried', `${what} not carried by this build of Postern yet`, undefined)
  }

  /** A signature that is not right, and why, as AWS words it. */
  static badSignature(message: string): GatewayFault {
    return new GatewayFault('websocket-bad-signature', message, undefined)
  }

  /** A caller who may not, as AWS words it. */
  static notPermitted(message: string): GatewayFault {
    return new GatewayFault('websocket-not-permitted', message, undefined)
  }

  /** A handshake without the headers or query parameters that its route demands, by their names. */
  static missingParameters(names: readonly string[]): GatewayFault {
    const message = `Missing required request parameters: [${names.join(', ')}]`
    return new GatewayFault('websocket-missing-parameters', message, undefined)
  }

  static {
    for (const kind of Object.keys(kinds) as FaultKind[]) plain.set(kind, new GatewayFault(kind, undefined, undefined))
  }
}
