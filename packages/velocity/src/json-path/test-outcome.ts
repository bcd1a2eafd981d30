import { toJson } from '../json/to-json.ts'
import { isDefinite, jsonPath } from './json-path.ts'
import { JsonPathError } from './json-path-error.ts'

/** The JSON text of what an expression finds, or the error's text with Java's class before it. */
export function outcome(expression: string, document: unknown): string {
  try {
    return toJson(jsonPath(expression)(document))
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error
    return `${error.javaClass}: ${error.message}`
  }
}

export function definiteness(expression: string): 'definite' | 'indefinite' | 'invalid' {
  try {
    return isDefinite(expression) ? 'definite' : 'indefinite'
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error
    return 'invalid'
  }
}
