/**
 * How the data plane calls Lambda functions. A port: functions/ serves the functions that are here, and what is not
 * here may be at an endpoint of AWS's API (AWS_ENDPOINT_URL_LAMBDA). Integrations and authorizers see only this.
 */
export interface LambdaInvoker {
  /** Invokes a function and waits for its answer (RequestResponse). Never rejects for what a function can do. */
  invoke(call: LambdaCall): Promise<LambdaOutcome>
}

export interface LambdaCall {
  /** As the definition names it, stage variables filled in. Made once per binding, so that lookups can be cached by it. */
  readonly target: LambdaTarget
  /** The event: JSON. */
  readonly payload: string
  /** `Root=1-…`, for `_X_AMZN_TRACE_ID` and the runtime's `Lambda-Runtime-Trace-Id`. */
  readonly traceId: string
  /**
   * On whose behalf. `gateway`: API Gateway itself, which needs a resource policy of the function; `role`: the
   * integration's `credentialsArn`; `caller`: whoever signed the client's call (`arn:aws:iam::*:user/*`).
   */
  readonly credentials: { readonly kind: 'gateway' | 'caller' } | { readonly kind: 'role'; readonly arn: string }
  /** `arn:aws:execute-api:{region}:{account}:{apiId}/{stage}/{METHOD}/{route path}`, which a resource policy may name. */
  readonly sourceArn: string
}

/** A function ARN, taken apart. */
export interface LambdaTarget {
  /** The whole of it, with the qualifier if there is one. */
  readonly arn: string
  readonly region: string
  readonly accountId: string
  readonly functionName: string
  /** A version, an alias or `$LATEST`; undefined where the ARN names none. */
  readonly qualifier: string | undefined
}

export type LambdaOutcome = LambdaAnswer | LambdaRefusal

/** The function was run. */
export interface LambdaAnswer {
  readonly kind: 'answered'
  /** What it returned, or where `functionError` is set, the error document. */
  readonly payload: Uint8Array
  /** `Handled` or `Unhandled`: the function failed, timed out or crashed. */
  readonly functionError: string | undefined
}

/** The function was not run. */
export interface LambdaRefusal {
  readonly kind: 'missing' | 'forbidden' | 'throttled' | 'too-large' | 'unavailable'
  /** For the API's owner: names the function, and what mends it. */
  readonly message: string
}
