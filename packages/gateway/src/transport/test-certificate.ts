import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TlsCertificate } from './tls-certificates.ts'

/** A certificate that signs itself, of names such as `DNS:localhost`, made by OpenSSL. For tests. */
export function testCertificate(...names: readonly string[]): TlsCertificate {
  const directory = mkdtempSync(join(tmpdir(), 'postern-tls-'))
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
  const subject = ['-subj', '/CN=postern-test', '-addext', `subjectAltName=${names.join(',')}`, '-days', '2']
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert]
  execFileSync('openssl', ['req', '-x509', ...made, ...subject], { stdio: 'ignore' })
  const certificate = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(directory, { recursive: true })
  return certificate
}
