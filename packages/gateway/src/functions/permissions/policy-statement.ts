import { textsOf } from '../../aws-protocol/policy-element.ts'
import { matchesWildcard } from '../../aws-protocol/wildcard.ts'
import { isJsonObject } from '../../model/json-object.ts'
import { API_GATEWAY, INVOKE_FUNCTION, type InvocationContext } from './invocation-context.ts'
import { allOf, type Condition, compileCondition } from './policy-condition.ts'

/** A statement of a resource policy, compiled. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny'
  /** Whether it is about this call. What cannot be known is no reason to allow, and one to deny. */
  readonly applies: (context: InvocationContext) => boolean
}

/** Compiles what stands in `Statement`. A statement that is none denies: nobody knows what it was meant to forbid. */
export function compileStatement(statement: unknown): PolicyStatement {
  if (!isJsonObject(statement)) return { effect: 'Deny', applies: () => true }
  const { Effect, Condition } = statement as { readonly Effect?: unknown; readonly Condition?: unknown }
  const effect = Effect === 'Allow' ? 'Allow' : 'Deny'
  const tests: readonly Condition[] = [
    principalTest(statement),
    actionTest(statement),
    resourceTest(statement),
    compileCondition(Condition),
  ]
  return { effect, applies: (context) => allOf(tests.map((test) => test(context))) ?? effect === 'Deny' }
}

/** An element, or its opposite: `Action` and `NotAction`. */
function either(
  statement: Readonly<Record<string, unknown>>,
  name: string,
  matches: (element: unknown, context: InvocationContext) => boolean | undefined,
): Condition {
  const opposite = `Not${name}`
  const has = Object.hasOwn(statement, name)
  // Neither, or both: no such statement.
  if (has === Object.hasOwn(statement, opposite)) return () => undefined
  if (has) return (context) => matches(statement[name], context)
  return (context) => {
    const result = matches(statement[opposite], context)
    return result === undefined ? undefined : !result
  }
}

/**
 * API Gateway calls as a service; `*`, and `AWS: *`, are everybody. `NotPrincipal`, which AWS advises against and Lambda
 * never writes, is not known.
 */
function principalTest(statement: Readonly<Record<string, unknown>>): Condition {
  const result = namesApiGateway(Object.hasOwn(statement, 'Principal') ? statement['Principal'] : undefined)
  return () => result
}

function namesApiGateway(principal: unknown): boolean | undefined {
  if (principal === '*') return true
  if (!isJsonObject(principal)) return undefined
  let isKnown = true
  for (const [kind, value] of Object.entries(principal)) {
    const names = textsOf(value)
    if (names === undefined) isKnown = false
    else if (kind === 'Service' && names.includes(API_GATEWAY)) return true
    else if (kind === 'AWS' && names.includes('*')) return true
  }
  return isKnown ? false : undefined
}

/** Actions are compared without case. */
function actionTest(statement: Readonly<Record<string, unknown>>): Condition {
  const action = INVOKE_FUNCTION.toLowerCase()
  return either(statement, 'Action', (element) =>
    textsOf(element)?.some((pattern) => matchesWildcard(pattern.toLowerCase(), action)),
  )
}

const LATEST = ':$LATEST'

/** A policy on the function without a qualifier is that of `$LATEST`. */
function resourceTest(statement: Readonly<Record<string, unknown>>): Condition {
  return either(statement, 'Resource', (element, { functionArn }) => {
    const names = functionArn.endsWith(LATEST) ? [functionArn, functionArn.slice(0, -LATEST.length)] : [functionArn]
    return textsOf(element)?.some((pattern) => names.some((name) => matchesWildcard(pattern, name)))
  })
}
