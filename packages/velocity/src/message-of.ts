import { PatternSyntaxError } from './regex/pattern-syntax-error.ts'
import { shortened } from './shortened.ts'

const UNKNOWN = 'something that is no error was thrown'
/** A host may throw whatever it wants. */
const LONGEST = 1000

/** The message of anything that was thrown. Never throws itself: a host's errors may have a message that does. */
export function messageOf(error: unknown): string {
  try {
    // Java's own shows the whole pattern, and a caret below.
    if (error instanceof PatternSyntaxError) return patternProblem(error)
    const message: unknown = error instanceof Error ? error.message : String(error)
    return typeof message === 'string' ? shortened(message, LONGEST) : UNKNOWN
  } catch {
    return UNKNOWN
  }
}

function patternProblem({ description, index, pattern }: PatternSyntaxError): string {
  const place = index < 0 ? '' : ` near index ${index}`
  return `PatternSyntaxException: ${shortened(description)}${place} of ${JSON.stringify(shortened(pattern))}`
}
