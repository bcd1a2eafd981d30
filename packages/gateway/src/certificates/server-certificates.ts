import { X509Certificate } from 'node:crypto'
import { keyText, type LocalAuthority, makeKeys, type ServerCertificate } from './local-authority.ts'
import { isLocalName, isStandardName, readServerName, STANDARD_NAMES } from './server-name.ts'

/** How many names a server keeps certificates for, beside the standard ones. Each takes some 45 KB, most of it OpenSSL’s. */
const MOST_NAMES = 256
const DAY_MS = 86_400_000
/** A new one is made this long before the old one ends. */
const RENEWAL_DAYS = 30

export interface ServerCertificatesOptions {
  readonly authority: LocalAuthority
  /** The certificate that the operator configured: shown for all names but local ones that it does not have. */
  readonly own?: ServerCertificate
  /** Names and addresses by which the server is known to be reached. */
  readonly names?: readonly string[]
  readonly clock: () => Date
}

interface Kept {
  readonly certificate: ServerCertificate
  /** Date.now() */
  readonly until: number
}

/** Which certificate a TLS client is shown. All those of the authority have one key, which ends with the process. */
export class ServerCertificates {
  /** PEM: all that clients must trust to trust this server. */
  readonly trusted: readonly string[]
  readonly #options: ServerCertificatesOptions
  readonly #ownNames: X509Certificate | undefined
  readonly #keys = makeKeys()
  readonly #keyText = keyText(this.#keys.privateKey)
  readonly #standard: readonly string[]
  /** By name, the one that was asked for longest ago first; `''` has the standard names. */
  readonly #kept = new Map<string, Kept>()

  constructor(options: ServerCertificatesOptions) {
    const { authority, own, names = [] } = options
    this.#options = options
    this.#ownNames = own === undefined ? undefined : new X509Certificate(own.cert)
    this.#standard = [...new Set([...STANDARD_NAMES, ...names.map((name) => name.toLowerCase())])]
    this.trusted = own === undefined ? [authority.certificate] : [authority.certificate, own.cert]
  }

  /** @param sent the name in the client's hello (SNI), if it sent one: not checked yet. */
  certificateFor(sent: string | undefined): ServerCertificate {
    const name = readServerName(sent)
    const { own } = this.#options
    // No authority of the world certifies names below localhost, and functions ask for them.
    if (own !== undefined && (name === undefined || !isLocalName(name) || this.#isOwn(name))) return own
    if (name === undefined || isStandardName(name)) return this.#certified('', this.#standard)
    return this.#certified(name, [name])
  }

  #isOwn(name: string): boolean {
    return this.#ownNames?.checkHost(name) !== undefined
  }

  #certified(key: string, names: readonly string[]): ServerCertificate {
    const { authority, clock } = this.#options
    const now = clock()
    const before = this.#kept.get(key)
    this.#kept.delete(key)
    if (before !== undefined && now.getTime() < before.until) {
      this.#kept.set(key, before)
      return before.certificate
    }
    const cert = authority.certify(names, this.#keys, now)
    const certificate = { cert, key: this.#keyText }
    const ends = new X509Certificate(cert).validToDate.getTime()
    this.#kept.set(key, { certificate, until: ends - RENEWAL_DAYS * DAY_MS })
    if (this.#kept.size > MOST_NAMES) this.#kept.delete(this.#kept.keys().next().value ?? '')
    return certificate
  }
}
