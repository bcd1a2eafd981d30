import type * as Sdk from '@aws-sdk/client-apigatewayv2'
import { secondsOf } from '../aws/duration.ts'
import type { GatewayClient } from '../aws/gateway-client.ts'
import type { AuthorizerState } from './authorizer.ts'
import { unlessGone } from './unless-gone.ts'
import { waitFor } from './waiting.ts'

/** Of hashicorp/aws, where `timeouts.delete` does not say otherwise. */
const DEFAULT_SECONDS = 30 * 60

/**
 * Removes an authorizer. As long as routes refer to it the API answers with a conflict: those of another project, which
 * may be about to go, and those that AWS has only just let go of.
 */
export async function deleteAuthorizer(
  { api_id: ApiId, id, timeouts }: AuthorizerState,
  gateway: GatewayClient,
  stopped: AbortSignal,
): Promise<void> {
  const input: Sdk.DeleteAuthorizerCommandInput = { ApiId, AuthorizerId: id ?? '' }
  let conflict = new Error('not tried yet')
  const remove = async () => {
    try {
      await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteAuthorizerCommand(input))))
      return true
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ConflictException')) throw error
      conflict = error
      return undefined
    }
  }
  const seconds = secondsOf(timeouts?.delete ?? '') ?? DEFAULT_SECONDS
  await waitFor(remove, { seconds, stopped, tooLate: () => conflict })
}
