import { textsOf } from '../aws-protocol/policy-element.ts'
import { matchesWildcard } from '../aws-protocol/wildcard.ts'
import { isJsonObject } from '../model/json-object.ts'

/** `malformed`: it is no policy. */
export type PolicyDecision = 'allowed' | 'denied' | 'not-allowed' | 'malformed'

/** Characters of a resource (spec/websocket-api.md section 2.5). */
const LONGEST_RESOURCE = 512
const ACTION = 'execute-api:invoke'

/**
 * Whether the policy that an authorizer returned lets its client invoke `arn`, by the rules of IAM: one Allow, and no
 * Deny (IAM guide: reference_policies_evaluation-logic). Conditions are not evaluated: a statement with one never allows,
 * and always denies, since open would be the one answer that is never right.
 */
export function evaluatePolicy(document: unknown, arn: string): PolicyDecision {
  if (!isJsonObject(document) || !Object.hasOwn(document, 'Statement')) return 'malformed'
  const element = document['Statement']
  const statements: readonly unknown[] = Array.isArray(element) ? element : [element]
  const effects = new Set(statements.map((statement) => effectOf(statement, arn)))
  if (effects.has('malformed')) return 'malformed'
  if (effects.has('Deny')) return 'denied'
  return effects.has('Allow') ? 'allowed' : 'not-allowed'
}

type Effect = 'Allow' | 'Deny'

/** Undefined: it is not about this. */
function effectOf(statement: unknown, arn: string): Effect | 'malformed' | undefined {
  if (!isJsonObject(statement)) return 'malformed'
  const effect = memberOf(statement, 'Effect')
  if (effect !== 'Allow' && effect !== 'Deny') return 'malformed'
  // Actions are compared without case, resources with it.
  const isOfAction = covers(statement, 'Action', (pattern) => matchesWildcard(pattern.toLowerCase(), ACTION))
  const isOfResource = covers(statement, 'Resource', (pattern) => matchesWildcard(pattern, arn))
  if (isOfAction === undefined || isOfResource === undefined) return 'malformed'
  if (effect === 'Allow' && Object.hasOwn(statement, 'Condition')) return undefined
  return isOfAction && isOfResource ? effect : undefined
}

/** By an element or its opposite, such as NotAction; undefined where there is neither, or both, or no text. */
function covers(
  statement: Readonly<Record<string, unknown>>,
  name: 'Action' | 'Resource',
  matches: (pattern: string) => boolean,
): boolean | undefined {
  const has = Object.hasOwn(statement, name)
  if (has === Object.hasOwn(statement, `Not${name}`)) return undefined
  const patterns = textsOf(memberOf(statement, has ? name : `Not${name}`))
  if (patterns === undefined) return undefined
  if (name === 'Resource' && patterns.some((pattern) => pattern.length > LONGEST_RESOURCE)) return undefined
  return patterns.some(matches) === has
}

function memberOf(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}
