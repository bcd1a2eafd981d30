import { textsOf } from '../../aws-protocol/policy-element.ts'
import { matchesArn, matchesWildcard } from '../../aws-protocol/wildcard.ts'
import { isJsonObject } from '../../model/json-object.ts'
import type { InvocationContext } from './invocation-context.ts'

/** Decides about a call; `undefined` where it cannot be known. */
export type Condition = (context: InvocationContext) => boolean | undefined

type Compare = (expected: string, actual: string) => boolean

const same: Compare = (expected, actual) => expected === actual
const sameIgnoringCase: Compare = (expected, actual) => expected.toLowerCase() === actual.toLowerCase()

/** IAM guide: reference_policies_elements_condition_operators. By lower-case name; negated ones follow from these. */
const operators: ReadonlyMap<string, { readonly compare: Compare; readonly isNegated: boolean }> = new Map([
  ['stringequals', { compare: same, isNegated: false }],
  ['stringnotequals', { compare: same, isNegated: true }],
  ['stringequalsignorecase', { compare: sameIgnoringCase, isNegated: false }],
  ['stringnotequalsignorecase', { compare: sameIgnoringCase, isNegated: true }],
  ['stringlike', { compare: matchesWildcard, isNegated: false }],
  ['stringnotlike', { compare: matchesWildcard, isNegated: true }],
  ['arnequals', { compare: matchesArn, isNegated: false }],
  ['arnnotequals', { compare: matchesArn, isNegated: true }],
  ['arnlike', { compare: matchesArn, isNegated: false }],
  ['arnnotlike', { compare: matchesArn, isNegated: true }],
])

const IF_EXISTS = 'ifexists'

/** Condition keys are compared without case. */
const keys: ReadonlyMap<string, (context: InvocationContext) => string> = new Map([
  ['aws:sourcearn', ({ sourceArn }: InvocationContext) => sourceArn],
  ['aws:sourceaccount', ({ sourceAccount }: InvocationContext) => sourceAccount],
])

const unknown: Condition = () => undefined

/** All operators of a `Condition` element, and all keys of each, must hold. Operators that are not known decide nothing. */
export function compileCondition(element: unknown): Condition {
  if (element === undefined) return () => true
  if (!isJsonObject(element)) return unknown
  const parts = Object.entries(element).flatMap(([operator, tests]) =>
    isJsonObject(tests) ? Object.entries(tests).map(([key, values]) => compileTest(operator, key, values)) : [unknown],
  )
  return (context) => allOf(parts.map((part) => part(context)))
}

function compileTest(operator: string, key: string, values: unknown): Condition {
  const lower = operator.toLowerCase()
  const isOptional = lower.endsWith(IF_EXISTS)
  const known = operators.get(isOptional ? lower.slice(0, -IF_EXISTS.length) : lower)
  const expected = textsOf(values)
  // A policy variable, `${aws:…}`, stands for something that nobody here knows.
  if (known === undefined || expected === undefined || expected.some((text) => text.includes('${'))) return unknown
  const actual = keys.get(key.toLowerCase())
  // API Gateway sends no other key: negated operators hold then, others only with IfExists.
  if (actual === undefined) return () => isOptional || known.isNegated
  return (context) => expected.some((text) => known.compare(text, actual(context))) !== known.isNegated
}

/** False decides; then what is not known does. */
export function allOf(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false
  return results.includes(undefined) ? undefined : true
}
