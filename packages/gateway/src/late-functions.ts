import type { LambdaCall, LambdaInvoker, LambdaOutcome } from './data-plane/lambda-invoker.ts'
import type { Functions } from './functions/open-functions.ts'
import type { Late } from './late.ts'

/** The functions of this server, for the data plane. Once they are open, a call pays one property read. */
export class LateFunctions implements LambdaInvoker {
  readonly #functions: Late<Functions>

  constructor(functions: Late<Functions>) {
    this.#functions = functions
  }

  invoke(call: LambdaCall): Promise<LambdaOutcome> {
    return this.#functions.now?.invoker.invoke(call) ?? this.#invokeLate(call)
  }

  async #invokeLate(call: LambdaCall): Promise<LambdaOutcome> {
    return (await this.#functions.get()).invoker.invoke(call)
  }
}
