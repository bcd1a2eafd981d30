import type { ArgumentCompiler } from './argument-compiler.ts'
import type { CompiledPath, Step } from './compiled-path.ts'
import { MISSING } from './document.ts'
import { explainMissing, type Run } from './evaluation.ts'
import { JsonLiteral } from './json-literal.ts'
import { InvalidPath } from './json-path-error.ts'
import { compileLength } from './length-function.ts'
import type { FunctionToken } from './path.ts'
import { type Argument, functions } from './path-functions.ts'
import type { StepContext } from './step-context.ts'

/** `.name(…)`: adds the function's value, and goes on from it. Which functions there are only matters when it runs. */
export function compileFunction(
  token: FunctionToken,
  { isLeaf }: StepContext,
  next: Step,
  compiler: ArgumentCompiler,
): Step {
  const { name, parameters } = token
  const call = name === 'length' || name === 'size' ? compileLength(parameters, compiler) : functions.get(name)
  if (call === undefined) {
    return () => {
      throw new InvalidPath(`Function with name: ${name} does not exist.`)
    }
  }
  const compiled = parameters.map((parameter) =>
    parameter instanceof JsonLiteral ? parameter : compiler.compile(parameter),
  )
  return (value, run) => {
    const values: Argument[] = []
    for (const argument of compiled) {
      const argumentValue = valueOf(argument, run)
      if (argumentValue === MISSING) return false
      values.push(argumentValue)
    }
    const result = call(value, values, run)
    if (result === MISSING) return false
    return isLeaf ? next(result, run) : run.add(result) && next(result, run)
  }
}

/** Paths are evaluated whether or not the function uses them; JSON is read where it does. */
function valueOf(argument: JsonLiteral | CompiledPath, run: Run): Argument {
  if (argument instanceof JsonLiteral) return argument
  const { evaluation } = run
  const value = evaluation.valueInDocument(argument)
  if (value === MISSING) run.miss(() => explainMissing(argument, evaluation.document, evaluation))
  return value
}
