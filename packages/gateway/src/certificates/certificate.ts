import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { addressBytes } from './address-bytes.ts'
import * as der from './der.ts'

/** What a certificate says. Keys are on P-256, signatures ECDSA with SHA-256. */
export interface CertificateContent {
  readonly subject: string
  readonly publicKey: KeyObject
  readonly notBefore: Date
  readonly notAfter: Date
  /** The host names and addresses of a server; undefined for an authority. */
  readonly names: readonly string[] | undefined
}

export interface CertificateIssuer {
  readonly subject: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const ID = {
  organizationName: '2.5.4.10',
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const

/** Bits of KeyUsage (RFC 5280 section 4.2.1.3), with how many follow the last one that is set. */
const DIGITAL_SIGNATURE = der.bitString(Buffer.of(0x80), 7)
const CERTIFICATE_AND_LIST_SIGNATURES = der.bitString(Buffer.of(0x06), 1)

/**
 * Makes and signs an X.509 certificate in the profile of RFC 5280, as PEM. (node:crypto reads certificates but makes
 * none; docs/dependencies.md says why no library does.)
 */
export function makeCertificate(content: CertificateContent, issuer: CertificateIssuer): string {
  const algorithm = der.sequence(der.objectIdentifier(ID.ecdsaWithSha256))
  const body = der.sequence(
    // Version 3.
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(serialNumber()),
    algorithm,
    nameOf(issuer.subject),
    der.sequence(der.time(content.notBefore), der.time(content.notAfter)),
    nameOf(content.subject),
    content.publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensionsOf(content, issuer))),
  )
  const signature = sign('sha256', body, issuer.privateKey)
  return pemOf(der.sequence(body, algorithm, der.bitString(signature)))
}

function extensionsOf({ publicKey, names }: CertificateContent, issuer: CertificateIssuer): Buffer[] {
  const identifiers = [
    extension(ID.subjectKeyIdentifier, der.octetString(keyIdentifier(publicKey))),
    extension(ID.authorityKeyIdentifier, der.sequence(der.implicit(0, keyIdentifier(issuer.publicKey)))),
  ]
  if (names === undefined) {
    return [
      // An authority that makes no authorities.
      critical(ID.basicConstraints, der.sequence(der.truth(), der.integer(Buffer.of(0)))),
      critical(ID.keyUsage, CERTIFICATE_AND_LIST_SIGNATURES),
      ...identifiers,
    ]
  }
  return [
    critical(ID.basicConstraints, der.sequence()),
    critical(ID.keyUsage, DIGITAL_SIGNATURE),
    extension(ID.extendedKeyUsage, der.sequence(der.objectIdentifier(ID.serverAuthentication))),
    extension(ID.subjectAlternativeName, der.sequence(...names.map(alternativeName))),
    ...identifiers,
  ]
}

function extension(id: string, value: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(id), der.octetString(value))
}

function critical(id: string, value: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(id), der.truth(), der.octetString(value))
}

/** RFC 5280 section 4.2.1.6: `dNSName` is [2], `iPAddress` [7]. */
function alternativeName(name: string): Buffer {
  return isIP(name) === 0 ? der.implicit(2, Buffer.from(name, 'latin1')) : der.implicit(7, addressBytes(name))
}

function nameOf(subject: string): Buffer {
  const part = (id: string, text: string) => der.set(der.sequence(der.objectIdentifier(id), der.utf8String(text)))
  return der.sequence(part(ID.organizationName, 'Postern'), part(ID.commonName, subject))
}

/** RFC 7093 section 2, method 4: a hash of the whole key, cut to the length of SHA-1's. */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20)
}

/** RFC 5280 section 4.1.2.2: not negative, not zero, not longer than 20 bytes. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes
}

function pemOf(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
