import { ByteRoom } from '../transport/byte-room.ts'
import type { FunctionRoute } from './function-entry.ts'
import type { FunctionRuntime, Invocation, InvocationResult } from './function-runtime.ts'
import { warnOfFunction } from './runtime/function-warnings.ts'

/** An invocation that was begun. */
export interface StartedInvocation {
  /** The version that runs: `$LATEST` or a number. */
  readonly version: string
  /** As FunctionRuntime.invoke: rejects only where the runtime is closed. */
  readonly result: Promise<InvocationResult>
}

/**
 * What the events of all invocations that wait or run may take together, in bytes of JSON: thousands may wait for a slow
 * function, of 6 MB each.
 */
const MOST_BYTES = 268_435_456

/** Runs functions within their reserved concurrency, and within memory. */
export class FunctionInvoker {
  readonly #runtime: Pick<FunctionRuntime, 'invoke'>
  readonly #room: ByteRoom

  constructor(runtime: Pick<FunctionRuntime, 'invoke'>, mostBytes: number = MOST_BYTES) {
    this.#runtime = runtime
    this.#room = new ByteRoom(mostBytes)
  }

  /** Undefined where as many invocations run as are reserved for the function. */
  start(route: FunctionRoute, invocation: Invocation): StartedInvocation | undefined {
    const { load, document } = route.entry
    if (load.running >= (document.ReservedConcurrentExecutions ?? Number.POSITIVE_INFINITY)) return undefined
    const target = route.pick()
    // Characters of a text: exact would cost time on each call, and this is near enough.
    const bytes = invocation.payload.length
    if (!this.#room.take(bytes)) {
      const message = `${target.functionName} was not run: the events of all invocations that wait or run are too large together`
      warnOfFunction(target, message)
      return { version: target.version, result: Promise.resolve({ kind: 'throttled', message }) }
    }
    load.running++
    const end = () => {
      load.running--
      this.#room.give(bytes)
    }
    const result = this.#runtime.invoke(target, invocation)
    const endAndTell = (ended: InvocationResult) => {
      end()
      // A direct caller gets Lambda's "Rate Exceeded", and the caller of an event nothing at all.
      if (ended.kind === 'throttled') warnOfFunction(target, ended.message)
    }
    result.then(endAndTell, end)
    return { version: target.version, result }
  }
}
