import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { makeCertificate } from './certificate.ts'

const DAY_MS = 86_400_000
/** The life of an authority: clients are told to trust it by hand. */
const AUTHORITY_DAYS = 3650
/** The life of a server's certificate. Browsers take none of more than 398 days; a server makes a new one in time. */
const SERVER_DAYS = 90
/** Certificates begin in the past, for clients whose clocks are behind. */
const BACKDATED_DAYS = 1

const SUBJECT = 'Postern local authority'

/** A certificate with its private key, both in PEM: what node:tls takes. */
export interface ServerCertificate {
  readonly cert: string
  readonly key: string
}

/** Certifies names for the servers of one data directory. */
export class LocalAuthority {
  /** PEM: what clients are told to trust. */
  readonly certificate: string
  readonly notAfter: Date
  readonly #privateKey: KeyObject
  readonly #publicKey: KeyObject

  /** @param certificate PEM of a certificate of this key's, as {@link certify} makes it */
  constructor(certificate: X509Certificate, privateKey: KeyObject) {
    this.certificate = certificate.toString()
    this.notAfter = certificate.validToDate
    this.#privateKey = privateKey
    this.#publicKey = createPublicKey(privateKey)
  }

  /** Certifies that `server`, whose keys these are, has these names. */
  certify(names: readonly string[], server: ServerKeys, now: Date): string {
    const wished = new Date(now.getTime() + SERVER_DAYS * DAY_MS)
    const content = {
      subject: 'Postern',
      publicKey: server.publicKey,
      notBefore: backdated(now),
      notAfter: wished < this.notAfter ? wished : this.notAfter,
      names,
    }
    return makeCertificate(content, { subject: SUBJECT, publicKey: this.#publicKey, privateKey: this.#privateKey })
  }
}

export interface ServerKeys {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export function makeKeys(): ServerKeys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

/** PEM (PKCS #8, RFC 5958). */
export function keyText(privateKey: KeyObject): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** The certificate, in PEM, of an authority that has this key. */
export function authorityCertificate(key: string | KeyObject, now: Date): string {
  const privateKey = typeof key === 'string' ? createPrivateKey(key) : key
  const publicKey = createPublicKey(privateKey)
  const content = {
    subject: SUBJECT,
    publicKey,
    notBefore: backdated(now),
    notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS),
    names: undefined,
  }
  return makeCertificate(content, { subject: SUBJECT, publicKey, privateKey })
}

/** One that ends with the process. */
export function ephemeralAuthority(now: Date): LocalAuthority {
  const { privateKey } = makeKeys()
  return new LocalAuthority(new X509Certificate(authorityCertificate(privateKey, now)), privateKey)
}

function backdated(now: Date): Date {
  return new Date(now.getTime() - BACKDATED_DAYS * DAY_MS)
}
