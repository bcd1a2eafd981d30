import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createS3Reader } from './s3-reader.ts'

const asked: { url: string; headers: NodeJS.Dict<string | string[]> }[] = []
const server = createServer((request, response) => {
  asked.push({ url: request.url ?? '', headers: request.headers })
  const error = (status: number, body: string) => response.writeHead(status).end(body)
  if (request.url?.startsWith('/pets/missing') === true) {
    error(404, '<?xml?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>')
  } else if (request.url?.startsWith('/pets/moved') === true) response.writeHead(307, { location: '/pets/zip' }).end()
  else if (request.url?.startsWith('/pets/broken') === true) {
    response.writeHead(200, { 'content-length': '10' })
    response.write('half')
    response.socket?.destroySoon()
  } else response.end('0123456789')
})
let endpoint = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hidden')
  vi.stubEnv('AWS_SESSION_TOKEN', undefined)
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
})

const read = (key: string, version?: string, limit = 10) =>
  createS3Reader({ endpoint, region: 'eu-west-1' })({ bucket: 'pets', key, version }, limit)

test.each([
  ['zip', undefined, '/pets/zip'],
  ["a b/ü+(1)'*!.zip", undefined, '/pets/a%20b/%C3%BC%2B%281%29%27%2A%21.zip'],
  ['zip', 'v/1+', '/pets/zip?versionId=v%2F1%2B'],
])('%s, version %s, is read from %s, signed', async (key, version, url) => {
  expect(Buffer.from(await read(key, version)).toString()).toBe('0123456789')
  const last = asked.at(-1)
  expect(last?.url).toBe(url)
  expect(last?.headers['authorization']).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=host;.*x-amz-date, Signature=\w{64}$/,
  )
})

test.each([
  [
    'missing',
    'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
  ],
  ['moved', 'Error occurred while GetObject. S3 Error Code: status 307. S3 Error Message: S3 gave no reason'],
  ['broken', /^The package broke off on its way from S3: /],
])('%s is refused', async (key, message) => {
  await expect(read(key)).rejects.toThrow(message)
})

test('a package beyond the limit is refused', async () => {
  await expect(read('zip', undefined, 9)).rejects.toThrow('The package in S3 must be smaller than 9 bytes')
})

test('an endpoint that does not answer is named, and no secret is', async () => {
  const reader = createS3Reader({ endpoint: 'http://127.0.0.1:1', region: 'eu-west-1' })
  const failure = await reader({ bucket: 'b', key: 'k', version: undefined }, 10).catch((error: unknown) => error)
  expect(String(failure)).toContain('S3 at http://127.0.0.1:1 cannot be asked')
  expect(String(failure)).not.toContain('hidden')
})
