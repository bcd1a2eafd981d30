import type { AwsEndpoints } from './configuration/aws-endpoints.ts'
import type { LambdaInvoker } from './data-plane/lambda-invoker.ts'
import { createRoleAssumer } from './functions/remote/assumed-roles.ts'
import { localOrRemote } from './functions/remote/local-or-remote.ts'
import { createRemoteLambdaInvoker } from './functions/remote/remote-lambda-invoker.ts'

/** Functions that are here, and those elsewhere. `close` leaves the local ones alone. */
export function withRemoteFunctions(
  local: LambdaInvoker,
  endpoints: AwsEndpoints,
  region: string,
): { readonly invoker: LambdaInvoker; close(): void } {
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
