import { channel } from 'node:diagnostics_channel'
import type { LambdaCall, LambdaRefusal } from '../../data-plane/lambda-invoker.ts'
import { InvokePermission, type PermissionDecision } from './invoke-permission.ts'
import { OncePerRoute } from './once-per-route.ts'
import { permissionResource, permissionWarning } from './permission-warning.ts'

/** `--permissions`: refuse what AWS would refuse, or say so and let it through. */
export type PermissionMode = 'enforce' | 'warn'

/**
 * Whether a function's resource policy lets a call be made. `statements` are those of the policy that holds for the
 * function as it is invoked, the same array for as long as they do not change. Undefined: it may be made.
 */
export type PolicyCheck = (call: LambdaCall, statements: readonly unknown[]) => LambdaRefusal | undefined

/** Told on `postern:functions:permission`, once per route, of a call that AWS would refuse and `warn` let through. */
export interface PermissionReport {
  readonly functionArn: string
  readonly sourceArn: string
  /** Why AWS would refuse it. */
  readonly reason: string
  /** All that there is to say, with the Terraform resource that mends it; several lines. */
  readonly text: string
}

const reports = channel('postern:functions:permission')

/**
 * Makes the check. API Gateway needs a resource policy where it calls as itself; with a role or the caller's credentials
 * those decide, and Postern does not ask them.
 */
export function createPermissionCheck(mode: PermissionMode): PolicyCheck {
  const policies = new PolicyCache()
  const routes = new OncePerRoute()
  return ({ target, sourceArn, credentials }, statements) => {
    if (credentials.kind !== 'gateway') return undefined
    const decision = policies.decide(statements, target.arn, sourceArn)
    if (decision.isAllowed) return undefined
    const { reason } = decision
    if (mode === 'enforce') {
      const message = `API Gateway may not invoke ${target.arn} from ${sourceArn}, because ${reason}. `
      return { kind: 'forbidden', message: `${message}In Terraform:\n${permissionResource(target, sourceArn)}` }
    }
    if (reports.hasSubscribers && routes.isFirst(target.arn, sourceArn)) {
      const text = permissionWarning(target, sourceArn, reason)
      reports.publish({ functionArn: target.arn, sourceArn, reason, text } satisfies PermissionReport)
    }
    return undefined
  }
}

/** Policies, compiled once for each function that is invoked with them. */
class PolicyCache {
  readonly #compiled = new WeakMap<readonly unknown[], Map<string, InvokePermission>>()
  readonly #without = new InvokePermission(undefined, '')

  decide(statements: readonly unknown[], functionArn: string, sourceArn: string): PermissionDecision {
    // No statements may be a fresh array each time.
    if (statements.length === 0) return this.#without.decide(sourceArn)
    const known = this.#compiled.get(statements)?.get(functionArn)
    return (known ?? this.#compile(statements, functionArn)).decide(sourceArn)
  }

  /** A policy holds for one qualifier, which is spelt in two ways at most. */
  #compile(statements: readonly unknown[], functionArn: string): InvokePermission {
    const permission = new InvokePermission(statements, functionArn)
    const byArn = this.#compiled.get(statements) ?? new Map<string, InvokePermission>()
    byArn.set(functionArn, permission)
    this.#compiled.set(statements, byArn)
    return permission
  }
}
