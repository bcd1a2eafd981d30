/**
 * The port between Lambda's API (what a function is) and the runtimes (how one runs): runtime/ implements it with
 * processes that speak the Lambda Runtime API.
 */
export interface FunctionRuntime {
  /** Runs a function once. Never rejects for what a function can do; RuntimeClosed after `close`. */
  invoke(target: RunnableFunction, invocation: Invocation): Promise<InvocationResult>
  /** A function's code or configuration is no longer this: idle workers end now, busy ones after their invocation. */
  retire(key: string): void
  /** Ends all workers, and all processes that they started. */
  close(): Promise<void>
}

/** One version of a function with one configuration: everything that is needed to run it. Immutable. */
export interface RunnableFunction {
  /** Differs whenever anything below does; workers belong to one key. Also the identity of its code directory. */
  readonly key: string
  readonly functionName: string
  /** Unqualified ARN. */
  readonly functionArn: string
  /** `$LATEST` or a number. */
  readonly version: string
  /** As Lambda names it, such as `nodejs22.x`; may be unknown to this machine. */
  readonly runtime: string | undefined
  readonly handler: string | undefined
  /** Seconds. */
  readonly timeout: number
  /** MB */
  readonly memorySize: number
  readonly environment: Readonly<Record<string, string>>
  /** ARN of the execution role. */
  readonly role: string
  /** The unpacked package: an absolute directory, made at the first call. Rejects where the package cannot be unpacked. */
  codeDirectory(): Promise<string>
}

export interface Invocation {
  readonly requestId: string
  /** JSON */
  readonly payload: string | Uint8Array
  /** As the caller named it: with its qualifier. */
  readonly invokedArn: string
  readonly traceId: string
  /** Base64 of `X-Amz-Client-Context`, decoded to JSON; undefined where there is none. */
  readonly clientContext?: string
  /** Whether the last 4 KB of this invocation's log are wanted (`X-Amz-Log-Type: Tail`). */
  readonly wantsLogTail?: boolean
}

export type InvocationResult =
  | {
      readonly kind: 'answered'
      readonly payload: Uint8Array
      /** `Unhandled` where the function failed in any way; Lambda says `Unhandled` for all of them today. */
      readonly functionError: 'Unhandled' | undefined
      /** Base64 of the last 4 KB of the invocation's log, where that was wanted. */
      readonly logTail: string | undefined
    }
  /** No process could take it in time: all are busy, and no more may be started. */
  | { readonly kind: 'throttled'; readonly message: string }
