import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** The certificate of one process of the provider, in DER and as what node:tls takes. */
export interface OwnCertificate {
  readonly der: Buffer
  readonly cert: string
  readonly key: string
}

const DAY = 86_400_000

/**
 * go-plugin's AutoMTLS: a self-signed certificate for `localhost`, which Terraform learns from the handshake line and
 * trusts alone. node:crypto makes none; docs/dependencies.md says why no library does.
 */
export function makeOwnCertificate(now = Date.now()): OwnCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  // ecdsa-with-SHA256, 1.2.840.10045.4.3.2
  const algorithm = element(0x30, element(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
  // CN (2.5.4.3) localhost
  const name = sequence(element(0x31, sequence(element(0x06, Buffer.from('550403', 'hex')), element(0x0c, LOCALHOST))))
  // subjectAltName (2.5.29.17), a dNSName
  const names = element(0x04, sequence(element(0x82, LOCALHOST)))
  const body = sequence(
    element(0xa0, element(0x02, Buffer.of(2))),
    // RFC 5280 section 4.1.2.2: positive, at most 20 bytes.
    element(0x02, Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
    algorithm,
    name,
    // A day before: the clock of a container may lag.
    sequence(time(now - DAY), time(now + 365 * DAY)),
    name,
    publicKey,
    element(0xa3, sequence(sequence(element(0x06, Buffer.from('551d11', 'hex')), names))),
  )
  const signature = sign('sha256', body, createPrivateKey(privateKey))
  const der = sequence(body, algorithm, element(0x03, Buffer.concat([Buffer.of(0), signature])))
  // In whole lines only: a blank one makes OpenSSL refuse the file.
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    der,
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey,
  }
}

const LOCALHOST = Buffer.from('localhost')

const sequence = (...contents: readonly Uint8Array[]) => element(0x30, ...contents)

/** ITU-T X.690 section 8.1.3: the shortest form of a length. Nothing here has 64 KiB. */
function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

/** UTCTime, which RFC 5280 section 4.1.2.5 has until 2049. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().slice(2, 19).replaceAll(/\D/g, '')
  return element(0x17, Buffer.from(`${digits}Z`))
}
