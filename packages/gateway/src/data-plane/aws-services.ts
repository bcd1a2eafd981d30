import type { HeaderList } from '../transport/http-message.ts'
import type { GatewayFault } from './gateway-fault.ts'
import type { LambdaCall } from './lambda-invoker.ts'

/**
 * How the data plane reaches AWS services other than its own functions: at endpoints that are configured, with requests
 * that are signed. A port: integrations see only this, so that credentials and roles stay where they are found.
 */
export interface AwsServices {
  /** Says where a request goes, and signs it; a fault where there is no endpoint, no credentials, or no time. */
  sign(request: AwsServiceRequest): Promise<SignedAwsRequest | GatewayFault>
}

/** A service as an integration URI names it. */
export interface AwsServiceName {
  /** The first label of its host name, such as `dynamodb`. */
  readonly name: string
  /** What stands before the name in the URI, such as a bucket's name. */
  readonly subdomain: string | undefined
  /** What signatures call it. */
  readonly signingName: string
  /** The end of `AWS_ENDPOINT_URL_…`. */
  readonly variable: string
}

export interface AwsServiceRequest {
  readonly service: AwsServiceName
  readonly region: string
  readonly method: string
  /** Percent-encoded, with a leading `/`. */
  readonly path: string
  /** Not encoded. */
  readonly query: readonly (readonly [name: string, value: string])[]
  /** Headers that are signed, by their names in lower case, `host` aside. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
  readonly credentials: LambdaCall['credentials']
  /** Milliseconds. */
  readonly timeout: number
}

export interface SignedAwsRequest {
  /** Scheme, host and port. */
  readonly origin: string
  /** Path and query, ready for the wire. */
  readonly target: string
  /** `Host`, the signature, and the headers that were signed. */
  readonly headers: HeaderList
  /** The service refused the credentials: they are not used again. */
  readonly forgetCredentials: () => void
}
