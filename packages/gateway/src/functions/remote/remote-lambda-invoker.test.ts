import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LambdaCall, LambdaOutcome } from '../../data-plane/lambda-invoker.ts'
import type { RoleAssumer } from './assumed-roles.ts'
import { RoleRefused } from './assumed-roles.ts'
import { createRemoteLambdaInvoker, type RemoteLambdaOptions } from './remote-lambda-invoker.ts'
import { type EndpointRequest, startEndpoint, type TestEndpoint } from './test-endpoint.ts'

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:greet'
const call: LambdaCall = {
  target: { arn, region: 'eu-west-1', accountId: '123456789012', functionName: 'greet', qualifier: undefined },
  payload: '{"a":"ü"}',
  traceId: 'Root=1-67891233-abcdef012345678912345678',
  credentials: { kind: 'gateway' },
  sourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:api/stage/GET/pets',
}
const qualified: LambdaCall = { ...call, target: { ...call.target, arn: `${arn}:live`, qualifier: 'live' } }
const asRole: LambdaCall = { ...call, credentials: { kind: 'role', arn: 'arn:aws:iam::123456789012:role/r' } }

let answer: (request: EndpointRequest, response: ServerResponse) => void
let lambda: TestEndpoint

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAGATEWAY')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-gateway')
  answer = (_, response) => response.end('"hello"')
  lambda = await startEndpoint((request, response) => answer(request, response))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await lambda[Symbol.asyncDispose]()
})

async function outcomeOf(given: LambdaCall, options: Partial<RemoteLambdaOptions> = {}): Promise<LambdaOutcome> {
  const invoker = createRemoteLambdaInvoker({ endpoint: lambda.url, ...options })
  const outcome = await invoker.invoke(given)
  invoker.close()
  return outcome
}

function told(outcome: LambdaOutcome): string {
  return outcome.kind === 'answered' ? 'answered' : `${outcome.kind}: ${outcome.message}`
}

test('an invocation is what Lambda expects, in the region of the function', async () => {
  const outcome = await outcomeOf(call)
  expect(outcome).toMatchObject({ kind: 'answered', functionError: undefined })
  expect(outcome.kind === 'answered' && Buffer.from(outcome.payload).toString()).toBe('"hello"')
  const [request] = lambda.requests
  expect(request).toMatchObject({
    method: 'POST',
    url: `/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`,
    body: call.payload,
    headers: { 'x-amzn-trace-id': call.traceId },
  })
  expect(request?.headers.authorization).toMatch(/Credential=AKIAGATEWAY\/\d{8}\/eu-west-1\/lambda\/aws4_request/)
})

test('the qualifier is in the query', async () => {
  await outcomeOf(qualified)
  expect(lambda.requests[0]?.url).toBe(`/2015-03-31/functions/${encodeURIComponent(arn)}/invocations?Qualifier=live`)
})

test("a function's error is an answer", async () => {
  answer = (_, response) => response.setHeader('X-Amz-Function-Error', 'Unhandled').end('{"errorMessage":"no"}')
  expect(await outcomeOf(call)).toMatchObject({ kind: 'answered', functionError: 'Unhandled' })
})

test('an empty answer is one', async () => {
  answer = (_, response) => response.end()
  expect(await outcomeOf(call)).toEqual({ kind: 'answered', payload: new Uint8Array(), functionError: undefined })
})

test.each([
  [404, 'ResourceNotFoundException', 'missing'],
  [403, 'AccessDeniedException', 'forbidden'],
  [403, 'UnrecognizedClientException', 'forbidden'],
  [403, 'InvalidSignatureException', 'forbidden'],
  [429, 'TooManyRequestsException', 'throttled'],
  [413, 'RequestTooLargeException', 'too-large'],
  [400, 'InvalidRequestContentException', 'unavailable'],
  [409, 'ResourceConflictException', 'unavailable'],
  [500, 'ServiceException', 'unavailable'],
  [502, 'KMSAccessDeniedException', 'unavailable'],
  [404, 'toString', 'unavailable'],
])('refusals: %i %s is %s, asked once', async (status, code, kind) => {
  answer = (_, response) =>
    response.writeHead(status, { 'x-amzn-errortype': code }).end('{"Message":"in so many words","Type":"User"}')
  const message = `Function ${arn} at ${lambda.url}: ${code}: in so many words`
  expect(await outcomeOf(call)).toEqual({ kind, message })
  expect(lambda.requests.length).toBe(1)
})

const wrong: readonly (readonly [string, (response: ServerResponse) => void, string])[] = [
  ['another server', (response) => response.writeHead(404).end('<html>Not found</html>'), ''],
  ['a proxy', (response) => response.writeHead(502).end(), ''],
  ['a connection that ends', (response) => response.destroy(), 'ECONNRESET'],
  [
    'an answer that ends early',
    (response) => response.writeHead(200, { 'content-length': 9 }).write('"', () => response.destroy()),
    'aborted',
  ],
  ['an error without end', (response) => endless(response.writeHead(500)), 'more than 8388608 bytes'],
  ['an answer without end', endless, 'AnswerTooLong: an answer of more than 8388608 bytes'],
]

function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(1_000_000, 'x')
  const write = () => {
    while (!response.destroyed && response.write(chunk));
  }
  response.on('drain', write)
  write()
}

test.each(wrong)('what is no answer of Lambda: %s, asked once', async (_, say, text) => {
  answer = (_, response) => say(response)
  const outcome = await outcomeOf(call)
  expect(told(outcome)).toContain(`unavailable: Function ${arn} at ${lambda.url}: `)
  expect(told(outcome)).toContain(text)
  expect(lambda.requests.length).toBe(1)
})

test('an endpoint that nobody serves is unavailable', async () => {
  const gone = await startEndpoint(() => undefined)
  await gone[Symbol.asyncDispose]()
  const outcome = await outcomeOf(call, { endpoint: gone.url })
  expect(told(outcome)).toMatch(/^unavailable: .*ECONNREFUSED/)
})

test('an endpoint that does not answer in time is unavailable, and the request is ended', async () => {
  const ended = Promise.withResolvers<void>()
  answer = (_, response) => response.on('close', () => ended.resolve())
  const outcome = await outcomeOf(call, { timeout: 200 })
  expect(told(outcome)).toMatch(/^unavailable: .*no answer in 200 ms/)
  await ended.promise
})

test('without credentials the message says so', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere')
  const outcome = await outcomeOf(call)
  expect(told(outcome)).toMatch(/^unavailable: .*Could not load credentials/)
  expect(lambda.requests.length).toBe(0)
})

test('what was signed is not told', async () => {
  const Message = 'The signature does not match.\n\nThe Canonical String\nx-amz-security-token:hidden'
  answer = (_, response) =>
    response.writeHead(403, { 'x-amzn-errortype': 'InvalidSignatureException' }).end(JSON.stringify({ Message }))
  const outcome = await outcomeOf(call)
  expect(JSON.stringify(outcome)).toContain('The signature does not match.')
  expect(JSON.stringify(outcome)).not.toContain('hidden')
})

test('more invocations than may run at the same time are throttled', async () => {
  const waiting: ServerResponse[] = []
  const arrived = Promise.withResolvers<void>()
  answer = (_, response) => {
    if (waiting.push(response) === 2) arrived.resolve()
  }
  const invoker = createRemoteLambdaInvoker({ endpoint: lambda.url, concurrency: 2 })
  const running = [invoker.invoke(call), invoker.invoke(call)]
  await arrived.promise
  expect(told(await invoker.invoke(call))).toMatch(/^throttled: .*2 invocations/)
  for (const response of waiting) response.end('1')
  expect((await Promise.all(running)).map((outcome) => outcome.kind)).toEqual(['answered', 'answered'])
  answer = (_, response) => response.end('2')
  expect(await invoker.invoke(call)).toMatchObject({ kind: 'answered' })
  invoker.close()
})

describe('on behalf of a role', () => {
  let serial = 0
  let forgotten: unknown[]
  let roles: RoleAssumer

  beforeEach(() => {
    forgotten = []
    let current = credentials()
    roles = {
      credentialsOf: async () => current,
      forget: (refused) => {
        forgotten.push(refused)
        current = credentials()
      },
      close: () => undefined,
    }
  })

  function credentials() {
    serial++
    return { accessKeyId: `ASIA${serial}`, secretAccessKey: 'secret', sessionToken: `token-${serial}` }
  }

  test('the invocation is signed as the role', async () => {
    await outcomeOf(asRole, { roles })
    const { headers } = lambda.requests[0] ?? {}
    expect(headers?.authorization).toContain(`Credential=ASIA${serial}/`)
    expect(headers?.['x-amz-security-token']).toBe(`token-${serial}`)
  })

  test('without STS, and for others, it is signed as any other', async () => {
    await outcomeOf(asRole)
    await outcomeOf(call, { roles })
    await outcomeOf({ ...call, credentials: { kind: 'caller' } }, { roles })
    expect(lambda.requests.length).toBe(3)
    for (const { headers } of lambda.requests) expect(headers.authorization).toContain('Credential=AKIAGATEWAY/')
  })

  test('roles and the gateway itself take turns with one invoker', async () => {
    const invoker = createRemoteLambdaInvoker({ endpoint: lambda.url, roles })
    for (const given of [call, asRole, call, asRole]) await invoker.invoke(given)
    const keys = lambda.requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1])
    expect(keys).toEqual(['AKIAGATEWAY', `ASIA${serial}`, 'AKIAGATEWAY', `ASIA${serial}`])
    invoker.close()
  })

  test('a role that may not be assumed is forbidden', async () => {
    const refusing = { ...roles, credentialsOf: () => Promise.reject(new RoleRefused('Role r cannot be assumed')) }
    expect(await outcomeOf(asRole, { roles: refusing })).toEqual({
      kind: 'forbidden',
      message: 'Role r cannot be assumed',
    })
    expect(lambda.requests.length).toBe(0)
  })

  test('expired credentials are forgotten: the next call has new ones', async () => {
    const before = await roles.credentialsOf('r')
    answer = (_, response) => response.writeHead(403, { 'x-amzn-errortype': 'ExpiredTokenException' }).end('{}')
    const invoker = createRemoteLambdaInvoker({ endpoint: lambda.url, roles })
    expect(await invoker.invoke(asRole)).toMatchObject({ kind: 'forbidden' })
    expect(forgotten).toEqual([before])
    answer = (_, response) => response.end('1')
    expect(await invoker.invoke(asRole)).toMatchObject({ kind: 'answered' })
    expect(lambda.requests[1]?.headers['x-amz-security-token']).not.toBe(before.sessionToken)
    invoker.close()
  })
})
