import type { Condition } from './policy.ts'
import { fieldsOf, PolicySyntaxError } from './policy-syntax.ts'

/** IAM user guide, "IAM JSON policy elements: Condition operators". */
const OPERATORS = new Set([
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'Null',
])

/** Operator → key → values. Values are texts, numbers and booleans, one or a list. */
export function parseConditions(given: unknown): readonly Condition[] {
  if (given === undefined) return []
  const operators = fieldsOf(given) ?? fail()
  return [...operators].flatMap(([written, keys]) => {
    const [set, operator, ifExists] = parseOperator(written)
    return [...(fieldsOf(keys) ?? fail())].map(
      ([key, values]): Condition => ({ operator, set, ifExists, key, values: valuesOf(values) }),
    )
  })
}

function parseOperator(written: string): [set: Condition['set'], operator: string, ifExists: boolean] {
  const [, set, operator = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(written) ?? []
  if (!OPERATORS.has(operator)) throw new PolicySyntaxError(`Invalid Condition type : ${written.slice(0, 128)}`)
  return [set as Condition['set'], operator, ifExists !== undefined]
}

function valuesOf(given: unknown): string[] {
  const list: unknown[] = Array.isArray(given) ? given : [given]
  return list.map((value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : fail(),
  )
}

function fail(): never {
  throw new PolicySyntaxError('Invalid field Condition')
}
