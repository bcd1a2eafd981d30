import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ephemeralAuthority, keyText, makeKeys, type ServerCertificate } from './local-authority.ts'
import { ServerCertificates, type ServerCertificatesOptions } from './server-certificates.ts'

const start = new Date('2026-11-27T12:00:00Z')
const authority = ephemeralAuthority(start)

function certificatesOf(options: Partial<ServerCertificatesOptions> = {}): ServerCertificates {
  return new ServerCertificates({ authority, clock: () => start, ...options })
}

const namesOf = ({ cert }: ServerCertificate): string =>
  (new X509Certificate(cert).subjectAltName ?? '').replaceAll(/DNS:|IP Address:/g, '')

const standard = 'localhost, *.localhost, *.execute-api.localhost, 127.0.0.1, 0:0:0:0:0:0:0:1'

describe('the names of the certificate for', () => {
  test.each<[sent: string | undefined, names: string]>([
    [undefined, standard],
    ['localhost', standard],
    ['abc.execute-api.localhost', standard],
    ['ABC.Execute-API.localhost.', standard],
    // No wildcard covers these, or none that clients take.
    ['abc.localhost', 'abc.localhost'],
    ['abc.execute-api.us-east-1.localhost', 'abc.execute-api.us-east-1.localhost'],
    ['abc.execute-api.localhost.localstack.cloud', 'abc.execute-api.localhost.localstack.cloud'],
    ['my_machine.local', 'my_machine.local'],
    ['intranet', 'intranet'],
    // No names.
    ['', standard],
    ['127.0.0.1', standard],
    ['::1', standard],
    ['10.1', standard],
    ['a..b', standard],
    ['-a.b', standard],
    ['*.example.com', standard],
    ['a b.example', standard],
    ['a\0.example', standard],
    ['ü.example', standard],
    [`${'a'.repeat(64)}.example`, standard],
    [`${'a.'.repeat(127)}example`, standard],
  ])('%j', (sent, names) => {
    expect(namesOf(certificatesOf().certificateFor(sent))).toBe(names)
  })

  test('an unnamed host, with what the configuration says of the server', () => {
    const certificates = certificatesOf({ names: ['10.0.0.7', 'Gateway.example.com', 'localhost'] })
    expect(namesOf(certificates.certificateFor(undefined))).toBe(`${standard}, 10.0.0.7, gateway.example.com`)
  })
})

test('the same one as long as it is good, then a new one', () => {
  let now = start
  const certificates = certificatesOf({ clock: () => now })
  for (const name of [undefined, 'a.example']) {
    now = start
    const first = certificates.certificateFor(name)
    expect(certificates.certificateFor(name)).toBe(first)
    now = new Date(start.getTime() + 59 * 86_400_000)
    expect(certificates.certificateFor(name)).toBe(first)
    now = new Date(start.getTime() + 60 * 86_400_000)
    const second = certificates.certificateFor(name)
    expect(second).not.toBe(first)
    expect(new X509Certificate(second.cert).validToDate).toEqual(new Date(start.getTime() + 150 * 86_400_000))
  }
})

test('of 256 names the one that was asked for longest ago is forgotten', () => {
  const certificates = certificatesOf()
  const first = certificates.certificateFor('first.example')
  const second = certificates.certificateFor('second.example')
  for (let index = 0; index < 254; index++) certificates.certificateFor(`name-${index}.example`)
  expect(certificates.certificateFor('first.example')).toBe(first)
  certificates.certificateFor('one-more.example')
  expect(certificates.certificateFor('first.example')).toBe(first)
  expect(certificates.certificateFor('second.example')).not.toBe(second)
})

test('what clients must trust', () => {
  expect(certificatesOf().trusted).toEqual([authority.certificate])
})

describe('with a certificate of the operator', () => {
  const keys = makeKeys()
  const names = ['gateway.example.com', '*.execute-api.gateway.example.com', 'postern.localhost']
  const own = { cert: ephemeralAuthority(start).certify(names, keys, start), key: keyText(keys.privateKey) }
  const certificates = certificatesOf({ own })

  test.each<[sent: string | undefined, isOwn: boolean]>([
    [undefined, true],
    ['gateway.example.com', true],
    ['abc.execute-api.gateway.example.com', true],
    ['unknown.example', true],
    ['10.0.0.7', true],
    ['postern.localhost', true],
    ['localhost', false],
    ['abc.execute-api.localhost', false],
    ['other.localhost', false],
  ])('%j is shown it: %s', (sent, isOwn) => {
    expect(certificates.certificateFor(sent) === own).toBe(isOwn)
  })

  test('clients must trust it, too', () => {
    expect(certificates.trusted).toEqual([authority.certificate, own.cert])
  })
})
