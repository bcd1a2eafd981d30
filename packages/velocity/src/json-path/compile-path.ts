import { compileCondition } from './compile-condition.ts'
import { compileFunction } from './compile-function.ts'
import { compileLookUp } from './compile-look-up.ts'
import type { CompiledPath, Step } from './compiled-path.ts'
import { isList, isObject, MISSING, memberOf } from './document.ts'
import { type Acceptor, acceptor, filterStep } from './filter-step.ts'
import { JavaFailure } from './json-path-error.ts'
import { indexStep, sliceStep } from './list-steps.ts'
import { type FilterToken, isDefinitePath, isDefiniteToken, type Path, type Token } from './path.ts'
import { pathText, tokenText } from './path-text.ts'
import { propertiesStep, propertyStep } from './property-steps.ts'
import { type Sought, scanStep } from './scan-step.ts'
import { ScanState, type StepContext } from './step-context.ts'
import { wildcardStep } from './wildcard-step.ts'

/** Compiles an expression and the paths within it. */
export class PathCompiler {
  readonly #scans: ScanState[] = []
  readonly #acceptors = new Map<FilterToken, Acceptor>()

  /** Whether the compiled form keeps anything from one value to the next, which `reset` has to clear. */
  get keepsState(): boolean {
    return this.#scans.length > 0
  }

  /** To be called before each evaluation. */
  reset(): void {
    for (const scan of this.#scans) scan.reset()
  }

  compile(path: Path): CompiledPath {
    return this.#compile(path, path.tokens.length)
  }

  /** The path with `[*]` added after it had been read: what was found out about it before stays as it was. */
  compileWithItems(path: Path): CompiledPath {
    const tokens: Token[] = [...path.tokens, { type: 'wildcard' }]
    return { ...this.#compile({ ...path, tokens }, path.tokens.length), isDefinite: isDefinitePath(path) }
  }

  #compile(path: Path, readLength: number): CompiledPath {
    return {
      step: this.#compileSteps(path.tokens, contextsOf(path, readLength)),
      isDefinite: isDefinitePath(path),
      ofDocument: path.ofDocument,
      lookUp: compileLookUp(path.tokens),
      text: pathText(path),
    }
  }

  /** From the last token to the first, as each step holds those after it. */
  #compileSteps(tokens: readonly Token[], contexts: readonly StepContext[]): Step {
    const add: Step = (value, run) => run.add(value ?? null)
    let next = add
    let afterNext = add
    for (let index = tokens.length - 1; index >= 0; index--) {
      const token = tokens[index]
      const context = contexts[index]
      if (token === undefined || context === undefined) continue
      if (context.scan !== undefined) this.#scans.push(context.scan)
      const step =
        token.type === 'scan'
          ? this.#compileScan(tokens[index + 1], next, afterNext, contexts[index + 2])
          : this.#compileToken(token, context, next)
      afterNext = next
      next = step
    }
    return next
  }

  #compileToken(token: Exclude<Token, { type: 'scan' }>, context: StepContext, next: Step): Step {
    switch (token.type) {
      case 'property': {
        const [name, more] = token.names
        return name !== undefined && more === undefined
          ? propertyStep(name, token.quote, context, next)
          : propertiesStep(token.names, token.quote, context, next)
      }
      case 'wildcard':
        return wildcardStep(context, next)
      case 'index':
        return indexStep(token.indexes, context, next)
      case 'slice':
        return sliceStep(token.from, token.to, context, next)
      case 'filter':
        return filterStep(this.#acceptorOf(token), context, next)
      default:
        return compileFunction(token, context, next, this)
    }
  }

  #compileScan(token: Token | undefined, step: Step, after: Step, afterContext: StepContext | undefined): Step {
    if (token === undefined) {
      return () => {
        throw new JavaFailure('IllegalStateException', 'Current path token is a leaf')
      }
    }
    const isLeaf = afterContext === undefined
    return scanStep({ matches: this.#matcherOf(token, isLeaf), isLeaf, step, after, afterContext })
  }

  #matcherOf(token: Token, isLeaf: boolean): Sought['matches'] {
    switch (token.type) {
      case 'property': {
        const { names } = token
        if (!isDefiniteToken(token, isLeaf)) return isObject
        return (value) => isObject(value) && names.every((name) => memberOf(value, name) !== MISSING)
      }
      case 'wildcard':
        return () => true
      case 'index':
      case 'slice':
        return isList
      case 'filter': {
        const accepts = this.#acceptorOf(token)
        return (value, { evaluation }) => accepts(value, evaluation)
      }
      default:
        return () => false
    }
  }

  /** One for each filter, for its own step and for that of a scan before it. */
  #acceptorOf(token: FilterToken): Acceptor {
    const known = this.#acceptors.get(token)
    if (known !== undefined) return known
    const accepts = acceptor(compileCondition(token.condition, (path) => this.compile(path)))
    this.#acceptors.set(token, accepts)
    return accepts
  }
}

/** `readLength` is the number of tokens that the path had when it was read. */
function contextsOf({ tokens, root, turned }: Path, readLength: number): StepContext[] {
  const rests: string[] = []
  let rest = ''
  for (const token of tokens.toReversed()) {
    rest = tokenText(token) + rest
    rests.push(rest)
  }
  rests.reverse()
  const contexts: StepContext[] = []
  let place: string = root
  // What a turned path's function gives comes from a scan.
  let followsOne = !turned
  for (const [index, token] of tokens.entries()) {
    const isLeaf = index === tokens.length - 1
    const isSecondAfterScan = isLeaf && tokens[index - 2]?.type === 'scan'
    const scan = isSecondAfterScan
      ? new ScanState(tokens.length === readLength ? indexOf(tokens[index - 1]) : -1)
      : undefined
    contexts.push({ place, rest: rests[index] ?? '', isLeaf, followsOne, scan })
    followsOne &&= isDefiniteToken(token, isLeaf)
    if (token.type === 'property') place += `['${token.names[0] ?? ''}']`
    else if (token.type === 'index') place += `[${token.indexes[0] ?? ''}]`
  }
  return contexts
}

/** The index of `[2]`; -1 for other tokens. */
function indexOf(token: Token | undefined): number {
  if (token?.type !== 'index') return -1
  const [index, more] = token.indexes
  return index === undefined || more !== undefined ? -1 : index
}
