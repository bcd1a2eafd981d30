import { randomUUID } from 'node:crypto'
import type {
  LambdaCall,
  LambdaInvoker,
  LambdaOutcome,
  LambdaRefusal,
  LambdaTarget,
} from '../data-plane/lambda-invoker.ts'
import type { PolicyStatement } from '../store/function-document.ts'
import type { FunctionRoute } from './function-entry.ts'
import type { FunctionInvoker } from './function-invoker.ts'
import type { FunctionTable } from './function-table.ts'
import { invocationLimits } from './invocation-limits.ts'
import { isHome, type LambdaHome } from './lambda-arn.ts'

/**
 * Decides whether a call may be made, by the statements of the function's resource policy that hold for the call's
 * qualifier. Undefined: it may.
 */
export type PermissionCheck = (call: LambdaCall, statements: readonly PolicyStatement[]) => LambdaRefusal | undefined

/** The functions that are here, for the data plane. `missing` for all others. */
export class LocalLambdaInvoker implements LambdaInvoker {
  readonly #home: LambdaHome
  readonly #table: Pick<FunctionTable, 'get'>
  readonly #invoker: FunctionInvoker
  readonly #permission: PermissionCheck | undefined
  /** A binding calls with the same target each time. */
  readonly #routes = new WeakMap<LambdaTarget, FunctionRoute>()

  constructor(
    home: LambdaHome,
    table: Pick<FunctionTable, 'get'>,
    invoker: FunctionInvoker,
    permission?: PermissionCheck,
  ) {
    this.#home = home
    this.#table = table
    this.#invoker = invoker
    this.#permission = permission
  }

  /** Whether the function, with that version or alias, is here. */
  has(target: LambdaTarget): boolean {
    return this.#routeOf(target) !== undefined
  }

  invoke(call: LambdaCall): Promise<LambdaOutcome> {
    const { target, payload, traceId } = call
    const route = this.#routeOf(target)
    if (route === undefined) return Promise.resolve(missing(this.#home, target))
    const forbidden = this.#permission?.(call, route.entry.policyOf(target.qualifier))
    if (forbidden !== undefined) return Promise.resolve(forbidden)
    if (isTooLarge(payload)) return Promise.resolve(tooLarge(target))
    const started = this.#invoker.start(route, {
      requestId: randomUUID(),
      payload,
      invokedArn: target.arn,
      traceId,
    })
    if (started === undefined) return Promise.resolve(throttled(target))
    return started.result.catch(() => unavailable(target))
  }

  #routeOf(target: LambdaTarget): FunctionRoute | undefined {
    const known = this.#routes.get(target)
    if (known?.entry.isCurrent === true) return known
    if (!isHome(this.#home, target)) return undefined
    const route = this.#table.get(target.functionName)?.routeOf(target.qualifier)
    if (route === undefined) this.#routes.delete(target)
    else this.#routes.set(target, route)
    return route
  }
}

/** A character is three bytes of UTF-8 at most, so that short texts need not be measured. */
function isTooLarge(payload: string): boolean {
  const { requestBytes } = invocationLimits
  return payload.length * 3 > requestBytes && Buffer.byteLength(payload) > requestBytes
}

function missing(home: LambdaHome, target: LambdaTarget): LambdaRefusal {
  const elsewhere = isHome(home, target)
    ? ''
    : `; the functions of this server are in ${home.region} of ${home.accountId}`
  return { kind: 'missing', message: `No function ${target.arn} is here${elsewhere}` }
}

function tooLarge({ arn }: LambdaTarget): LambdaRefusal {
  return { kind: 'too-large', message: `The event for ${arn} is larger than ${invocationLimits.requestBytes} bytes` }
}

function throttled({ arn }: LambdaTarget): LambdaRefusal {
  return { kind: 'throttled', message: `All of the concurrency that is reserved for ${arn} is in use` }
}

function unavailable({ arn }: LambdaTarget): LambdaRefusal {
  return { kind: 'unavailable', message: `The server is stopping: ${arn} is not invoked any more` }
}
