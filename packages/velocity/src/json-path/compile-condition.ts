import type { CompiledPath } from './compiled-path.ts'
import { decimalOf } from './decimal.ts'
import { KeySet, MISSING } from './document.ts'
import { type Evaluation, valueAt } from './evaluation.ts'
import { javaText } from './java-text.ts'
import { JavaFailure } from './json-path-error.ts'
import { type Operator, operators } from './operators.ts'
import type { Condition, Operand, Path } from './path.ts'
import { UNDEFINED } from './value-node.ts'

/** What a filter says of a value; undefined where it takes no value at all (see Operator). */
type Verdict = (value: unknown, evaluation: Evaluation) => boolean | undefined

export function compileCondition(condition: Condition, compilePath: (path: Path) => CompiledPath): Verdict {
  switch (condition.type) {
    case 'or':
    case 'and': {
      const operands = condition.operands.map((operand) => compileCondition(operand, compilePath))
      return chain(operands, condition.type === 'or')
    }
    case 'not': {
      const operand = compileCondition(condition.operand, compilePath)
      return (value, evaluation) => {
        const verdict = operand(value, evaluation)
        return verdict === undefined ? undefined : !verdict
      }
    }
    case 'exists': {
      const path = compilePath(condition.path)
      const { expected } = condition
      // A path of the document, too, is sought in the value: so Jayway does it here, unlike in comparisons.
      return (value, evaluation) => (valueAt(path, value, evaluation.requiring()) !== MISSING) === expected
    }
    default: {
      const operator = operators.get(condition.operator)
      if (operator === undefined) return () => undefined
      return compare(
        operator,
        compileOperand(condition.left, compilePath),
        compileOperand(condition.right, compilePath),
      )
    }
  }
}

/** Ends at the first operand that decides: a true one of `||`, a false one of `&&`. */
function chain(operands: readonly Verdict[], decisive: boolean): Verdict {
  return (value, evaluation) => {
    for (const operand of operands) {
      const verdict = operand(value, evaluation)
      if (verdict !== !decisive) return verdict
    }
    return !decisive
  }
}

type Side = (value: unknown, evaluation: Evaluation) => unknown

function compare(operator: Operator, left: Side, right: Side): Verdict {
  return (value, evaluation) => operator(left(value, evaluation), right(value, evaluation), evaluation.budget)
}

function compileOperand(operand: Operand, compilePath: (path: Path) => CompiledPath): Side {
  if (operand.type === 'literal') {
    const { value } = operand
    return () => value
  }
  const path = compilePath(operand.path)
  if (path.ofDocument) return (_value, evaluation) => nodeOf(evaluation.valueInDocument(path))
  return (value, evaluation) => nodeOf(valueAt(path, value, evaluation))
}

function nodeOf(value: unknown): unknown {
  if (value === MISSING) return UNDEFINED
  // Not every number that a function gives is a BigDecimal.
  if (typeof value === 'number' && !Number.isFinite(value)) decimalOf(value)
  if (!(value instanceof KeySet)) return value
  throw new JavaFailure(
    'JsonPathException',
    `Could not convert class java.util.LinkedHashMap$LinkedKeySet:${javaText(value)} to a ValueNode`,
  )
}
