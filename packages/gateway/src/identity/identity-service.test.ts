import {
  GetCallerIdentityCommand,
  type GetCallerIdentityCommandOutput,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import type { Caller } from '../aws-protocol/authenticate.ts'
import { createIdentityService } from './identity-service.ts'

const anybody: Caller = { verified: false, accessKeyId: 'test', region: 'eu-west-1', user: undefined }
const alice: Caller = { verified: true, accessKeyId: 'AKIDALICE', region: 'eu-west-1', user: 'alice' }

function sts(caller: Caller, region = 'us-east-1') {
  const serve = createIdentityService({ accountId: '123456789012', region })
  /** The SDK's own HTTP handler, cut short: its request goes straight to the service. */
  const handle = async (sent: { method: string; path: string; body?: string }) => {
    const body = Buffer.from(sent.body ?? '')
    const answer = await serve({ method: sent.method, target: sent.path, body, requestId: 'id-1', caller })
    const headers = Object.fromEntries(pairs(answer.headers))
    return { response: { statusCode: answer.status, headers, body: Buffer.from(answer.body as string) } }
  }
  return new STSClient({
    region: 'eu-west-1',
    endpoint: 'http://localhost',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { handle } as never,
    maxAttempts: 1,
  })
}

function* pairs(flat: readonly string[]): Generator<[name: string, value: string]> {
  for (let index = 0; index < flat.length; index += 2) yield [(flat[index] ?? '').toLowerCase(), flat[index + 1] ?? '']
}

const identity = async (client: STSClient) => {
  const { Account, Arn, UserId }: GetCallerIdentityCommandOutput = await client.send(new GetCallerIdentityCommand({}))
  return { Account, Arn, UserId }
}

describe('GetCallerIdentity', () => {
  test('names the account where nobody can be named', async () => {
    expect(await identity(sts(anybody))).toEqual({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:root',
      UserId: '123456789012',
    })
  })

  test('names the user of the key', async () => {
    const told = await identity(sts(alice))
    expect(told).toEqual({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/alice',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string,
    })
    expect(await identity(sts(alice))).toEqual(told)
    expect((await identity(sts({ ...alice, user: 'bob' }))).UserId).not.toBe(told.UserId)
  })

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eu-central-1', 'aws'],
  ])('names the partition of %s', async (region, partition) => {
    expect((await identity(sts(anybody, region))).Arn).toBe(`arn:${partition}:iam::123456789012:root`)
  })
})

test('what is not built is told as an error of AWS', async () => {
  await expect(sts(anybody).send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'Postern does not implement STS GetSessionToken yet',
    $metadata: { httpStatusCode: 501, requestId: 'id-1' },
  })
})

test.each([
  ['Action=GetUser&Version=2010-05-08', 501, 'Postern does not implement IAM GetUser yet', 'iam'],
  ['Action=Dance&Version=2011-06-15', 400, 'Could not find operation Dance for version 2011-06-15', 'sts'],
  ['Action=GetUser', 400, 'Could not find operation GetUser for version 2011-06-15', 'sts'],
])('%s answers %i', async (form, status, message, service) => {
  const serve = createIdentityService({ accountId: '123456789012', region: 'us-east-1' })
  const body = Buffer.from(form)
  const answer = await serve({ method: 'POST', target: '/', body, requestId: 'id-1', caller: anybody })
  expect(answer.status).toBe(status)
  expect(answer.body).toContain(`<Message>${message}</Message>`)
  expect(answer.body).toContain(`<ErrorResponse xmlns="https://${service}.amazonaws.com/doc/`)
})
