import { LimitExceeded } from './json-path-error.ts'
import { MAX_EXPRESSION_LENGTH } from './limits.ts'
import { parseCondition } from './parse-condition.ts'
import { checkNesting, type PartReaders, parseArgument, parsePath } from './parse-path.ts'
import type { Path } from './path.ts'

/** Reads an expression. Throws InvalidPath and, beyond the bounds of limits.ts, LimitExceeded. */
export function parseExpression(expression: string): Path {
  if (expression.length > MAX_EXPRESSION_LENGTH) {
    throw new LimitExceeded(`The path has more than ${MAX_EXPRESSION_LENGTH} characters.`)
  }
  return parsePath(expression, readersAt(0))
}

/** Paths hold filters and arguments, which hold paths: here the ring is closed. */
function readersAt(nesting: number): PartReaders {
  checkNesting(nesting)
  return {
    condition: (text) => parseCondition(text, (path) => parsePath(path, readersAt(nesting + 1))),
    argument: (text) => parseArgument(text, readersAt(nesting + 1)),
  }
}
