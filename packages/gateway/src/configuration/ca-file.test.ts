import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCaFile } from './ca-file.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-ca-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function fileOf(text: string): string {
  const path = join(directory, 'ca.pem')
  writeFileSync(path, text)
  return path
}

const [first = '', second = ''] = rootCertificates

test('no file, no certificates', () => {
  expect(readCaFile(undefined)).toBeUndefined()
})

test('every certificate of the file, whatever stands between them', () => {
  const canonical = [first, second].map((certificate) => new X509Certificate(certificate).toString())
  expect(readCaFile(fileOf(`# ours\n${first}\nand\n${second}\n`))).toBe(canonical.join(''))
})

test.each([
  ['', 'holds no PEM certificate'],
  ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', 'holds no PEM certificate'],
  [`${first}\n${second.slice(0, 400)}\n-----END CERTIFICATE-----`, 'certificate 2 of'],
])('%#: a file without certificates, or with a damaged one, is refused', (text, line) => {
  expect(() => readCaFile(fileOf(text))).toThrow(line)
})

test('a file that is not there', () => {
  expect(() => readCaFile('/nowhere/ca.pem')).toThrow('upstream.caFile: /nowhere/ca.pem cannot be read (ENOENT)')
})
