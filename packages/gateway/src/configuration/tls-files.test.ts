import { execFileSync } from 'node:child_process'

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTlsFiles } from './tls-files.ts'

let directory: string
const file = (name: string): string => join(directory, name)

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-tls-files-'))
  for (const name of ['one', 'two']) {
    const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)]
    execFileSync('openssl', ['req', '-x509', ...made, '-subj', `/CN=${name}`, '-days', '2'], { stdio: 'ignore' })
  }
  const locked = ['pkey', '-in', file('one.key'), '-aes256', '-passout', 'pass:secret', '-out', file('locked.key')]
  execFileSync('openssl', locked, { stdio: 'ignore' })
  const [one, two] = [readFileSync(file('one.pem'), 'utf8'), readFileSync(file('two.pem'), 'utf8')]
  writeFileSync(file('chain.pem'), `# one\n${one}# two\n${two}`)
  writeFileSync(file('damaged.pem'), one.replace(/\n.{20}/, '\n'))
})
afterAll(() => rmSync(directory, { recursive: true }))

test('neither is configured: there is none', () => {
  expect(readTlsFiles({ certificate: undefined, key: undefined })).toBeUndefined()
})

test('a certificate, the ones behind it, and its key', () => {
  const { cert, key } = readTlsFiles({ certificate: file('chain.pem'), key: file('one.key') }) ?? {}
  expect(cert).toBe(readFileSync(file('one.pem'), 'utf8') + readFileSync(file('two.pem'), 'utf8'))
  expect(key).toBe(readFileSync(file('one.key'), 'utf8'))
})

test.each<[certificate: string | undefined, key: string | undefined, problem: string]>([
  ['one.pem', undefined, 'tls.certificate: tls.key is not set, and each needs the other'],
  [undefined, 'one.key', 'tls.key: tls.certificate is not set, and each needs the other'],
  ['none.pem', 'one.key', 'tls.certificate: DIRECTORY/none.pem cannot be read (ENOENT)'],
  ['one.pem', 'none.key', 'tls.key: DIRECTORY/none.key cannot be read (ENOENT)'],
  ['one.key', 'one.key', 'tls.certificate: DIRECTORY/one.key holds no PEM certificate'],
  ['damaged.pem', 'one.key', 'tls.certificate: certificate 1 of DIRECTORY/damaged.pem is damaged'],
  ['one.pem', 'one.pem', 'tls.key: DIRECTORY/one.pem holds no PEM private key'],
  ['one.pem', 'locked.key', 'tls.key: DIRECTORY/locked.key is encrypted'],
  ['one.pem', 'two.key', 'tls.key: DIRECTORY/two.key is not the key of the first certificate in DIRECTORY/one.pem'],
])('%s and %s', (certificate, key, problem) => {
  const path = (name: string | undefined) => (name === undefined ? undefined : file(name))
  expect(() => readTlsFiles({ certificate: path(certificate), key: path(key) })).toThrow(
    problem.replaceAll('DIRECTORY', directory),
  )
})
