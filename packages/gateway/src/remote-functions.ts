import type { AwsEndpoints } from './configuration/aws-endpoints.ts'
import type { LambdaInvoker } from './data-plane/lambda-invoker.ts'
import { createRoleAssumer } from './functions/remote/assumed-roles.ts'
import { localOrRemote } from './functions/remote/local-or-remote.ts'
import { createRemoteLambdaInvoker } from './functions/remote/remote-lambda-invoker.ts'

/** Functions that are here, and those elsewhere if an endpoint is configured. `close` leaves the local ones alone. */
export function withRemoteFunctions(
  local: LambdaInvoker,
  endpoints: AwsEndpoints,
  region: string,
): { readonly invoker: LambdaInvoker; close(): void } {
  if (endpoints.lambda === undefined && endpoints.sts === undefined) return { invoker: local, close: () => undefined }
  const roles = endpoints.sts === undefined ? undefined : createRoleAssumer({ endpoint: endpoints.sts, region })
  const remote =
    endpoints.lambda === undefined ? undefined : createRemoteLambdaInvoker({ endpoint: endpoints.lambda, roles })
  return {
    invoker: localOrRemote({ local, remote, roles }),
    close() {
      remote?.close()
      roles?.close()
    },
  }
}

/**
 * The endpoints without those that lead back to this server: people export AWS_ENDPOINT_URL for their tools in the
 * shell in which they also start Postern.
 */
export function foreignEndpoints(endpoints: AwsEndpoints, own: { readonly host: string; readonly port: number }) {
  const isForeign = (endpoint: string | undefined) => endpoint !== undefined && !isOwn(new URL(endpoint), own)
  return {
    lambda: isForeign(endpoints.lambda) ? endpoints.lambda : undefined,
    sts: isForeign(endpoints.sts) ? endpoints.sts : undefined,
  }
}

function isOwn({ protocol, hostname, port }: URL, own: { readonly host: string; readonly port: number }): boolean {
  const isLoopback = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  return protocol === 'http:' && Number(port || 80) === own.port && (isLoopback || hostname === own.host)
}
