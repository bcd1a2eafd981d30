import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRoleAssumer, RoleRefused } from './assumed-roles.ts'
import { assumeRoleAnswer, startEndpoint, stsError, type TestEndpoint } from './test-endpoint.ts'

const role = 'arn:aws:iam::123456789012:role/caller'
const start = Date.UTC(2026, 0, 1)
const region = 'eu-west-1'

let now = start
let lives = 3_600_000
let served = 0
let answer: ((response: ServerResponse) => void) | undefined
let sts: TestEndpoint

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAGATEWAY')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-the-gateway')
  now = start
  lives = 3_600_000
  served = 0
  answer = undefined
  sts = await startEndpoint((_, response) => {
    if (answer !== undefined) answer(response)
    else response.end(assumeRoleAnswer(`ASIA${++served}`, new Date(now + lives)))
  })
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await sts[Symbol.asyncDispose]()
})

function assumer(capacity?: number) {
  return createRoleAssumer({
    endpoint: sts.url,
    region,
    now: () => now,
    ...(capacity === undefined ? {} : { capacity }),
  })
}

test("a role is assumed with API Gateway's session name, signed with the process's own credentials", async () => {
  expect(await assumer().credentialsOf(role)).toEqual({
    accessKeyId: 'ASIA1',
    secretAccessKey: 'secret-of-ASIA1',
    sessionToken: 'token-of-ASIA1',
  })
  const [request] = sts.requests
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: 'BackplaneAssumeRoleSession',
  })
  expect(request?.headers.authorization).toMatch(/Credential=AKIAGATEWAY\/\d{8}\/eu-west-1\/sts\/aws4_request/)
})

test('calls at the same time and later ones share the credentials', async () => {
  const roles = assumer()
  const [one, two] = await Promise.all([roles.credentialsOf(role), roles.credentialsOf(role)])
  expect(two).toBe(one)
  expect(await roles.credentialsOf(role)).toBe(one)
  expect(sts.requests.length).toBe(1)
})

test('roles have credentials of their own', async () => {
  const roles = assumer()
  const one = await roles.credentialsOf(role)
  expect(await roles.credentialsOf(`${role}2`)).not.toEqual(one)
})

test.each([
  ['an hour', 3_600_000, 3_300_000],
  ['a quarter of one', 900_000, 600_000],
  ['less than what is left when others are renewed', 200_000, 100_000],
])('credentials are renewed before they expire: %s', async (_, life, renewed) => {
  lives = life
  const roles = assumer()
  const one = await roles.credentialsOf(role)
  now = start + renewed - 1
  expect(await roles.credentialsOf(role)).toBe(one)
  now = start + renewed
  expect((await roles.credentialsOf(role)).accessKeyId).toBe('ASIA2')
})

test('credentials that were refused are assumed again', async () => {
  const roles = assumer()
  const one = await roles.credentialsOf(role)
  const other = await roles.credentialsOf(`${role}2`)
  roles.forget(one)
  expect((await roles.credentialsOf(role)).accessKeyId).toBe('ASIA3')
  expect(await roles.credentialsOf(`${role}2`)).toBe(other)
})

test("a refusal has STS's words, and is asked again only after a moment", async () => {
  const text = `User: arn:aws:iam::123456789012:user/u is not authorized to perform: sts:AssumeRole on resource: ${role}`
  answer = (response) => response.writeHead(403).end(stsError('AccessDenied', text))
  const roles = assumer()
  const refusals = await Promise.all([roles.credentialsOf(role).catch(String), roles.credentialsOf(role).catch(String)])
  expect(refusals[0]).toBe(`RoleRefused: Role ${role} cannot be assumed at ${sts.url}: AccessDenied: ${text}`)
  now = start + 999
  await expect(roles.credentialsOf(role)).rejects.toThrow(RoleRefused)
  expect(sts.requests.length).toBe(1)
  now = start + 1000
  answer = undefined
  expect((await roles.credentialsOf(role)).accessKeyId).toBe('ASIA1')
})

test('an answer without credentials is a refusal', async () => {
  answer = (response) => response.end('<AssumeRoleResponse><AssumeRoleResult></AssumeRoleResult></AssumeRoleResponse>')
  await expect(assumer().credentialsOf(role)).rejects.toThrow('the answer has no credentials')
})

test('an answer without end is a refusal', async () => {
  answer = (response) => response.end(Buffer.alloc(2_000_000, ' '))
  await expect(assumer().credentialsOf(role)).rejects.toThrow('an answer of more than 1048576 bytes')
})

test('what was signed is not told', async () => {
  const message =
    'The request signature we calculated does not match.\n\nThe Canonical String was\nx-amz-security-token:hidden'
  answer = (response) => response.writeHead(403).end(stsError('SignatureDoesNotMatch', message))
  const error = await assumer().credentialsOf(role).catch(String)
  expect(error).toContain('SignatureDoesNotMatch: The request signature we calculated does not match.')
  expect(error).not.toContain('hidden')
})

test('an endpoint that nobody serves, or that does not answer, is a refusal', async () => {
  answer = () => undefined
  const silent = createRoleAssumer({ endpoint: sts.url, region, timeout: 100 })
  await expect(silent.credentialsOf(role)).rejects.toThrow('no answer in 100 ms')
  const gone = await startEndpoint(() => undefined)
  await gone[Symbol.asyncDispose]()
  const roles = createRoleAssumer({ endpoint: gone.url, region })
  await expect(roles.credentialsOf(role)).rejects.toThrow('ECONNREFUSED')
  roles.close()
})

test('only so many roles are kept, and the least recently used goes', async () => {
  const roles = assumer(2)
  const one = await roles.credentialsOf('arn:1')
  await roles.credentialsOf('arn:2')
  await roles.credentialsOf('arn:1')
  await roles.credentialsOf('arn:3')
  expect(await roles.credentialsOf('arn:1')).toBe(one)
  await roles.credentialsOf('arn:2')
  expect(sts.requests.length).toBe(4)
})
