import type { AwsEndpoints } from './configuration/aws-endpoints.ts'

/**
 * The endpoints without those that lead back to this server: people export AWS_ENDPOINT_URL for their tools in the
 * shell in which they also start Postern.
 */
export function foreignEndpoints(endpoints: AwsEndpoints, own: { readonly host: string; readonly port: number }) {
  const isForeign = (endpoint: string | undefined) => endpoint !== undefined && !isOwn(new URL(endpoint), own)
  return {
    lambda: isForeign(endpoints.lambda) ? endpoints.lambda : undefined,
    sts: isForeign(endpoints.sts) ? endpoints.sts : undefined,
    s3: isForeign(endpoints.s3) ? endpoints.s3 : undefined,
  }
}

/** Whether an endpoint is this very server. */
export function isOwn(
  { protocol, hostname, port }: URL,
  own: { readonly host: string; readonly port: number },
): boolean {
  const isLoopback = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  // Both are spoken on the same port.
  const standard = protocol === 'https:' ? 443 : 80
  return Number(port || standard) === own.port && (isLoopback || hostname === own.host)
}
