import { X509Certificate } from 'node:crypto'
import { readPemFile } from './pem-file.ts'
import { ConfigurationError } from './read-settings.ts'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/**
 * The certificates of `upstream.caFile`, in PEM; undefined where none is configured. Throws ConfigurationError: node:tls
 * would pass over what it cannot read, and every call of a backend would fail instead.
 */
export function readCaFile(path: string | undefined): string | undefined {
  return path === undefined ? undefined : readCertificates('upstream.caFile', path)
}

/** The certificates, one or more, of the file that a setting names. Throws ConfigurationError. */
export function readCertificates(setting: string, path: string): string {
  const certificates = readPemFile(setting, path).match(CERTIFICATE) ?? []
  if (certificates.length === 0) throw new ConfigurationError([`${setting}: ${path} holds no PEM certificate`])
  const readable = certificates.map((certificate, index) => {
    try {
      return new X509Certificate(certificate).toString()
    } catch {
      throw new ConfigurationError([`${setting}: certificate ${index + 1} of ${path} is damaged`])
    }
  })
  return readable.join('')
}
