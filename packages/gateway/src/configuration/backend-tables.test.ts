import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readClientCertificates } from './client-certificate-files.ts'
import { readSettings } from './read-settings.ts'

const read = (environment: Record<string, string>) => readSettings({ file: undefined, environment, flags: [] })

test('tables are JSON in variables', async () => {
  const links = { orders: '127.0.0.1:9000', 'My link': '[::1]:9000', a1b2c3: 'backend:80' }
  const certificates = { cert01: { certificate: 'a.pem', key: 'a.key' } }
  const settings = await read({
    POSTERN_VPC_LINKS: JSON.stringify(links),
    POSTERN_CLIENT_CERTIFICATES: JSON.stringify(certificates),
  })
  expect(settings.vpcLinks).toEqual(links)
  expect(settings.clientCertificates).toEqual(certificates)
})

const ADDRESS = 'expected host and port, such as 127.0.0.1:9000'

test.each<[variable: string, value: unknown, problem: string]>([
  ['POSTERN_VPC_LINKS', { a: 'http://x:1' }, `vpcLinks.a (variable POSTERN_VPC_LINKS): ${ADDRESS}, got "http://x:1"`],
  ['POSTERN_VPC_LINKS', { a: 'x' }, `${ADDRESS}, got "x"`],
  ['POSTERN_VPC_LINKS', { a: 'x:0' }, `${ADDRESS}, got "x:0"`],
  ['POSTERN_VPC_LINKS', { a: 'x:65536' }, `${ADDRESS}, got "x:65536"`],
  ['POSTERN_VPC_LINKS', { a: '::1:80' }, `${ADDRESS}, got "::1:80"`],
  ['POSTERN_VPC_LINKS', { a: '[x]:80' }, `${ADDRESS}, got "[x]:80"`],
  ['POSTERN_VPC_LINKS', { a: 1 }, `${ADDRESS}, got 1`],
  ['POSTERN_VPC_LINKS', [], 'expected a JSON object of addresses such as 127.0.0.1:9000'],
  ['POSTERN_VPC_LINKS', { '': 'x:1' }, 'expected names of 1 to 256 printable characters'],
  ['POSTERN_CLIENT_CERTIFICATES', { a: { key: 'k' } }, 'clientCertificates.a.certificate (variable'],
  ['POSTERN_CLIENT_CERTIFICATES', { a: { key: 'k', certificate: 'c', x: 1 } }, 'clientCertificates.a.x'],
  ['POSTERN_CLIENT_CERTIFICATES', { a: 'k' }, 'expected an object with certificate and key, got "k"'],
  [
    'POSTERN_CLIENT_CERTIFICATES',
    { 'a b': { key: 'k', certificate: 'c' } },
    'names of 1 to 128 letters, digits, - or _',
  ],
])('%s %j', async (variable, value, problem) => {
  await expect(read({ [variable]: JSON.stringify(value) })).rejects.toThrow(problem)
})

test('the files of certificates are read, and what is wrong names the entry', () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-client-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const [certificate, key] = [join(directory, 'c.pem'), join(directory, 'k.pem')]
  const made = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    key,
    '-out',
    certificate,
  ]
  execFileSync('openssl', ['req', '-x509', ...made, '-subj', '/CN=client', '-days', '2'], { stdio: 'ignore' })
  expect(readClientCertificates({ cert01: { certificate, key } }).get('cert01')).toMatchObject({ id: 'cert01' })
  const swapped = () => readClientCertificates({ cert01: { certificate: key, key } })
  expect(swapped).toThrow(`clientCertificates.cert01.certificate: ${key} holds no PEM certificate`)
  const keyless = () => readClientCertificates({ cert01: { certificate, key: certificate } })
  expect(keyless).toThrow(`clientCertificates.cert01.key: ${certificate} holds no PEM private key`)
})
