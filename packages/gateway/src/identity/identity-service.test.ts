import { GetCallerIdentityCommand, GetFederationTokenCommand, type STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { alice, anybody, testIdentity } from './test-identity.ts'

const identityOf = async (client: STSClient) => {
  const { Account, Arn, UserId } = await client.send(new GetCallerIdentityCommand({}))
  return { Account, Arn, UserId }
}

describe('GetCallerIdentity', () => {
  test('names the account where nobody can be named', async () => {
    const { sts } = await testIdentity()
    expect(await identityOf(sts())).toEqual({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:root',
      UserId: '123456789012',
    })
  })

  test('names the user of the key', async () => {
    const { sts } = await testIdentity()
    const told = await identityOf(sts(alice))
    expect(told).toEqual({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/alice',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string,
    })
    expect(await identityOf(sts(alice))).toEqual(told)
    expect((await identityOf(sts({ ...alice, user: 'bob' }))).UserId).not.toBe(told.UserId)
  })

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eu-central-1', 'aws'],
  ])('names the partition of %s', async (region, partition) => {
    const { sts } = await testIdentity({ region })
    expect((await identityOf(sts())).Arn).toBe(`arn:${partition}:iam::123456789012:root`)
  })
})

test('what is not built is told as an error of AWS', async () => {
  const { sts } = await testIdentity()
  await expect(sts().send(new GetFederationTokenCommand({ Name: 'bob' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'Postern does not implement STS GetFederationToken yet',
    $metadata: { httpStatusCode: 501, requestId: 'id-1' },
  })
})

test.each([
  ['Action=ListUsers&Version=2010-05-08', 501, 'Postern does not implement IAM ListUsers yet', 'iam'],
  ['Action=Dance&Version=2011-06-15', 400, 'Could not find operation Dance for version 2011-06-15', 'sts'],
  ['Action=GetUser', 400, 'Could not find operation GetUser for version 2011-06-15', 'sts'],
  [
    'Action=CreateRole&Version=2010-05-08',
    400,
    '2 validation errors detected: Value null at &apos;roleName&apos; failed to satisfy constraint: Member must not be ' +
      'null; Value null at &apos;assumeRolePolicyDocument&apos; failed to satisfy constraint: Member must not be null',
    'iam',
  ],
])('%s answers %i', async (form, status, message, service) => {
  const { serve } = await testIdentity()
  const body = Buffer.from(form)
  const answer = await serve({ method: 'POST', target: '/', body, requestId: 'id-1', caller: anybody })
  expect(answer.status).toBe(status)
  expect(answer.body).toContain(`<Message>${message}</Message>`)
  expect(answer.body).toContain(`<ErrorResponse xmlns="https://${service}.amazonaws.com/doc/`)
})
