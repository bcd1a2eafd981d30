import type { ArgumentCompiler } from './argument-compiler.ts'
import { isList, isObject, MISSING, sizeOf } from './document.ts'
import { Evaluation, explainMissing, valueAt } from './evaluation.ts'
import { JsonLiteral } from './json-literal.ts'
import { JavaFailure } from './json-path-error.ts'
import { isFunctionPath, type Parameter } from './path.ts'
import type { PathFunction } from './path-functions.ts'

/**
 * length(): the size of the list or object before it, or null. With an argument, how many values a path finds, from
 * that list or object on, with `[*]` added to it, if it gives a list.
 *
 * Jayway adds `[*]` to the compiled path itself, and takes away the first one afterwards, which can be another: from
 * its second use on a path such as `$..*.sum()` is broken. Here every use is as the first.
 */
export function compileLength(parameters: readonly Parameter[], compiler: ArgumentCompiler): PathFunction {
  const [first] = parameters
  if (first === undefined) return lengthOf
  if (first instanceof JsonLiteral) {
    return () => {
      throw new JavaFailure(
        'NullPointerException',
        'Cannot invoke "com.jayway.jsonpath.internal.Path.isFunctionPath()" because the return value of ' +
          '"com.jayway.jsonpath.internal.function.Parameter.getPath()" is null',
      )
    }
  }
  const asItIs = isFunctionPath(first) || first.tokens.length === 0
  const path = asItIs ? compiler.compile(first) : compiler.compileWithItems(first)
  return (value, _args, run) => {
    const evaluation = new Evaluation(value, run.required, run.budget)
    const found = valueAt(path, value, evaluation)
    if (found !== MISSING) return lengthOf(isList(found) ? found : value)
    run.miss(() => explainMissing(path, value, evaluation))
    return MISSING
  }
}

function lengthOf(value: unknown): number | null {
  if (isList(value)) return value.length
  return isObject(value) ? sizeOf(value) : null
}
