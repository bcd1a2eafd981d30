import { MOST_PROBLEMS, type Problem, problemAt } from '../problem.ts'
import { errorOf, type VelocityError } from '../velocity-error.ts'
import type { BlockNode } from './ast.ts'
import { Parser, type ParserOptions } from './parser.ts'
import { SyntaxProblem, TooDeep } from './syntax-problem.ts'
import type { Token } from './token.ts'

export interface ParsedTemplate {
  readonly tokens: readonly Token[]
  readonly block: BlockNode
}

/** Throws a VelocityError with all the problems that can be told for certain. */
export function parseTemplate(source: string, options: ParserOptions): ParsedTemplate {
  const parser = new Parser(source, options)
  try {
    const block = parser.parse()
    return { tokens: parser.tokens, block }
  } catch (error) {
    if (error instanceof TooDeep) throw tooDeep(source, error)
    if (!(error instanceof SyntaxProblem)) throw error
    const first = problemAt(source, error.start, error.message)
    throw errorOf('syntax', [first, ...problemsBehind(source, error, options)])
  }
}

/**
 * Parses on from the line behind a problem. Blocks may be open there that this cannot know of, so only what is wrong by
 * itself counts: neither a stray `#end` nor anything that reaches the end of the template.
 */
function problemsBehind(source: string, before: SyntaxProblem, options: ParserOptions): Problem[] {
  const problems: Problem[] = []
  let at = nextLine(source, before.start)
  for (let tries = 0; at !== undefined && tries < MOST_PROBLEMS - 1; tries++) {
    const problem = firstProblem(source.slice(at), options)
    if (problem === undefined || (problem.isOfNesting && at + problem.end >= source.length)) break
    if (!problem.isOfNesting) problems.push(problemAt(source, at + problem.start, problem.message))
    at = nextLine(source, at + problem.start)
  }
  return problems
}

function firstProblem(source: string, options: ParserOptions): SyntaxProblem | undefined {
  try {
    new Parser(source, options).parse()
    return undefined
  } catch (error) {
    if (error instanceof SyntaxProblem) return error
    if (error instanceof TooDeep) return undefined
    throw error
  }
}

function tooDeep(source: string, { start, message }: TooDeep): VelocityError {
  return errorOf('budget', [problemAt(source, start, message)], { budget: 'depth' })
}

function nextLine(source: string, offset: number): number | undefined {
  const at = source.indexOf('\n', offset)
  return at < 0 || at + 1 >= source.length ? undefined : at + 1
}
