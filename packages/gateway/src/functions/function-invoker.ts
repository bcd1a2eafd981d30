import type { FunctionRoute } from './function-entry.ts'
import type { FunctionRuntime, Invocation, InvocationResult } from './function-runtime.ts'

/** An invocation that was begun. */
export interface StartedInvocation {
  /** The version that runs: `$LATEST` or a number. */
  readonly version: string
  /** As FunctionRuntime.invoke: rejects only where the runtime is closed. */
  readonly result: Promise<InvocationResult>
}

/** Runs functions within their reserved concurrency. */
export class FunctionInvoker {
  readonly #runtime: Pick<FunctionRuntime, 'invoke'>

  constructor(runtime: Pick<FunctionRuntime, 'invoke'>) {
    this.#runtime = runtime
  }

  /** Undefined where as many invocations run as are reserved for the function. */
  start(route: FunctionRoute, invocation: Invocation): StartedInvocation | undefined {
    const { load, document } = route.entry
    if (load.running >= (document.ReservedConcurrentExecutions ?? Number.POSITIVE_INFINITY)) return undefined
    const target = route.pick()
    load.running++
    const end = () => {
      load.running--
    }
    const result = this.#runtime.invoke(target, invocation)
    result.then(end, end)
    return { version: target.version, result }
  }
}
