import type { Socket } from 'node:net'
import { createSecureContext, createServer, type SecureContext, type Server, type TLSSocket } from 'node:tls'
import type { TlsCertificate, TlsCertificates } from './tls-certificates.ts'

/** RFC 8996: nothing older. */
const MINIMUM = 'TLSv1.2'

export interface TlsDoorOptions {
  readonly certificates: TlsCertificates
  /** Milliseconds that a handshake may take. */
  readonly handshakeTimeout: number
  /** `raw` is the connection that `secure` is on. */
  readonly onSecure: (secure: TLSSocket, raw: Socket) => void
  readonly onFailure: (error: Error) => void
}

/** TLS on connections that someone else accepted. Loaded when the first client speaks TLS. */
export class TlsDoor {
  readonly #certificates: TlsCertificates
  /** Never listens: it is handed its connections. */
  readonly #server: Server
  readonly #contexts = new WeakMap<TlsCertificate, SecureContext>()
  /** What clients that name no host are shown. */
  #shown: TlsCertificate
  /** Raw connections by their ends: node:tls does not say on which one a secure one is. */
  readonly #shaking = new Map<string, Socket>()

  constructor({ certificates, handshakeTimeout, onSecure, onFailure }: TlsDoorOptions) {
    this.#certificates = certificates
    this.#shown = certificates.certificateFor(undefined)
    this.#server = createServer({
      ...this.#shown,
      minVersion: MINIMUM,
      // RFC 7301 section 3.2: a client that wants HTTP/2 alone is told so.
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout,
      SNICallback: (name, done) => done(null, this.#contextFor(name)),
    })
    this.#server.on('secureConnection', (secure) => {
      const raw = this.#shaking.get(endsOf(secure))
      if (raw === undefined) secure.destroy()
      else onSecure(secure, raw)
    })
    this.#server.on('tlsClientError', (error, secure) => {
      secure.destroy()
      onFailure(error)
    })
  }

  /** What of the client's first bytes was read must have been put back. */
  admit(raw: Socket): void {
    const current = this.#certificates.certificateFor(undefined)
    if (current !== this.#shown) {
      this.#shown = current
      this.#server.setSecureContext({ ...current, minVersion: MINIMUM })
    }
    const ends = endsOf(raw)
    this.#shaking.set(ends, raw)
    raw.once('close', () => {
      if (this.#shaking.get(ends) === raw) this.#shaking.delete(ends)
    })
    this.#server.emit('connection', raw)
  }

  /** Undefined: the server's own. */
  #contextFor(name: string): SecureContext | undefined {
    const certificate = this.#certificates.certificateFor(name)
    if (certificate === this.#shown) return undefined
    const context = this.#contexts.get(certificate) ?? createSecureContext({ ...certificate, minVersion: MINIMUM })
    this.#contexts.set(certificate, context)
    return context
  }
}

function endsOf({ localAddress, remoteAddress, remotePort }: Socket): string {
  return `${localAddress} ${remoteAddress} ${remotePort}`
}
