import { isDeeperThan } from '../../aws-protocol/json-depth.ts'
import { parseConditions } from './parse-conditions.ts'
import type { Elements, Policy, Principals, Statement } from './policy.ts'
import { fieldsOf, PolicySyntaxError } from './policy-syntax.ts'

/** The grammar needs 6: document, statements, statement, condition, operator, values. */
const DEEPEST = 8

const TOP_FIELDS = new Set(['Version', 'Id', 'Statement'])
const STATEMENT_FIELDS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
])
const VERSIONS = new Set(['2008-10-17', '2012-10-17'])
const PRINCIPAL_KINDS = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser'])

/** Reads a document. Throws PolicySyntaxError for what the grammar does not have. */
export function parsePolicy(text: string): Policy {
  const document = parseJson(text)
  for (const field of document.keys()) if (!TOP_FIELDS.has(field)) throw unknownField(field)
  const version = optionalText(document, 'Version')
  if (version !== undefined && !VERSIONS.has(version)) throw new PolicySyntaxError(`Invalid version: ${shown(version)}`)
  optionalText(document, 'Id')
  const given = document.get('Statement')
  if (given === undefined) throw missingField('Statement')
  const list = Array.isArray(given) ? (given as unknown[]) : [given]
  if (list.length === 0) throw new PolicySyntaxError('Could not parse the policy: Statement is empty!')
  return { version, statements: list.map(parseStatement) }
}

function parseJson(text: string): ReadonlyMap<string, unknown> {
  const invalid = new PolicySyntaxError('This policy contains invalid Json')
  if (isDeeperThan(text, DEEPEST)) throw invalid
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid
  }
  return fieldsOf(value) ?? fail(invalid)
}

function parseStatement(given: unknown): Statement {
  const fields = fieldsOf(given)
  if (fields === undefined) throw new PolicySyntaxError('This policy contains invalid Json')
  for (const field of fields.keys()) if (!STATEMENT_FIELDS.has(field)) throw unknownField(field)
  const effect = optionalText(fields, 'Effect')
  if (effect === undefined) throw missingField('Effect')
  if (!/^(?:allow|deny)$/i.test(effect)) throw new PolicySyntaxError(`Invalid effect: ${shown(effect)}`)
  return {
    sid: optionalText(fields, 'Sid'),
    effect,
    action: parseElements(fields, 'Action'),
    resource: parseElements(fields, 'Resource'),
    principal: parsePrincipals(fields),
    conditions: parseConditions(fields.get('Condition')),
  }
}

function parseElements(fields: ReadonlyMap<string, unknown>, name: 'Action' | 'Resource'): Elements | undefined {
  const not = isNegated(fields, name)
  const given = fields.get(not ? `Not${name}` : name)
  if (given === undefined) return undefined
  return { not, values: textsOf(given) ?? fail(invalidField(name)) }
}

function parsePrincipals(fields: ReadonlyMap<string, unknown>): Principals | undefined {
  const not = isNegated(fields, 'Principal')
  const given = fields.get(not ? 'NotPrincipal' : 'Principal')
  if (given === undefined) return undefined
  if (given === '*') return { not, entries: [{ kind: 'AWS', value: '*' }] }
  const kinds = fieldsOf(given)
  if (kinds === undefined || kinds.size === 0) throw new PolicySyntaxError('Invalid principal in policy')
  return {
    not,
    entries: [...kinds].flatMap(([kind, values]) => {
      if (!PRINCIPAL_KINDS.has(kind)) throw new PolicySyntaxError(`Invalid principal in policy: ${shown(kind)}`)
      const texts = textsOf(values) ?? fail(new PolicySyntaxError(`Invalid principal in policy: ${kind}`))
      return texts.map((value) => ({ kind, value }))
    }),
  }
}

/** Of an element and its counterpart a statement has one. */
function isNegated(fields: ReadonlyMap<string, unknown>, name: string): boolean {
  const not = fields.has(`Not${name}`)
  if (not && fields.has(name)) throw new PolicySyntaxError(`Statement has both ${name} and Not${name}`)
  return not
}

/** One text, or a list of them. */
function textsOf(value: unknown): readonly string[] | undefined {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.every((element): element is string => typeof element === 'string') ? list : undefined
}

function optionalText(fields: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = fields.get(name)
  if (value !== undefined && typeof value !== 'string') throw invalidField(name)
  return value
}

function unknownField(name: string): PolicySyntaxError {
  return new PolicySyntaxError(`Unknown field ${shown(name)}`)
}
function missingField(name: string): PolicySyntaxError {
  return new PolicySyntaxError(`Missing required field ${name}`)
}
function invalidField(name: string): PolicySyntaxError {
  return new PolicySyntaxError(`Invalid field ${name}`)
}
function shown(value: string): string {
  return value.length > 128 ? `${value.slice(0, 128)}…` : value
}
function fail(error: Error): never {
  throw error
}
