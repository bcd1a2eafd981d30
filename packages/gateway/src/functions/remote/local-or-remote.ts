import type { LambdaInvoker } from '../../data-plane/lambda-invoker.ts'
import { type RoleAssumer, RoleRefused } from './assumed-roles.ts'

export interface LocalOrRemote {
  /** Functions that are here. */
  readonly local: LambdaInvoker
  /** Functions that are not, where an endpoint of Lambda's API is configured. */
  readonly remote: LambdaInvoker | undefined
  /** Where an endpoint of STS is configured. */
  readonly roles: RoleAssumer | undefined
}

/**
 * A function that is here is run here; one that is missing is called at the endpoint, whose answer is final. That the
 * endpoint may be this very server does no harm: its Lambda API knows only what is here, and says that it is missing.
 * A role is assumed wherever the function is, as in AWS: who may not assume it may not call.
 */
export function localOrRemote({ local, remote, roles }: LocalOrRemote): LambdaInvoker {
  return {
    async invoke(call) {
      if (roles !== undefined && call.credentials.kind === 'role') {
        try {
          await roles.credentialsOf(call.credentials.arn)
        } catch (error) {
          if (error instanceof RoleRefused) return { kind: 'forbidden', message: error.message }
          throw error
        }
      }
      const here = await local.invoke(call)
      if (here.kind !== 'missing' || remote === undefined) return here
      const there = await remote.invoke(call)
      // Both, for whoever has a function here in mind, and an endpoint in the environment that was meant for others.
      return there.kind === 'answered' ? there : { kind: there.kind, message: `${here.message}; ${there.message}` }
    },
  }
}
