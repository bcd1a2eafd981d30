import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeUpstream, integrationServices } from './integrations/test-integration.ts'
import { compileWebSocketIntegration } from './integrations/websocket/compile-integration.ts'
import { messageEvent, twoWayBinding } from './integrations/websocket/test-event.ts'
import type { IntegrationDocument } from './store/documents.ts'
import { arn, call, documentOf, ENDPOINT, refusal, stubAwsEnvironment, type Tried } from './test-aws-services.ts'
import type { HttpResponse } from './transport/http-message.ts'
import { UpstreamError } from './transport/upstream.ts'

beforeEach(stubAwsEnvironment)
afterEach(() => {
  vi.unstubAllEnvs()
})

const DYNAMO = arn('dynamodb:action/GetItem')

test('integration responses are chosen by the status, and templates read the answer', async () => {
  const responses = [
    {
      IntegrationResponseId: 'r1',
      IntegrationResponseKey: '$default',
      ResponseTemplates: { $default: 'fine: $input.path("$.Item.id.N")' },
    },
    {
      IntegrationResponseId: 'r2',
      IntegrationResponseKey: '/4\\d\\d/',
      ResponseTemplates: { $default: '$input.path("$.message") ($context.routeKey)' },
    },
  ]
  const answers: HttpResponse[] = [
    { status: 200, headers: [], body: '{"Item":{"id":{"N":"7"}}}' },
    { status: 400, headers: [], body: '{"message":"no such table"}' },
  ]
  const upstream = new FakeUpstream(() => answers.shift() as HttpResponse)
  expect(await call(upstream, DYNAMO, '{}', { responses })).toMatchObject({ status: 200, body: 'fine: 7' })
  expect(await call(upstream, DYNAMO, '{}', { responses })).toMatchObject({ status: 400, body: 'no such table (send)' })
})

test.each([
  ['websocket-timeout', new UpstreamError('timeout', 'too late')],
  ['websocket-internal', new UpstreamError('connect', 'refused')],
  ['websocket-internal', new UpstreamError('broken', 'broken')],
])('%s where the call fails: %s', async (kind, error) => {
  expect(await refusal(kind, new FakeUpstream(() => Promise.reject(error)), DYNAMO)).toBe(error.message)
})

test('an answer that is too large is cut off', async () => {
  let cancelled: unknown
  const body = {
    length: undefined,
    start: (sink: { write(chunk: Uint8Array): boolean }) => void sink.write(new Uint8Array(101)),
    resume: () => undefined,
    cancel: (reason: Error) => {
      cancelled = reason
    },
  }
  const reason = await refusal(
    'websocket-internal',
    new FakeUpstream(() => ({ status: 200, headers: [], body })),
    DYNAMO,
  )
  expect(reason).toMatch(/too large/)
  expect(cancelled).toBeInstanceOf(Error)
})

test.each<[environment: Record<string, string>, uri: string, reason: string]>([
  [
    {},
    DYNAMO,
    'no endpoint of dynamodb is configured: start Postern with AWS_ENDPOINT_URL_DYNAMODB, such as https://dynamodb.us-east-1.amazonaws.com',
  ],
  [
    { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:5000' },
    'arn:aws-cn:apigateway:cn-north-1:states:action/StartExecution',
    'no endpoint of states is configured: start Postern with AWS_ENDPOINT_URL_SFN, such as https://states.cn-north-1.amazonaws.com.cn',
  ],
  [
    { ...ENDPOINT, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    arn('b.s3:path/'),
    'no endpoint of s3 is configured: start Postern with AWS_ENDPOINT_URL_S3, such as https://s3.us-east-1.amazonaws.com',
  ],
  [
    { AWS_ENDPOINT_URL: 'http://localhost:4566' },
    DYNAMO,
    'AWS_ENDPOINT_URL is this very server, which has no dynamodb: start Postern with AWS_ENDPOINT_URL_DYNAMODB, such as https://dynamodb.us-east-1.amazonaws.com',
  ],
  [
    { ...ENDPOINT, AWS_ENDPOINT_URL_DYNAMODB: 'http://u:hidden@host' },
    DYNAMO,
    'the variable AWS_ENDPOINT_URL_DYNAMODB is not an http or https URL without user, query and fragment',
  ],
])('endpoints of %o: %s is not called', async (environment, uri, reason) => {
  const upstream = new FakeUpstream()
  expect(await refusal('websocket-internal', upstream, uri, { environment })).toBe(reason)
  expect(upstream.asked).toEqual([])
})

test('without credentials nothing is sent', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  const upstream = new FakeUpstream()
  expect(await refusal('websocket-internal', upstream, DYNAMO)).toMatch(
    /^dynamodb: no credentials to sign with \(CredentialsProviderError: .*\); Postern looks .* AWS_ACCESS_KEY_ID/,
  )
  expect(upstream.asked).toEqual([])
})

test.each<[what: string, uri: string, tried: Tried, reason: string]>([
  [
    'a value that climbs',
    arn('s3:path/pets/{key}'),
    { RequestParameters: { 'integration.request.path.key': "'..'" } },
    'a mapped parameter would lead out of its place in the path',
  ],
  [
    'a stage variable that is not there',
    arn('s3:path/${stageVariables.bucket}'),
    {},
    'the stage variable bucket is not defined',
  ],
  [
    'a stage variable that is no action',
    arn('sqs:action/${stageVariables.a}'),
    { variables: { a: 'x/y' } },
    'its action "x/y" is none',
  ],
  [
    'credentials of no role',
    DYNAMO,
    { CredentialsArn: 'arn:aws:iam::111122223333:${stageVariables.r}', variables: { r: 'x' } },
    'its credentials "arn:aws:iam::111122223333:x" are no role; allowed are arn:aws:iam::{account}:role/{name} and arn:aws:iam::*:user/*',
  ],
])('%s is told when it is called', async (_what, uri, tried, reason) => {
  const upstream = new FakeUpstream()
  expect(await refusal('websocket-internal', upstream, uri, tried)).toBe(reason)
  expect(upstream.asked).toEqual([])
})

const headers = (name: string) => ({ RequestParameters: { [`integration.request.header.${name}`]: "'x'" } })

test.each<[what: string, uri: string, document: Partial<IntegrationDocument>, problem: string]>([
  ['no ARN of a service', 'arn:aws:sqs:us-east-1:111122223333:jobs', {}, 'its URI is neither'],
  ['an action that is none', arn('sqs:action/'), {}, 'its action "" is none'],
  ['an action of a service with paths', arn('iotdata:action/Publish'), {}, 'iotdata has no actions by name'],
  ...[
    'Authorization',
    'Connection',
    'Expect',
    'TE',
    'Host',
    'X-Amz-Date',
    'x-amz-security-token',
    'Content-Length',
  ].map(
    (name) =>
      [name, DYNAMO, headers(name), `the header ${name} cannot be mapped`] as [
        string,
        string,
        Partial<IntegrationDocument>,
        string,
      ],
  ),
])('%s is no definition', (_what, uri, document, problem) => {
  expect(() => compileWebSocketIntegration(documentOf(uri, document), [])).toThrow(problem)
})

test('a server without the port says so', async () => {
  const template = compileWebSocketIntegration(documentOf(DYNAMO, {}), [])
  const fault = await template.bind(twoWayBinding()).call(messageEvent('{}'), integrationServices())
  expect(fault).toMatchObject({ kind: 'websocket-internal', integrationError: 'this server calls no AWS services' })
})
