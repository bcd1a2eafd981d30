import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigurationError } from './read-settings.ts'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/**
 * The certificates of `upstream.caFile`, in PEM; undefined where none is configured. Throws ConfigurationError: node:tls
 * would pass over what it cannot read, and every call of a backend would fail instead.
 */
export function readCaFile(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  let text: string
  try {
    text = readFileSync(path, 'latin1')
  } catch (error) {
    throw new ConfigurationError([
      `upstream.caFile: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    ])
  }
  const certificates = text.match(CERTIFICATE) ?? []
  if (certificates.length === 0) throw new ConfigurationError([`upstream.caFile: ${path} holds no PEM certificate`])
  const readable = certificates.map((certificate, index) => {
    try {
      return new X509Certificate(certificate).toString()
    } catch {
      throw new ConfigurationError([`upstream.caFile: certificate ${index + 1} of ${path} is damaged`])
    }
  })
  return readable.join('')
}
