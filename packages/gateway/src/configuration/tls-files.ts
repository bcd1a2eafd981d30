import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readCertificates } from './ca-file.ts'
import { readPemFile } from './pem-file.ts'
import { ConfigurationError } from './read-settings.ts'
import type { Settings } from './settings.ts'

/** A certificate, with those between it and its authority, and its private key, both PEM. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

/**
 * The operator's own certificate; undefined where none is configured. Throws ConfigurationError where clients could not
 * be shown it, and never repeats what is in the key's file.
 */
export function readTlsFiles({ certificate, key }: Settings['tls']): TlsFiles | undefined {
  if (certificate === undefined && key === undefined) return undefined
  if (certificate === undefined) throw unusable('tls.key: tls.certificate is not set, and each needs the other')
  if (key === undefined) throw unusable('tls.certificate: tls.key is not set, and each needs the other')
  return readKeyPair('tls', { certificate, key })
}

/** Reads two files that the setting `setting` names. Throws ConfigurationError as above. */
export function readKeyPair(
  setting: string,
  { certificate, key }: { readonly certificate: string; readonly key: string },
): TlsFiles {
  const cert = readCertificates(`${setting}.certificate`, certificate)
  const text = readPemFile(`${setting}.key`, key)
  if (!new X509Certificate(cert).checkPrivateKey(readKey(`${setting}.key`, key, text))) {
    throw unusable(`${setting}.key: ${key} is not the key of the first certificate in ${certificate}`)
  }
  return { cert, key: text }
}

function readKey(setting: string, file: string, text: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch {
    // OpenSSL's own words may carry parts of the file. `ENCRYPTED` stands in the first lines of both forms.
    throw unusable(`${setting}: ${file} ${text.includes('ENCRYPTED') ? 'is encrypted' : 'holds no PEM private key'}`)
  }
}

function unusable(problem: string): ConfigurationError {
  return new ConfigurationError([problem])
}
