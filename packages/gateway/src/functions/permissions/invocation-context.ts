/** What is known of a call of API Gateway to a function when a policy is asked. */
export interface InvocationContext {
  /** As invoked: with the qualifier, if there is one. */
  readonly functionArn: string
  /** `arn:aws:execute-api:…`; `aws:SourceArn` */
  readonly sourceArn: string
  /** `aws:SourceAccount`: the account of the API. */
  readonly sourceAccount: string
}

/** The service principal of API Gateway, in all partitions. */
export const API_GATEWAY = 'apigateway.amazonaws.com'

/** The action that it needs. */
export const INVOKE_FUNCTION = 'lambda:InvokeFunction'
