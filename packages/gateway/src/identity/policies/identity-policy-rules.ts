import { malformedPolicy } from '../iam-errors.ts'
import { checkConditionDates } from './condition-dates.ts'
import { parsePolicy } from './parse-policy.ts'
import type { Policy, Statement } from './policy.ts'
import { PolicySyntaxError } from './policy-syntax.ts'

/**
 * Throws MalformedPolicyDocument for a document that is no identity policy, inline or managed. Texts and their order
 * are IAM's, as moto's tests recorded them from it. `managed`: its version must be 2012-10-17, which inline policies
 * need not name.
 */
export function checkIdentityPolicy(text: string, managed: boolean): void {
  const policy = parse(text)
  if (policy.statements.some(({ principal }) => principal !== undefined)) {
    throw malformedPolicy('Policy document should not specify a principal.')
  }
  if (managed && policy.version !== '2012-10-17') {
    throw malformedPolicy('Policy document must be version 2012-10-17 or greater.')
  }
  for (const statement of policy.statements) checkLegacyParsing(statement)
  const resources = policy.statements.flatMap(({ resource }) => resource?.values ?? [])
  const resourceProblem = resources.map(problemOfResource).find((problem) => problem !== undefined)
  if (resourceProblem === undefined && !resources.every(isLegacyResource)) throw legacyParsing()
  checkStatementIds(policy.statements)
  if (!policy.statements.every(({ action }) => action !== undefined && action.values.length > 0)) {
    throw malformedPolicy('Policy statement must contain actions.')
  }
  if (resourceProblem !== undefined) throw malformedPolicy(resourceProblem)
  for (const { action } of policy.statements) for (const value of action?.values ?? []) checkAction(value)
  if (!policy.statements.every(({ resource }) => resource !== undefined && resource.values.length > 0)) {
    throw malformedPolicy('Policy statement must contain resources.')
  }
}

function parse(text: string): Policy {
  try {
    return parsePolicy(text)
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw malformedPolicy('Syntax errors in policy.')
    throw error
  }
}

/** Effects are `Allow` and `Deny` to the letter, and dates are dates. */
function checkLegacyParsing({ effect, conditions }: Statement): void {
  if (effect !== 'Allow' && effect !== 'Deny') throw legacyParsing()
  if (!checkConditionDates(conditions)) throw legacyParsing()
}

function legacyParsing() {
  return malformedPolicy('The policy failed legacy parsing')
}

/** Of IAM and trust policies alike. */
export function checkStatementIds(statements: readonly Statement[]): void {
  const ids = statements.flatMap(({ sid }) => (sid === undefined || sid === '' ? [] : [sid]))
  if (!ids.every((id) => /^[0-9A-Za-z]*$/.test(id))) {
    throw malformedPolicy(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    )
  }
  if (new Set(ids).size < ids.length) {
    throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.')
  }
}

const PARTITION = /^(?:\*|aws(?:-[a-z0-9-]+)?)$/

function problemOfResource(resource: string): string | undefined {
  if (resource === '*') return undefined
  const parts = resource.split(':')
  if (parts.length === 1) return `Resource ${shown(resource)} must be in ARN format or "*".`
  const [, partition = '', service, region, account, ...id] = parts
  if (!PARTITION.test(partition)) {
    const rest = [service || '*', region ?? '*', account ?? '*', id.length === 0 ? '*' : id.join(':')].join(':')
    return `Partition "${shown(partition)}" is not valid for resource "${shown(`arn:${partition}:${rest}`)}".`
  }
  return service === undefined ? 'Resource vendor must be fully qualified and cannot contain regexes.' : undefined
}

function isLegacyResource(resource: string): boolean {
  const parts = resource.split(':')
  return resource === '*' || ((parts.length > 5 || !resource.includes('::')) && parts[2] !== '')
}

function checkAction(action: string): void {
  const [vendor = '', name, ...more] = action.split(':')
  if (name === undefined && vendor !== '*') {
    throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
  }
  if (more.length > 0) throw malformedPolicy('Actions/Condition can contain only one colon.')
  if (vendor !== '*' && !/^[a-zA-Z0-9.-]*$/.test(vendor)) {
    throw malformedPolicy(`Vendor ${shown(vendor)} is not valid`)
  }
}

function shown(value: string): string {
  return value.length > 256 ? `${value.slice(0, 256)}…` : value
}
