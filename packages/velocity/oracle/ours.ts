import { type Context, compile, parseJson, VelocityError } from '../src/index.ts'
import type { OracleAnswer } from './oracle.ts'

/** An error that is none of the engine's own: a fault of the engine. */
export const CRASH = 'crash'

/** What our engine answers, in the oracle's words. */
export function renderOurs(template: string, contextJson: string): OracleAnswer {
  try {
    return { output: compile(template, { dialect: 'velocity' }).render(parseJson(contextJson) as Context) }
  } catch (error) {
    if (error instanceof VelocityError && !isFault(error.cause)) return { error: error.kind, message: error.message }
    return { error: CRASH, message: traceOf(error) }
  }
}

function isFault(cause: unknown): boolean {
  return cause instanceof TypeError || cause instanceof ReferenceError
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return isFault(error.cause) ? traceOf(error.cause) : (error.stack ?? error.message)
}
