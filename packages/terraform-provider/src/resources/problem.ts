import { UNKNOWN } from '../conversion/value.ts'
import type { AttributePath, Diagnostic } from '../framework/diagnostics.ts'

/** What is wrong with a configuration, where it is wrong. */
export function problem(summary: string, detail: string, path: AttributePath): Diagnostic {
  return { severity: 'error', summary, detail, path }
}

/** Whether nothing is configured. What is not known yet may still be something. */
export const isMissing = (value: unknown) => value !== UNKNOWN && (value === null || value === '')
