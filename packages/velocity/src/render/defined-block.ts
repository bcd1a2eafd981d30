import { Printable } from '../values/printable.ts'
import type { Render } from './closures.ts'
import type { Rendering } from './rendering.ts'
import type { Scope } from './scope.ts'
import { StopSignal } from './stop-signal.ts'

/**
 * The value of `#define($x)` and of `$bodyContent`: rendered anew at each use. Where a reference prints it, it sees the
 * variables of that place; where it is made a text otherwise, those of the place where it was defined (Velocity 1.7,
 * Block.Reference).
 */
export class DefinedBlock extends Printable {
  readonly #rendering: Rendering
  readonly #scope: Scope
  readonly #body: Render
  readonly #most: number
  #depth = 0

  /** `most`: how often it may be within itself. */
  constructor(rendering: Rendering, scope: Scope, body: Render, most: number) {
    super()
    this.#rendering = rendering
    this.#scope = scope
    this.#body = body
    this.#most = most
  }

  /** Writes it; false where it is within itself too often, and prints as a reference without a value. */
  write(scope: Scope): boolean {
    if (this.#depth >= this.#most) return false
    this.#depth++
    const { depth } = this.#rendering
    this.#rendering.enter()
    try {
      this.#body(this.#rendering, scope)
    } catch (error) {
      if (!(error instanceof StopSignal && error.isFor(this.#body))) throw error
    } finally {
      this.#depth--
    }
    this.#rendering.returnTo(depth)
    return true
  }

  /** Its text, or undefined where it is within itself too often. */
  text(): string | undefined {
    let isWritten = false
    const text = this.#rendering.capture(() => {
      isWritten = this.write(this.#scope)
    })
    return isWritten ? text : undefined
  }

  printWith(): string {
    return this.text() ?? 'null'
  }
}
