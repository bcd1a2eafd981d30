import { describe, expect, test } from 'vitest'
import { type AccessSettings, createAccessGuard } from './access-guard.ts'

const settings: AccessSettings = {
  host: '127.0.0.1',
  hosts: ['postern', 'Gateway.Example.com', '192.0.2.7', '2001:db8::7'],
  allowedOrigins: ['https://console.example.com'],
  publicUrl: 'https://public.example.com',
}

/** The message of the refusal, or undefined for a request that passes. */
function refused(
  headers: readonly string[],
  { secure = false, ...other }: Partial<AccessSettings> & { secure?: boolean } = {},
) {
  const answer = createAccessGuard({ ...settings, ...other })({ headers, secure })
  if (answer === undefined) return undefined
  expect(answer.status).toBe(403)
  expect(answer.headers).toEqual(['content-type', 'application/json', 'x-amzn-ErrorType', 'AccessDeniedException'])
  return (JSON.parse(answer.body as string) as { message: string }).message
}

describe('Host', () => {
  test.each([
    ['localhost'],
    ['localhost:4566'],
    ['LocalHost.'],
    ['apigateway.localhost:4566'],
    ['127.0.0.1:4566'],
    ['127.255.0.9'],
    ['[::1]:4566'],
    ['[0:0:0:0:0:0:0:1]'],
    ['postern:4566'],
    ['POSTERN'],
    ['gateway.example.com'],
    ['192.0.2.7:4566'],
    ['[2001:DB8:0::7]:4566'],
    ['public.example.com'],
  ])('%s is its own', (host) => {
    expect(refused(['Host', host])).toBeUndefined()
  })

  test.each([
    ['evil.example'],
    ['evil.example:4566'],
    ['localhost.evil.example'],
    ['127.0.0.1.evil.example'],
    ['notlocalhost'],
    ['.localhost.evil'],
    ['127.1'],
    ['2130706433'],
    ['0x7f.0.0.1'],
    ['127.0.0.1@evil.example'],
    ['evil.example/localhost'],
    ['localhost#.evil.example'],
    ['[::2]'],
    ['[::ffff:10.0.0.1]'],
    ['[127.0.0.1]'],
    ['::1'],
    ['localhost:99999999'],
    ['localhost:x'],
    ['0.0.0.0:4566'],
    ['10.0.0.5'],
    ['xpublic.example.com'],
    [''],
    [' '],
  ])('%s is not', (host) => {
    expect(refused(['Host', host])).toBe(
      `The control plane does not answer to the host name '${host}'. Use localhost, or add the name to the setting 'hosts'.`,
    )
  })

  test('must be there, once', () => {
    expect(refused([])).toMatch(/host name ''/)
    expect(refused(['Host', 'localhost', 'host', 'evil.example'])).toMatch(/host name 'localhost, evil.example'/)
  })

  test('a long one is cut in the answer', () => {
    expect(refused(['Host', 'a'.repeat(5000)])?.length).toBeLessThan(300)
  })

  test.each([
    ['0.0.0.0', '10.0.0.5:4566', true],
    ['0.0.0.0', '[2001:db8::1]', true],
    ['::', '10.0.0.5', true],
    ['0.0.0.0', '0.0.0.0:4566', false],
    ['0.0.0.0', 'evil.example', false],
    ['10.0.0.5', '10.0.0.5:4566', true],
    ['10.0.0.5', '10.0.0.6:4566', false],
    ['::1', '10.0.0.5', false],
  ])('bound to %s, %s is its own: %s', (bound, host, own) => {
    expect(refused(['Host', host], { host: bound }) === undefined).toBe(own)
  })
})

describe('Origin', () => {
  const to = (origin: string, host = 'localhost:4566') => ['host', host, 'Origin', origin]
  test.each([
    ['the page it served itself', to('http://localhost:4566'), false],
    ['the same by another spelling', to('http://localhost:4566', 'LOCALHOST.:4566'), false],
    ['itself on the default port', to('http://postern', 'postern:80'), false],
    ['itself behind a proxy with TLS', to('https://public.example.com', 'public.example.com'), false],
    ['itself with TLS', to('https://localhost:4566'), true],
    ['itself by IPv6', to('http://[::1]:4566', '[::1]:4566'), false],
    ['an allowed page', to('https://console.example.com'), false],
    [
      'an allowed page, as browsers mark it',
      [...to('https://console.example.com'), 'Sec-Fetch-Site', 'cross-site'],
      false,
    ],
    ['no page at all', ['host', 'localhost:4566'], false],
  ])('of %s passes', (_what, headers, secure) => {
    expect(refused(headers, { secure })).toBeUndefined()
  })

  test.each([
    ['a foreign page', 'http://evil.example', false],
    ['nobody (sandboxed frames, files, redirects)', 'null', false],
    ['another port of this machine', 'http://localhost:3000', false],
    ['the default port of this machine', 'http://localhost', false],
    ['another name of this machine', 'http://127.0.0.1:4566', false],
    ['an API that is served here', 'http://a1b2c3.execute-api.localhost:4566', false],
    ['an allowed page by another scheme', 'http://console.example.com', false],
    ['an allowed page by another port', 'https://console.example.com:8443', false],
    ['an unprotected page, to TLS', 'http://localhost:4566', true],
    ['an extension', 'chrome-extension://localhost:4566', false],
    ['a trick with userinfo', 'http://localhost:4566@evil.example', false],
    ['a trick with a path', 'http://localhost:4566/.evil.example', false],
    ['a trick with a backslash', 'http://localhost:4566\\evil.example', false],
    ['two origins', 'http://localhost:4566 http://evil.example', false],
    ['nothing', '', false],
  ])('of %s is refused', (_what, origin, secure) => {
    expect(refused(to(origin), { secure })).toBe(
      `The control plane does not take calls from web pages of '${origin}'. ` +
        "If the page is yours, add its origin to the setting 'allowedOrigins'.",
    )
  })

  test('a second line does not hide behind the first', () => {
    expect(refused([...to('http://localhost:4566'), 'origin', 'http://evil.example'])).toMatch(/evil/)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json'])(
    'a form of %s that a foreign page sends is refused',
    (contentType) => {
      expect(refused([...to('http://evil.example'), 'content-type', contentType])).toMatch(/evil/)
    },
  )
})

describe('Sec-Fetch-Site', () => {
  test.each([
    ['cross-site', true],
    ['same-site', true],
    ['Cross-Site', true],
    ['same-origin', false],
    ['none', false],
  ])('%s without an Origin is refused: %s', (site, isRefused) => {
    const message = refused(['host', 'localhost', 'Sec-Fetch-Site', site])
    expect(message).toBe(
      isRefused ? 'The control plane does not take requests that other web pages caused.' : undefined,
    )
  })
})
