import type { Socket } from 'node:net'
import type { TlsCertificates } from './tls-certificates.ts'
import type { TlsDoor } from './tls-door.ts'

/** The first byte of a record of the TLS handshake (RFC 8446 section 5.1). No request of HTTP/1 begins with it. */
const HANDSHAKE = 0x16

export interface ArrivalsOptions {
  /** Milliseconds in which a client must have said something and, where it speaks TLS, ended the handshake. */
  readonly timeout: number
  /** Asked when a client speaks TLS, until it answered once. Where it rejects, the client is sent away. */
  readonly certificates: () => Promise<TlsCertificates>
  readonly onArrived: (socket: Socket, secure: boolean) => void
  readonly onFailure: (error: Error) => void
}

/** Connections that have not shown yet what they speak. Those that speak HTTP pay a read and an unshift, once. */
export class Arrivals {
  readonly #options: ArrivalsOptions
  /** How many milliseconds each has been here. */
  readonly #waiting = new Map<Socket, number>()
  #door: Promise<TlsDoor> | undefined

  constructor(options: ArrivalsOptions) {
    this.#options = options
  }

  admit(socket: Socket): void {
    const waiting = this.#waiting
    waiting.set(socket, 0)
    const gone = (): void => {
      waiting.delete(socket)
      socket.destroy()
    }
    const look = (): void => {
      const bytes = socket.read() as Buffer | null
      if (bytes === null) return
      socket.off('readable', look).off('end', gone)
      socket.unshift(bytes)
      if (bytes[0] === HANDSHAKE) {
        void this.#secure(socket)
        return
      }
      socket.off('error', gone).off('close', gone)
      waiting.delete(socket)
      this.#options.onArrived(socket, false)
    }
    socket.on('readable', look).on('end', gone).on('error', gone).on('close', gone)
  }

  sweep(elapsedMs: number): void {
    for (const [socket, before] of this.#waiting) {
      const ms = before + elapsedMs
      if (ms >= this.#options.timeout) socket.destroy()
      else this.#waiting.set(socket, ms)
    }
  }

  /** Nobody of these has asked for anything yet. */
  destroy(): void {
    for (const socket of this.#waiting.keys()) socket.destroy()
  }

  async #secure(socket: Socket): Promise<void> {
    this.#door ??= this.#openDoor()
    try {
      const door = await this.#door
      if (!socket.destroyed) door.admit(socket)
    } catch (error) {
      this.#door = undefined
      socket.destroy()
      this.#options.onFailure(error as Error)
    }
  }

  async #openDoor(): Promise<TlsDoor> {
    const { timeout, certificates, onArrived, onFailure } = this.#options
    const [{ TlsDoor }, shown] = await Promise.all([import('./tls-door.ts'), certificates()])
    const onSecure = (secure: Socket, raw: Socket): void => {
      this.#waiting.delete(raw)
      onArrived(secure, true)
    }
    return new TlsDoor({ certificates: shown, handshakeTimeout: timeout, onSecure, onFailure })
  }
}
