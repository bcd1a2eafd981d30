import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { assumeRoleAnswer, startEndpoint, stsError } from './functions/remote/test-endpoint.ts'
import { FakeUpstream } from './integrations/test-integration.ts'
import { arn, awsServices, call, ENDPOINT, refusal, stubAwsEnvironment, verified } from './test-aws-services.ts'
import type { UpstreamRequest } from './transport/upstream.ts'

beforeEach(stubAwsEnvironment)
afterEach(() => {
  vi.unstubAllEnvs()
})

const DYNAMO = arn('dynamodb:action/GetItem')

test('a role is assumed once, and again when its credentials are refused', async () => {
  let served = 0
  await using sts = await startEndpoint((request, response) => {
    if (request.body.includes('stranger')) response.writeHead(403).end(stsError('AccessDenied', 'not you'))
    else response.end(assumeRoleAnswer(`ASIA${++served}`, new Date(Date.now() + 3_600_000)))
  })
  const aws = awsServices(ENDPOINT, sts.url)
  const answers = ['{}', '{"__type":"com.amazonaws#ExpiredTokenException"}', '{}']
  const upstream = new FakeUpstream(() => {
    const body = answers.shift() ?? '{}'
    return { status: body === '{}' ? 200 : 400, headers: [], body }
  })
  const CredentialsArn = 'arn:aws:iam::111122223333:role/sender'
  for (let i = 0; i < 3; i++) await call(upstream, DYNAMO, '{}', { CredentialsArn, aws })
  const keys = ['ASIA1', 'ASIA2'].map((accessKeyId) => ({
    accessKeyId,
    secretAccessKey: `secret-of-${accessKeyId}`,
    sessionToken: `token-of-${accessKeyId}`,
  }))
  const signers = upstream.asked.map((request) => verified(request, 'dynamodb', keys).accessKeyId)
  expect(signers).toEqual(['ASIA1', 'ASIA1', 'ASIA2'])
  expect(sts.requests[0]?.body).toContain(encodeURIComponent(CredentialsArn))

  const stranger = { CredentialsArn: 'arn:aws:iam::111122223333:role/stranger', aws }
  expect(await refusal('websocket-internal', upstream, DYNAMO, stranger)).toMatch(
    /role\/stranger cannot be assumed .*not you/,
  )
  // As a caller it is the gateway itself that signs.
  await call(upstream, DYNAMO, '{}', { CredentialsArn: 'arn:aws:iam::*:user/*', aws })
  expect(verified(upstream.asked.at(-1) as UpstreamRequest, 'dynamodb').accessKeyId).toBe('AKIDGATEWAY')
  aws.close()
})

test('credentials that do not come in time are a timeout', async () => {
  await using sts = await startEndpoint(() => undefined)
  const aws = awsServices(ENDPOINT, sts.url)
  const slow = { CredentialsArn: 'arn:aws:iam::111122223333:role/slow', TimeoutInMillis: 50, aws }
  expect(await refusal('websocket-timeout', new FakeUpstream(), DYNAMO, slow)).toMatch(/no credentials .* within 50 ms/)
  aws.close()
})
