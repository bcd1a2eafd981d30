import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openAuthority } from './authority-files.ts'
import { AuthorityUnusable } from './authority-unusable.ts'
import { authorityCertificate, keyText, makeKeys } from './local-authority.ts'

const now = new Date('2026-11-27T12:00:00Z')

function testDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'postern-authority-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return join(directory, 'data')
}

test('made where there is none, for this user alone, and the same from then on', () => {
  const directory = testDirectory()
  const { certificate } = openAuthority(directory, now)
  expect(readdirSync(directory).sort()).toEqual(['ca-key.pem', 'ca.pem'])
  expect(statSync(directory).mode & 0o777).toBe(0o700)
  expect(statSync(join(directory, 'ca-key.pem')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(directory, 'ca.pem'), 'utf8')).toBe(certificate)
  expect(openAuthority(directory, now).certificate).toBe(certificate)
})

test('a key without a certificate, which a crash can leave: the certificate is made', () => {
  const directory = testDirectory()
  mkdirSync(directory)
  const { privateKey, publicKey } = makeKeys()
  writeFileSync(join(directory, 'ca-key.pem'), keyText(privateKey))
  const { certificate } = openAuthority(directory, now)
  const spki = { type: 'spki', format: 'der' } as const
  expect(new X509Certificate(certificate).publicKey.export(spki)).toEqual(publicKey.export(spki))
})

test('processes that make it at once agree', async () => {
  const directory = testDirectory()
  const module = JSON.stringify(join(import.meta.dirname, 'authority-files.ts'))
  const script = `const { openAuthority } = await import(${module})
    console.log(openAuthority(${JSON.stringify(directory)}, new Date()).certificate)`
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  const certificates = (await Promise.all([run(), run(), run(), run()])).map(({ stdout }) => stdout.trim())
  expect(new Set(certificates).size).toBe(1)
  expect(readdirSync(directory).sort()).toEqual(['ca-key.pem', 'ca.pem'])
})

describe('what cannot be used is told in one line that says what to do', () => {
  const advice =
    'restore ca.pem and ca-key.pem from a backup, or remove both, and restart: a new authority is then made, which ' +
    'clients must be told to trust'
  const certificateOf = (key: string) => authorityCertificate(key, now)
  const key = keyText(makeKeys().privateKey)
  const other = keyText(makeKeys().privateKey)
  test.each<[what: string, certificate: string | undefined, key: string | undefined, at: Date]>([
    ['ca-key.pem is missing', certificateOf(key), undefined, now],
    ['ca-key.pem is damaged', certificateOf(key), key.replace('\n', '\nAAAA'), now],
    ['ca-key.pem is damaged', undefined, '', now],
    ['ca.pem is damaged', 'CERTIFICATE', key, now],
    ['ca.pem is damaged', '', key, now],
    ['ca.pem is not the certificate of the key in ca-key.pem', certificateOf(other), key, now],
    ['ca.pem expired on 2036-11-24', certificateOf(key), key, new Date('2036-11-24T12:00:00Z')],
  ])('%s', (what, certificate, keyFile, at) => {
    const directory = testDirectory()
    mkdirSync(directory)
    if (certificate !== undefined) writeFileSync(join(directory, 'ca.pem'), certificate)
    if (keyFile !== undefined) writeFileSync(join(directory, 'ca-key.pem'), keyFile)
    expect(() => openAuthority(directory, at)).toThrow(
      new AuthorityUnusable(`local authority in ${directory}: ${what}: ${advice}`),
    )
    // Nothing was made, or mended.
    const kept = [...(keyFile === undefined ? [] : ['ca-key.pem']), ...(certificate === undefined ? [] : ['ca.pem'])]
    expect(readdirSync(directory).sort()).toEqual(kept)
  })

  test('a key of another kind', () => {
    const directory = testDirectory()
    mkdirSync(directory)
    const file = join(directory, 'ca-key.pem')
    const ed25519 = 'MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    writeFileSync(file, `-----BEGIN PRIVATE KEY-----\n${ed25519}\n-----END PRIVATE KEY-----\n`)
    expect(() => openAuthority(directory, now)).toThrow('ca-key.pem is not a key that Postern made')
  })

  test('a data directory that is a file, or below one', () => {
    const directory = testDirectory()
    writeFileSync(directory, '')
    for (const path of [directory, join(directory, 'below')]) {
      expect(() => openAuthority(path, now)).toThrow(`data directory ${path} is not a directory`)
    }
  })

  test.skipIf(process.platform !== 'linux')('a data directory that cannot be made', () => {
    expect(() => openAuthority('/proc/postern', now)).toThrow(
      'data directory /proc/postern cannot be made (ENOENT): choose another --data-dir',
    )
  })

  test.skipIf(process.getuid?.() === 0)('a directory of another user', () => {
    const directory = testDirectory()
    mkdirSync(directory, { mode: 0o500 })
    expect(() => openAuthority(directory, now)).toThrow('its files cannot be read or written (EACCES)')
    chmodSync(directory, 0o700)
  })
})
