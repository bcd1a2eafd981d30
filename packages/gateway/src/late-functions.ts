import type { AwsService } from './aws-protocol/dispatch.ts'
import type { LambdaCall, LambdaInvoker, LambdaOutcome } from './data-plane/lambda-invoker.ts'
import type { Functions } from './functions/open-functions.ts'
import type { HttpResponse } from './transport/http-message.ts'

/**
 * The room functions/, opened for the first call that needs it: loading it is a good part of what starting would take,
 * and a gateway without functions never does. Later calls pay one property read.
 */
export class LateFunctions implements LambdaInvoker {
  readonly #open: () => Promise<Functions>
  #invoker: LambdaInvoker | undefined
  #opening: Promise<Functions> | undefined
  #closed = false

  constructor(open: () => Promise<Functions>) {
    this.#open = open
  }

  invoke(call: LambdaCall): Promise<LambdaOutcome> {
    return this.#invoker === undefined ? this.#invokeLate(call) : this.#invoker.invoke(call)
  }

  /** Lambda's API. */
  async service(): Promise<AwsService> {
    return (await this.open()).service
  }

  /** Answers the download of a package: what follows `/_postern/code`. Undefined where it is no location that holds. */
  async download(rest: string): Promise<HttpResponse | undefined> {
    return (await this.open()).locations.answer(rest)
  }

  /** A failure is not kept: the next call tries again. */
  open(): Promise<Functions> {
    if (this.#closed) return Promise.reject(new Error('The server is stopping'))
    this.#opening ??= this.#open().then(
      (functions) => {
        this.#invoker = functions.invoker
        return functions
      },
      (error: unknown) => {
        this.#opening = undefined
        throw error
      },
    )
    return this.#opening
  }

  async close(): Promise<void> {
    this.#closed = true
    const functions = await this.#opening?.catch(() => undefined)
    await functions?.close()
  }

  async #invokeLate(call: LambdaCall): Promise<LambdaOutcome> {
    return (await this.open()).invoker.invoke(call)
  }
}
