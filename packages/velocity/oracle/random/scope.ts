import { anyJson, jsonValue } from './json-value.ts'
import type { Random } from './random.ts'

/** The names that a context has, and what they usually are. */
export const CONTEXT_KINDS: Readonly<Record<string, string>> = {
  s: 'string',
  t: 'string',
  i: 'int',
  j: 'int',
  d: 'number',
  g: 'number',
  b: 'boolean',
  l: 'list',
  k: 'list',
  m: 'map',
  o: 'map',
  z: 'null',
}

/** A context: JSON, as text, under each name. */
export type RandomContext = Readonly<Record<string, string>>

export function randomContext(random: Random): RandomContext {
  const context: Record<string, string> = {}
  for (const [name, kind] of Object.entries(CONTEXT_KINDS)) {
    if (random.chance(92)) context[name] = random.chance(90) ? jsonValue(random, kind) : anyJson(random)
  }
  return context
}

export function contextJson(context: RandomContext): string {
  const members = Object.entries(context).map(([name, json]) => `${JSON.stringify(name)}:${json}`)
  return `{${members.join(',')}}`
}

/** What the place in a template knows that is being written. */
export interface Scope {
  readonly random: Random
  readonly grammar: Grammar
  /** How much deeper it may go. */
  readonly depth: number
  /** Names that the template itself gives: #set, loop variables, parameters, #define. */
  readonly names: readonly string[]
  /** Macros that may be called, with the numbers of their parameters. */
  readonly macros: readonly Macro[]
  readonly inLoop: boolean
}

export interface Macro {
  readonly name: string
  readonly parameters: number
}

/** The parts of the grammar that lead back to its beginning. */
interface Grammar {
  statements(scope: Scope, least: number, most: number): string
  reference(scope: Scope): string
}

export function deeper(scope: Scope, changes: Partial<Scope> = {}): Scope {
  return { ...scope, depth: scope.depth - 1, ...changes }
}
