import { UNKNOWN } from '../conversion/value.ts'
import type { AttributePath, Diagnostic } from '../framework/diagnostics.ts'

/** What is wrong with a configuration, where it is wrong. */
export function problem(summary: string, detail: string, path: AttributePath): Diagnostic {
  return { severity: 'error', summary, detail, path }
}

/** What the API takes, and makes nothing of. */
export function caution(summary: string, detail: string, path: AttributePath): Diagnostic {
  return { severity: 'warning', summary, detail, path }
}

/** Whether nothing is configured. What is not known yet may still be something. */
export const isMissing = (value: unknown) => value !== UNKNOWN && (value === null || value === '')

const LONGEST_QUOTE = 80

/** A value as a message shows it. */
export function quoted(value: string): string {
  return JSON.stringify(value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value)
}
