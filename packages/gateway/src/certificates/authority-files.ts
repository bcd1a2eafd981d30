import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDirectory } from '../files/make-directory.ts'
import { AuthorityUnusable } from './authority-unusable.ts'
import { authorityCertificate, keyText, LocalAuthority, makeKeys } from './local-authority.ts'
import { writeFirst } from './write-first.ts'

const CERTIFICATE_FILE = 'ca.pem'
const KEY_FILE = 'ca-key.pem'

/**
 * The authority of a data directory; made where there is none, and the directory, too. Needs no lock: of several
 * processes, the first one to write the key has made the authority, and each certificate that is made of that key is
 * as good as any other. So a crash between the two files does no harm, either.
 * Throws AuthorityUnusable where files are there that are not, or no longer, an authority's.
 */
export function openAuthority(directory: string, now: Date): LocalAuthority {
  try {
    return open(directory, now)
  } catch (error) {
    throw problemOf(directory, error)
  }
}

function open(directory: string, now: Date): LocalAuthority {
  const [certificateFile, keyFile] = [join(directory, CERTIFICATE_FILE), join(directory, KEY_FILE)]
  if (!existsSync(keyFile)) {
    if (existsSync(certificateFile)) throw unusable(directory, `${KEY_FILE} is missing`)
    makeDirectory(directory, 0o700)
    writeFirst(keyFile, keyText(makeKeys().privateKey), 0o600)
  }
  const key = readKey(directory, readFileSync(keyFile, 'latin1'))
  if (!existsSync(certificateFile)) writeFirst(certificateFile, authorityCertificate(key, now), 0o644)
  const certificate = readCertificate(directory, readFileSync(certificateFile, 'latin1'))
  if (!certificate.ca || !certificate.checkPrivateKey(key)) {
    throw unusable(directory, `${CERTIFICATE_FILE} is not the certificate of the key in ${KEY_FILE}`)
  }
  if (certificate.validToDate <= now) {
    throw unusable(directory, `${CERTIFICATE_FILE} expired on ${certificate.validToDate.toISOString().slice(0, 10)}`)
  }
  return new LocalAuthority(certificate, key)
}

function readKey(directory: string, text: string): KeyObject {
  let key: KeyObject
  try {
    key = createPrivateKey(text)
  } catch {
    // OpenSSL's own words are of no use to the user, and must not carry a part of the file.
    throw unusable(directory, `${KEY_FILE} is damaged`)
  }
  if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  throw unusable(directory, `${KEY_FILE} is not a key that Postern made`)
}

function readCertificate(directory: string, text: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch {
    throw unusable(directory, `${CERTIFICATE_FILE} is damaged`)
  }
}

function unusable(directory: string, what: string): AuthorityUnusable {
  return new AuthorityUnusable(
    `local authority in ${directory}: ${what}: restore ${CERTIFICATE_FILE} and ${KEY_FILE} from a backup, or remove ` +
      'both, and restart: a new authority is then made, which clients must be told to trust',
  )
}

function problemOf(directory: string, error: unknown): unknown {
  if (error instanceof AuthorityUnusable || !(error instanceof Error) || !('code' in error)) return error
  const { code } = error
  if (typeof code !== 'string' || !('syscall' in error)) return error
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return new AuthorityUnusable(`data directory ${directory} is not a directory: choose another --data-dir`)
  }
  if (error.syscall === 'mkdir') {
    return new AuthorityUnusable(`data directory ${directory} cannot be made (${code}): choose another --data-dir`)
  }
  return new AuthorityUnusable(
    `local authority in ${directory}: its files cannot be read or written (${code}): let this user read and write ${CERTIFICATE_FILE} and ` +
      `${KEY_FILE} there, or choose another --data-dir`,
    { cause: error },
  )
}
