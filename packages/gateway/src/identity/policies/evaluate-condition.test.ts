import { expect, test } from 'vitest'
import { evaluateCondition } from './evaluate-condition.ts'

const PRINCIPAL = 'arn:aws:iam::111122223333:role/admin'
const context = new Map([['aws:principalarn', PRINCIPAL]])

test.each<[operator: string, key: string, value: string, expected: boolean | undefined]>([
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/admin', true],
  ['ArnLike', 'aws:PrincipalArn', 'arn:*:role/admin', false],
  ['ArnEquals', 'aws:PrincipalArn', PRINCIPAL, true],
  ['StringLike', 'aws:PrincipalArn', 'arn:*:role/admin', true],
  ['StringNotEquals', 'aws:SourceVpc', 'vpc-1', true],
  // AWS has these with every call, and this server does not know them: a Deny counts, an Allow does not.
  ['Bool', 'aws:SecureTransport', 'false', undefined],
  ['StringNotEquals', 'aws:RequestedRegion', 'eu-west-1', undefined],
  ['NumericLessThan', 'aws:PrincipalArn', '1', undefined],
])('%s %s %s: %s', (operator, key, value, expected) => {
  const condition = { operator, key, values: [value], ifExists: false, set: undefined }
  expect(evaluateCondition(condition, context)).toBe(expected)
})
