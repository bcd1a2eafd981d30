import { isJsonObject } from '../../model/json-object.ts'
import type { InvocationContext } from './invocation-context.ts'
import { compileStatement, type PolicyStatement } from './policy-statement.ts'

/** Whether API Gateway may invoke a function; if not, why, as the end of a sentence. */
export type PermissionDecision = { readonly isAllowed: true } | { readonly isAllowed: false; readonly reason: string }

/** Characters of a policy; Lambda's own limit is 20 KB. */
const LONGEST_POLICY = 32_768
/** Decisions that are kept for one function. A route has one for each method. */
const MOST_DECISIONS = 1_000

const ALLOWED: PermissionDecision = { isAllowed: true }

/**
 * The resource policy of a function, compiled: may `apigateway.amazonaws.com` invoke it? An Allow must apply, and no
 * Deny. What cannot be read or is not known never allows (IAM guide: reference_policies_evaluation-logic).
 */
export class InvokePermission {
  readonly #functionArn: string
  readonly #statements: readonly PolicyStatement[]
  /** Set where the policy decides for all calls alike. */
  readonly #refusal: PermissionDecision | undefined
  readonly #known = new Map<string, PermissionDecision>()

  /**
   * `policy`: the JSON text that Lambda's GetPolicy answers for the function as it is invoked, or its statements; none
   * of either where it has no policy. `functionArn`: with the qualifier, if there is one.
   */
  constructor(policy: string | readonly unknown[] | undefined, functionArn: string) {
    this.#functionArn = functionArn
    const statements = typeof policy === 'string' ? statementsOf(policy) : isNone(policy) ? NO_POLICY : policy
    this.#statements = typeof statements === 'string' ? [] : statements.map(compileStatement)
    this.#refusal = typeof statements === 'string' ? { isAllowed: false, reason: statements } : undefined
  }

  /** Asked on every call: the same source is decided once. */
  decide(sourceArn: string): PermissionDecision {
    const known = this.#refusal ?? this.#known.get(sourceArn)
    if (known !== undefined) return known
    const decision = this.#evaluate({
      functionArn: this.#functionArn,
      sourceArn,
      // `arn:aws:execute-api:{region}:{account}:…`
      sourceAccount: sourceArn.split(':')[4] ?? '',
    })
    if (this.#known.size >= MOST_DECISIONS) this.#known.clear()
    this.#known.set(sourceArn, decision)
    return decision
  }

  #evaluate(context: InvocationContext): PermissionDecision {
    const applying = this.#statements.filter(({ applies }) => applies(context))
    if (applying.some(({ effect }) => effect === 'Deny')) {
      return { isAllowed: false, reason: 'a statement of its resource policy denies it' }
    }
    if (applying.length > 0) return ALLOWED
    return { isAllowed: false, reason: 'no statement of its resource policy allows it' }
  }
}

const NO_POLICY = 'the function has no resource policy'

function isNone(policy: readonly unknown[] | undefined): policy is undefined {
  return policy === undefined || policy.length === 0
}

/** The statements of a policy document, or what is wrong with it. */
function statementsOf(policy: string): readonly unknown[] | string {
  if (policy.length > LONGEST_POLICY) return 'its resource policy is too long'
  let document: unknown
  try {
    document = JSON.parse(policy)
  } catch {
    return 'its resource policy is no JSON'
  }
  if (!isJsonObject(document) || !Object.hasOwn(document, 'Statement')) return 'its resource policy has no statements'
  const statement = document['Statement']
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement]
  return statements
}
