import { JsonArray } from '../json/json-array.ts'
import type { RegexBudget } from '../regex/regex-budget.ts'
import type { CompiledPath } from './compiled-path.ts'
import { MISSING } from './document.ts'
import { JavaFailure, LimitExceeded } from './json-path-error.ts'
import { MAX_REGEX_STEPS, MAX_RESULTS, MAX_TEXT_LENGTH, MAX_VISITS } from './limits.ts'

/** What an evaluation may still do. Throws LimitExceeded when it has done more. */
export class Budget {
  /** Counted down by the regex module. */
  readonly regex: RegexBudget = { steps: MAX_REGEX_STEPS }
  #visits = MAX_VISITS
  #results = MAX_RESULTS
  #characters = MAX_TEXT_LENGTH

  visit(count: number): void {
    this.#visits -= count
    if (this.#visits < 0) throw new LimitExceeded(`The path looked at more than ${MAX_VISITS} values.`)
  }

  find(): void {
    if (--this.#results < 0) throw new LimitExceeded(`The path found more than ${MAX_RESULTS} values.`)
  }

  write(length: number): void {
    this.#characters -= length
    if (this.#characters < 0) throw new LimitExceeded(`The path made more than ${MAX_TEXT_LENGTH} characters.`)
  }
}

/** What all paths share that are evaluated over one document. */
export class Evaluation {
  readonly document: unknown
  /** Whether a property that is not there fails wherever it is sought, as Jayway has it where a path must exist. */
  readonly required: boolean
  readonly budget: Budget
  #requiring: Evaluation | undefined
  #values: Map<CompiledPath, unknown> | undefined

  /** Throws Java's IllegalArgumentException for no document, or a null one. */
  constructor(document: unknown, required: boolean, budget: Budget) {
    if (document === null || document === undefined) {
      throw new JavaFailure('IllegalArgumentException', 'root can not be null')
    }
    this.document = document
    this.required = required
    this.budget = budget
  }

  /** The same with every property required. */
  requiring(): Evaluation {
    if (this.required) return this
    this.#requiring ??= new Evaluation(this.document, true, this.budget)
    return this.#requiring
  }

  /** The value of a path of the document, evaluated once. MISSING if it is not found. */
  valueInDocument(path: CompiledPath): unknown {
    if (path.lookUp !== undefined) return path.lookUp(this.document)
    const known = this.#values?.get(path)
    if (known !== undefined) return known
    const value = valueAt(path, this.document, this) ?? null
    this.#values ??= new Map()
    this.#values.set(path, value)
    return value
  }
}

/** The run of one path, which gathers what it finds. */
export class Run {
  readonly evaluation: Evaluation
  readonly budget: Budget
  readonly required: boolean
  /** The last value found: that of a definite path, which may be several where it has functions. */
  last: unknown = MISSING
  readonly found: JsonArray | undefined
  #whyMissing: (() => string) | undefined

  constructor(path: CompiledPath, evaluation: Evaluation) {
    this.evaluation = evaluation
    this.budget = evaluation.budget
    this.required = evaluation.required
    this.found = path.isDefinite ? undefined : new JsonArray()
  }

  /** True, so that a step can end with it. */
  add(value: unknown): true {
    if (this.found === undefined) {
      this.last = value
    } else {
      this.budget.find()
      this.found.push(value)
    }
    return true
  }

  /** Ends the run: false, for a step to return. The text is only made if someone reads it. */
  miss(why: () => string): false {
    this.#whyMissing = why
    return false
  }

  /** Jayway's text for what is missing. */
  whyMissing(path: CompiledPath): string {
    return this.#whyMissing?.() ?? `No results for path: ${path.text}`
  }
}

/** The value that a path leads to from `start`: a list if the path is not definite, MISSING if it is not found. */
export function valueAt(path: CompiledPath, start: unknown, evaluation: Evaluation): unknown {
  if (path.lookUp !== undefined) return path.lookUp(start)
  const run = new Run(path, evaluation)
  return path.step(start, run) ? (run.found ?? run.last) : MISSING
}

/** Jayway's text for what made a path lead nowhere: the path is gone again. */
export function explainMissing(path: CompiledPath, start: unknown, evaluation: Evaluation): string {
  const run = new Run(path, evaluation)
  path.step(start, run)
  return run.whyMissing(path)
}
