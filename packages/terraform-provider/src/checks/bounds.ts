import type { AttributePath, Diagnostic } from '../framework/diagnostics.ts'
import { problem } from './problem.ts'

/** Lengths as the shapes of the API reference have them (spec control-plane.md 3.1), in characters. */
export function* checkLength(
  name: string,
  value: unknown,
  most: number,
  path: AttributePath = [name],
): Generator<Diagnostic> {
  if (typeof value !== 'string' || value.length <= most) return
  yield problem(`Invalid ${name}`, `It has ${value.length} characters. Allowed: up to ${most}.`, path)
}

export function* checkRange(name: string, value: unknown, least: number, most: number): Generator<Diagnostic> {
  if (typeof value !== 'number' || (value >= least && value <= most)) return
  yield problem(`Invalid ${name}`, `${name} is ${value}. Allowed: ${least} to ${most}.`, [name])
}
