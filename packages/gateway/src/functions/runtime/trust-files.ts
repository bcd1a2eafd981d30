import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** `node`: those that Node reads. `all`: those that Python, the AWS SDKs, OpenSSL, curl and Go read, too. */
export type TrustVariables = 'node' | 'all'

/** Where systems keep all the authorities that they trust, in one file: Debian, Fedora, openSUSE, Alpine and macOS. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]
/** What replaces an empty or missing one of those, for the program that reads it (X509_get_default_cert_file_env(3)). */
const SYSTEM_FILE_VARIABLE = 'SSL_CERT_FILE'
const CERTIFICATE = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g

/**
 * What functions trust, as files in a directory of the runtime's, and the variables that name them. Node adds a file to
 * what it trusts anyhow. For all others a file stands in place of that, so it holds the machine's authorities, and
 * Mozilla's as Node.js brings them, too: the rest of the internet is trusted as before.
 */
export class TrustFiles {
  readonly #trust: () => Promise<readonly string[]>
  readonly #directory: string
  #own: Promise<string> | undefined
  #bundle: Promise<string> | undefined

  constructor(trust: () => Promise<readonly string[]>, directory: string) {
    this.#trust = trust
    this.#directory = directory
  }

  /** None where there is nothing to trust, which whoever was asked for it tells. */
  async variables(which: TrustVariables): Promise<Readonly<Record<string, string>>> {
    let certificates: readonly string[]
    try {
      certificates = await this.#trust()
    } catch {
      return {}
    }
    if (certificates.length === 0) return {}
    this.#own ??= this.#write('ca.pem', certificates.join('')).catch((error: unknown) => {
      this.#own = undefined
      throw error
    })
    const own = await this.#own
    if (which === 'node') return { NODE_EXTRA_CA_CERTS: own }
    this.#bundle ??= this.#writeBundle(certificates).catch((error: unknown) => {
      this.#bundle = undefined
      throw error
    })
    const bundle = await this.#bundle
    return { NODE_EXTRA_CA_CERTS: own, SSL_CERT_FILE: bundle, REQUESTS_CA_BUNDLE: bundle, AWS_CA_BUNDLE: bundle }
  }

  async #writeBundle(certificates: readonly string[]): Promise<string> {
    // Loaded for the first function that needs it.
    const { rootCertificates } = await import('node:tls')
    return this.#write('ca-bundle.pem', bundleOf([...certificates, await systemCertificates(), ...rootCertificates]))
  }

  async #write(name: string, text: string): Promise<string> {
    const file = join(this.#directory, name)
    await writeFile(file, text)
    return file
  }
}

/** Each certificate once, however its lines are broken: OpenSSL reads them all for each context that it makes. */
function bundleOf(texts: readonly string[]): string {
  const found = texts.flatMap((text) => [...text.matchAll(CERTIFICATE)])
  const unique = new Map(found.map(([whole, base64 = '']) => [base64.replaceAll(/\s/g, ''), whole]))
  return [...unique.values(), ''].join('\n')
}

async function systemCertificates(): Promise<string> {
  for (const file of [process.env[SYSTEM_FILE_VARIABLE] ?? '', ...SYSTEM_FILES]) {
    const text = await readFile(file, 'latin1').catch(() => '')
    if (text !== '') return text
  }
  return ''
}
