/** What the log shows of an exception. */
export interface ErrorFields {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly cause?: ErrorFields
}

const DEEPEST_CAUSE = 3
const LONGEST_TEXT = 4096

/**
 * Name, message, code, stack and causes of whatever was thrown. Nothing else: libraries hang requests with their
 * headers, secrets among them, on their errors.
 */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { name: typeof error, message: cut(String(error)) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return {
    name: error.name,
    message: cut(error.message),
    ...(code !== undefined && { code }),
    ...(error.stack !== undefined && { stack: cut(error.stack) }),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE && { cause: errorFields(error.cause, depth + 1) }),
  }
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
}
