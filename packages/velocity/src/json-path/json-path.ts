import { PathCompiler } from './compile-path.ts'
import type { CompiledPath } from './compiled-path.ts'
import { MISSING } from './document.ts'
import { Budget, Evaluation, explainMissing, valueAt } from './evaluation.ts'
import { JavaFailure, PathNotFound } from './json-path-error.ts'
import { MAX_CACHED_PATHS } from './limits.ts'
import { parseExpression } from './parse-expression.ts'
import { RecentlyUsed } from './recently-used.ts'

export type JsonPath = (value: unknown) => unknown

interface Entry {
  readonly isDefinite: boolean
  readonly evaluate: JsonPath
}

const cache = new RecentlyUsed<Entry>(MAX_CACHED_PATHS)

/**
 * Compiles a JSONPath expression as Jayway's JsonPath reads it; compiled ones are kept.
 *
 * The function that it gives takes a JSON value: Maps or plain objects, arrays, strings, booleans, null, Java's
 * numbers. A definite path gives what is in its place, any other a JsonArray of all that it finds, which may be none.
 * Values are given as they are in the document, not copied; the document is never changed.
 *
 * Throws InvalidPath for a bad expression, and LimitExceeded for one beyond the bounds of limits.ts. The function
 * throws PathNotFound where a definite path leads nowhere, InvalidPath or JavaFailure where Jayway throws something
 * else, and LimitExceeded. All are JsonPathErrors.
 */
export function jsonPath(expression: string): JsonPath {
  return entryOf(expression).evaluate
}

/** Whether the expression gives a single value, not a list. Throws as jsonPath does. */
export function isDefinite(expression: string): boolean {
  return entryOf(expression).isDefinite
}

function entryOf(expression: string): Entry {
  const known = cache.get(expression)
  if (known !== undefined) return known
  const entry = compile(expression)
  cache.set(expression, entry)
  return entry
}

function compile(expression: string): Entry {
  if (expression === '') throw new JavaFailure('IllegalArgumentException', 'json can not be null or empty')
  const compiler = new PathCompiler()
  const path = compiler.compile(parseExpression(expression))
  return { isDefinite: path.isDefinite, evaluate: evaluator(path, compiler) }
}

function evaluator(path: CompiledPath, compiler: PathCompiler): JsonPath {
  const { lookUp } = path
  return (document) => {
    const straight = lookUp === undefined || (document ?? null) === null ? MISSING : lookUp(document)
    if (straight !== MISSING) return straight
    if (compiler.keepsState) compiler.reset()
    const evaluation = new Evaluation(document, false, new Budget())
    const value = valueAt(path, document, evaluation)
    if (value === MISSING) throw new PathNotFound(explainMissing(path, document, evaluation))
    return value
  }
}
