import { expect, test, vi } from 'vitest'
import type { LambdaCall, LambdaInvoker, LambdaOutcome } from '../../data-plane/lambda-invoker.ts'
import { type RoleAssumer, RoleRefused } from './assumed-roles.ts'
import { localOrRemote } from './local-or-remote.ts'

const call: LambdaCall = {
  target: {
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    region: 'us-east-1',
    accountId: '000000000000',
    functionName: 'f',
    qualifier: undefined,
  },
  payload: '{}',
  traceId: 'Root=1-0-0',
  credentials: { kind: 'gateway' },
  sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:a/s/GET/',
}
const asRole: LambdaCall = { ...call, credentials: { kind: 'role', arn: 'arn:aws:iam::000000000000:role/r' } }
const answered: LambdaOutcome = { kind: 'answered', payload: new Uint8Array(), functionError: undefined }
const credentials = { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' }

function invoker(outcome: LambdaOutcome) {
  return { invoke: vi.fn<LambdaInvoker['invoke']>(async () => outcome) }
}

function refusal(
  kind: 'missing' | 'forbidden' | 'throttled' | 'too-large' | 'unavailable',
  message: string,
): LambdaOutcome {
  return { kind, message }
}

test.each([
  answered,
  ...(['forbidden', 'throttled', 'too-large', 'unavailable'] as const).map((kind) => refusal(kind, 'here')),
])('what is here is answered here: $kind', async (outcome) => {
  const remote = invoker(refusal('missing', 'there'))
  expect(await localOrRemote({ local: invoker(outcome), remote, roles: undefined }).invoke(call)).toBe(outcome)
  expect(remote.invoke).not.toHaveBeenCalled()
})

test.each([answered, refusal('missing', 'not there'), refusal('unavailable', 'not there')])(
  'what is missing here is called there once, whose answer is final: $kind',
  async (outcome) => {
    const local = invoker(refusal('missing', 'not here'))
    const remote = invoker(outcome)
    const expected = outcome.kind === 'answered' ? outcome : { kind: outcome.kind, message: 'not here; not there' }
    expect(await localOrRemote({ local, remote, roles: undefined }).invoke(call)).toEqual(expected)
    expect(local.invoke).toHaveBeenCalledTimes(1)
    expect(remote.invoke).toHaveBeenCalledExactlyOnceWith(call)
  },
)

test('without an endpoint what is missing is missing', async () => {
  const outcome = refusal('missing', 'not here')
  expect(await localOrRemote({ local: invoker(outcome), remote: undefined, roles: undefined }).invoke(call)).toBe(
    outcome,
  )
})

test('a role is assumed for a function that is here, too', async () => {
  const credentialsOf = vi.fn<RoleAssumer['credentialsOf']>(async () => credentials)
  const roles = { credentialsOf, forget: () => undefined, close: () => undefined }
  const both = localOrRemote({ local: invoker(answered), remote: undefined, roles })
  expect(await both.invoke(asRole)).toBe(answered)
  expect(credentialsOf).toHaveBeenCalledExactlyOnceWith('arn:aws:iam::000000000000:role/r')
  await both.invoke(call)
  expect(credentialsOf).toHaveBeenCalledTimes(1)
})

test('who may not assume the role does not call', async () => {
  const roles: RoleAssumer = {
    credentialsOf: async () => Promise.reject(new RoleRefused('Role r cannot be assumed')),
    forget: () => undefined,
    close: () => undefined,
  }
  const local = invoker(answered)
  const both = localOrRemote({ local, remote: undefined, roles })
  expect(await both.invoke(asRole)).toEqual({ kind: 'forbidden', message: 'Role r cannot be assumed' })
  expect(local.invoke).not.toHaveBeenCalled()
})
