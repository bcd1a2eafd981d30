import { expect, test } from 'vitest'
import { policy } from './test-identity.ts'
import { trusts } from './trust.ts'

const user = 'arn:aws:iam::123456789012:user/alice'
const session = 'arn:aws:sts::123456789012:assumed-role/deploy/ci'
const allow = (AWS: unknown, more: object = {}) => policy({ Principal: { AWS }, Action: 'sts:AssumeRole', ...more })
const when = (Condition: object) => allow('*', { Condition })

function asks(document: string, arn = user, context: Record<string, string> = {}): boolean {
  const caller = { arn, userId: 'AIDAX', accountId: '123456789012' }
  return trusts(document, { caller, context: new Map(Object.entries(context)) })
}

test.each<[what: string, document: string, arn: string, trusted: boolean]>([
  ['everybody', policy({ Principal: '*', Action: 'sts:AssumeRole' }), user, true],
  ['the account', allow('123456789012'), user, true],
  ['the root of the account', allow('arn:aws:iam::123456789012:root'), session, true],
  ['another account', allow('arn:aws:iam::999999999999:root'), user, false],
  ['the user', allow(['x', user]), user, true],
  ['another user', allow('arn:aws:iam::123456789012:user/bob'), user, false],
  ['a role by its sessions', allow('arn:aws:iam::123456789012:role/ci/deploy'), session, true],
  ['a role with a longer name', allow('arn:aws:iam::123456789012:role/xdeploy'), session, false],
  ['one session', allow(session), session, true],
  ['a service', policy({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }), user, false],
  ['another action', allow('*', { Action: 'sts:TagSession' }), user, false],
  ['an action with wildcards', allow('*', { Action: 'STS:assume*' }), user, true],
  ['all but the user', policy({ NotPrincipal: { AWS: user }, Action: 'sts:AssumeRole' }), user, false],
  [
    'everybody, and denies the user',
    policy({ Principal: '*', Action: 'sts:AssumeRole' }, { Effect: 'Deny', Principal: { AWS: user }, Action: 'sts:*' }),
    user,
    false,
  ],
])('a policy that names %s', (_what, document, arn, trusted) => {
  expect(asks(document, arn)).toBe(trusted)
})

test.each<[condition: object, context: Record<string, string>, holds: boolean]>([
  [{ StringEquals: { 'sts:ExternalId': 'x' } }, { 'sts:externalid': 'x' }, true],
  [{ StringEquals: { 'sts:ExternalId': ['y', 'x'] } }, { 'sts:externalid': 'x' }, true],
  [{ StringEquals: { 'sts:ExternalId': 'x' } }, { 'sts:externalid': 'X' }, false],
  [{ StringEqualsIgnoreCase: { 'sts:ExternalId': 'x' } }, { 'sts:externalid': 'X' }, true],
  [{ StringEquals: { 'sts:ExternalId': 'x' } }, {}, false],
  [{ StringEqualsIfExists: { 'sts:ExternalId': 'x' } }, {}, true],
  [{ StringNotEquals: { 'sts:ExternalId': 'x' } }, {}, true],
  [{ StringNotEquals: { 'sts:ExternalId': 'x' } }, { 'sts:externalid': 'x' }, false],
  [{ StringLike: { a: 'ci-*-?' } }, { a: 'ci-main-1' }, true],
  [{ StringLike: { a: 'ci-*-?' } }, { a: 'ci-main-' }, false],
  [{ StringNotLike: { a: 'ci*' } }, { a: 'ci' }, false],
  [{ StringLike: { a: `${'*a'.repeat(500)}b` } }, { a: 'a'.repeat(2000) }, false],
  [{ ArnLike: { a: 'arn:aws:iam::*:role/*' } }, { a: 'arn:aws:iam::1:role/x' }, true],
  [{ Bool: { 'aws:MultiFactorAuthPresent': true } }, {}, false],
  [{ Bool: { a: 'True' } }, { a: 'true' }, true],
  [{ Null: { a: true } }, {}, true],
  [{ Null: { a: 'false' } }, {}, false],
  [{ 'ForAllValues:StringEquals': { a: 'x' } }, {}, true],
  [{ 'ForAnyValue:StringNotEquals': { a: 'x' } }, {}, false],
  [{ 'ForAnyValue:StringNotEquals': { a: 'x' } }, { a: 'y' }, true],
  [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:sourceip': '1.2.3.4' }, false],
  [{ NumericLessThan: { a: 5 } }, { a: '1' }, false],
])('%j with %j: %s', (condition, context, holds) => {
  expect(asks(when(condition), user, context)).toBe(holds)
})

test('a Deny counts where its condition cannot be evaluated', () => {
  const everybody = { Principal: '*', Action: 'sts:AssumeRole' }
  const Condition = { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
  expect(asks(policy(everybody, { ...everybody, Effect: 'Deny', Condition }))).toBe(false)
})
