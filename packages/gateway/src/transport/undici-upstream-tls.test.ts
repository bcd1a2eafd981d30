import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { TLSSocket, TlsOptions } from 'node:tls'
import { describe, expect, test, vi } from 'vitest'
import { collect } from './test-bodies.ts'
import { testCertificate } from './test-certificate.ts'
import { openUpstream, requestTo, type TestUpstream, testClient } from './test-upstream.ts'

const certificate = testCertificate('DNS:localhost', 'DNS:pets.internal', 'IP:127.0.0.1')

interface SecureUpstream extends TestUpstream {
  readonly port: string
  /** The TLS names that clients sent, false where none. */
  readonly names: (string | false | null)[]
}

async function secureUpstream(options: TlsOptions = {}): Promise<SecureUpstream> {
  const names: (string | false | null)[] = []
  const server = createServer({ ...certificate, ...options }, (_request, response) => response.end('secret'))
  server.on('secureConnection', (socket: TLSSocket) =>
    names.push((socket as { servername?: string | false }).servername ?? null),
  )
  server.on('tlsClientError', () => undefined)
  const upstream = await openUpstream(server, 'https')
  return { ...upstream, names, port: upstream.origin.slice(upstream.origin.lastIndexOf(':') + 1) }
}

test('a name, and an address, that the certificate bears', async () => {
  const { port, names } = await secureUpstream()
  const client = testClient({ ca: certificate.cert })
  for (const host of ['localhost', '127.0.0.1']) {
    const { status, body } = await client.call(requestTo(`https://${host}:${port}`))
    expect(status).toBe(200)
    expect((await collect(body)).toString()).toBe('secret')
  }
  // RFC 6066 section 3: an address is not sent as a name.
  expect(names).toEqual(['localhost', false])
})

test('a certificate that nobody trusts', async () => {
  const { port, names } = await secureUpstream()
  const call = testClient().call(requestTo(`https://localhost:${port}`))
  await expect(call).rejects.toMatchObject({ failure: 'connect', cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  expect(names).toEqual([])
})

test('the same, where the environment turns verification off', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const { port } = await secureUpstream()
  const call = testClient().call(requestTo(`https://localhost:${port}`))
  await expect(call).rejects.toMatchObject({ failure: 'connect' })
  vi.unstubAllEnvs()
})

test('serverName is sent and verified in place of the host', async () => {
  const { port, names } = await secureUpstream()
  const client = testClient({ ca: certificate.cert })
  const answer = await client.call(requestTo(`https://127.0.0.1:${port}`, { serverName: 'pets.internal' }))
  expect(answer.status).toBe(200)
  expect(names).toEqual(['pets.internal'])
})

test('a serverName that the certificate does not bear', async () => {
  const { port } = await secureUpstream()
  const client = testClient({ ca: certificate.cert })
  const call = client.call(requestTo(`https://localhost:${port}`, { serverName: 'dogs.internal' }))
  await expect(call).rejects.toMatchObject({ failure: 'connect', cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' } })
})

test('the Host header decides neither the name nor the connection', async () => {
  const { port, names, connections } = await secureUpstream()
  const client = testClient({ ca: certificate.cert, connections: 1 })
  for (const host of ['a.example', 'b.example', 'localhost']) {
    const { body } = await client.call(requestTo(`https://localhost:${port}`, { headers: ['Host', host] }))
    await collect(body)
  }
  expect(names).toEqual(['localhost'])
  expect(connections).toHaveLength(1)
})

test('TLS 1.1 is too old', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
  const { port } = await secureUpstream(old)
  const call = testClient({ ca: certificate.cert }).call(requestTo(`https://localhost:${port}`))
  await expect(call).rejects.toMatchObject({ failure: 'connect' })
})

test('plain HTTP behind https', async () => {
  const { createServer: plain } = await import('node:net')
  const server = plain((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const { origin } = await openUpstream(server, 'https')
  await expect(testClient().call(requestTo(origin))).rejects.toMatchObject({ failure: 'connect' })
  server.close()
  if (server.listening) await once(server, 'close')
})

describe('client certificates', () => {
  const one = { id: 'one', ...testCertificate('DNS:localhost') }
  const two = { id: 'two', ...testCertificate('DNS:localhost') }

  /** Answers with the fingerprint of what it was shown. */
  async function demandingUpstream() {
    const ca = [one.cert, two.cert]
    const server = createServer(
      { ...certificate, requestCert: true, rejectUnauthorized: true, ca },
      (request, response) => response.end((request.socket as TLSSocket).getPeerCertificate().fingerprint256),
    )
    server.on('tlsClientError', () => undefined)
    return openUpstream(server, 'https')
  }

  test('each is shown, over connections of its own', async () => {
    const { origin, connections } = await demandingUpstream()
    const client = testClient({ ca: certificate.cert, connections: 1 })
    const shown: string[] = []
    for (const clientCertificate of [one, two, one]) {
      const { body } = await client.call(requestTo(origin, { clientCertificate }))
      shown.push((await collect(body)).toString())
    }
    const prints = [one, two, one].map(({ cert }) => new X509Certificate(cert).fingerprint256)
    expect(shown).toEqual(prints)
    expect(connections).toHaveLength(2)
  })

  test('none is shown where none is given, whatever other calls showed', async () => {
    const { origin } = await demandingUpstream()
    const client = testClient({ ca: certificate.cert })
    await collect((await client.call(requestTo(origin, { clientCertificate: one }))).body)
    await expect(client.call(requestTo(origin))).rejects.toMatchObject({ name: 'UpstreamError' })
  })
})
