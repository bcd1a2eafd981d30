import {
  isStageName,
  isStageVariableName,
  isStageVariableValue,
  LONGEST_STAGE_VARIABLE,
} from '@postern/expressions/stage-text'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { knownEntries, knownKeys, type MaybeText, type MaybeTexts } from './known.ts'
import { problem, quoted } from './problem.ts'
import type { Protocol } from './protocol.ts'

/** Spec control-plane.md 4.6. */
export function* checkStageName(name: string, value: MaybeText, protocol: Protocol | undefined): Generator<Diagnostic> {
  if (typeof value !== 'string' || isStageName(value, protocol !== 'WEBSOCKET')) return
  const also = protocol === 'WEBSOCKET' ? '' : ', or, on an HTTP API, $default'
  yield problem(`Invalid ${name}`, `${name} is ${quoted(value)}. Allowed: up to 128 letters, digits, _ and -${also}.`, [
    name,
  ])
}

/** Never shows a value. */
export function* checkStageVariables(name: string, variables: MaybeTexts): Generator<Diagnostic> {
  for (const key of knownKeys(variables)) {
    if (isStageVariableName(key)) continue
    yield problem(`Invalid key in ${name}`, 'Allowed: up to 64 letters, digits and _.', [name, { key }])
  }
  for (const [key, value] of knownEntries(variables)) {
    if (isStageVariableValue(value)) continue
    const detail = `The value of ${key} is none. Allowed: 1 to ${LONGEST_STAGE_VARIABLE} of the characters A-Za-z0-9-._~:/?#&=,`
    yield problem(`Invalid value in ${name}`, detail, [name, { key }])
  }
}
