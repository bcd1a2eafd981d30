import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { addressBytes } from './address-bytes.ts'
import { makeCertificate } from './certificate.ts'
import { time } from './der.ts'
import { ephemeralAuthority, makeKeys } from './local-authority.ts'

const now = new Date('2026-11-27T12:34:56.789Z')

/** What OpenSSL makes of a certificate that an authority made, by its strictest rules, at a time. */
function verify(names: readonly string[], at: Date, ...more: readonly string[]): string {
  const authority = ephemeralAuthority(now)
  const directory = mkdtempSync(join(tmpdir(), 'postern-certificate-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const [trusted, shown] = [join(directory, 'ca.pem'), join(directory, 'server.pem')]
  writeFileSync(trusted, authority.certificate)
  writeFileSync(shown, authority.certify(names, makeKeys(), now))
  const time = String(Math.floor(at.getTime() / 1000))
  const words = ['verify', '-x509_strict', '-check_ss_sig', '-purpose', 'sslserver', '-CAfile', trusted]
  try {
    execFileSync('openssl', [...words, '-attime', time, ...more, shown], { encoding: 'utf8', stdio: 'pipe' })
    return 'OK'
  } catch (error) {
    return /error \d+ at .*: (.*)/.exec((error as { stderr: string }).stderr)?.[1] ?? 'unknown'
  }
}

const days = (count: number): Date => new Date(now.getTime() + count * 86_400_000)

describe('OpenSSL', () => {
  const names = ['localhost', '*.execute-api.localhost', '127.0.0.1', '::1', 'a'.repeat(63)]
  test.each<[what: string, at: Date, more: readonly string[], result: string]>([
    ['its first moment', days(-1), [], 'OK'],
    ['before it', days(-1.01), [], 'certificate is not yet valid'],
    ['its last moment', days(89.99), [], 'OK'],
    ['after it', days(90.01), [], 'certificate has expired'],
    ['a name', now, ['-verify_hostname', 'localhost'], 'OK'],
    ['a name below a wildcard', now, ['-verify_hostname', 'abc.execute-api.localhost'], 'OK'],
    ['a name two levels below it', now, ['-verify_hostname', 'x.y.execute-api.localhost'], 'hostname mismatch'],
    ['another name', now, ['-verify_hostname', 'example.com'], 'hostname mismatch'],
    ['an address', now, ['-verify_ip', '127.0.0.1'], 'OK'],
    ['a longer one', now, ['-verify_ip', '::1'], 'OK'],
    ['another address', now, ['-verify_ip', '127.0.0.2'], 'IP address mismatch'],
  ])('%s', (_what, at, more, result) => {
    expect(verify(names, at, ...more)).toBe(result)
  })

  test('hundreds of names', () => {
    const many = Array.from({ length: 300 }, (_, index) => `name-${index}.example.com`)
    expect(verify(many, now, '-verify_hostname', 'name-299.example.com')).toBe('OK')
  })
})

test('an authority makes no authorities, signs itself, and bears its name', () => {
  const certificate = new X509Certificate(ephemeralAuthority(now).certificate)
  expect(certificate.subject).toBe('O=Postern\nCN=Postern local authority')
  expect(certificate.ca).toBe(true)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.validToDate).toEqual(new Date('2036-11-24T12:34:56.000Z'))
})

test('no two have the same number, which is never negative', () => {
  const numbers = Array.from(
    { length: 50 },
    () => new X509Certificate(ephemeralAuthority(now).certificate).serialNumber,
  )
  expect(new Set(numbers).size).toBe(50)
  for (const number of numbers) expect(number).toMatch(/^[4-7][0-9A-F]{31}$/)
})

test('a certificate does not outlive its authority', () => {
  const authority = ephemeralAuthority(now)
  const late = new Date(authority.notAfter.getTime() - 1000)
  expect(new X509Certificate(authority.certify(['a'], makeKeys(), late)).validToDate).toEqual(authority.notAfter)
})

test.each([
  ['2049-12-31T23:59:59Z', '170d3439313233313233353935395a'],
  ['2050-01-01T00:00:00Z', '180f32303530303130313030303030305a'],
])('RFC 5280 section 4.1.2.5: %s', (at, hex) => {
  expect(time(new Date(at)).toString('hex')).toBe(hex)
})

test('years of both forms in one certificate', () => {
  const keys = makeKeys()
  const issuer = { ...keys, subject: 'x' }
  const [notBefore, notAfter] = [new Date('2049-01-01T00:00:00Z'), new Date('2051-01-01T00:00:00Z')]
  const content = { subject: 'x', publicKey: keys.publicKey, notBefore, notAfter, names: undefined }
  const { validFromDate, validToDate } = new X509Certificate(makeCertificate(content, issuer))
  expect([validFromDate, validToDate]).toEqual([notBefore, notAfter])
})

test.each([
  ['127.0.0.1', '7f000001'],
  ['::1', '00000000000000000000000000000001'],
  ['::', '00000000000000000000000000000000'],
  ['2001:db8::a:1', '20010db80000000000000000000a0001'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['fe80::1%eth0', 'fe800000000000000000000000000001'],
  ['::ffff:10.0.0.7', '00000000000000000000ffff0a000007'],
])('the bytes of %s', (address, hex) => {
  expect(addressBytes(address).toString('hex')).toBe(hex)
})
