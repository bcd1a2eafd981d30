import type { HttpHandler } from './http-message.ts'
import type { TlsCertificates } from './tls-certificates.ts'
import type { UpgradeHandler } from './websocket.ts'

/** Bounds of what one client may cost. All are configuration (configuration/settings.ts: `limits`). */
export interface ListenerLimits {
  /** Bytes of request line and header lines together. AWS: 10,240 for an HTTP API. */
  readonly headerBytes: number
  /** Header lines of one request. */
  readonly headerCount: number
  /** Open connections; a further one is closed at once. */
  readonly connections: number
  /** Milliseconds in which the head of a request must have arrived; before it, as many for the first byte and for TLS. */
  readonly headTimeout: number
  /** Milliseconds in which a whole request must have arrived. */
  readonly requestTimeout: number
  /** Milliseconds that an idle connection is kept. */
  readonly keepAliveTimeout: number
  /** Requests of one connection that may be under way at once (HTTP pipelining). 32 where it is not given. */
  readonly pipelining?: number
}

export interface ListenerOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  readonly limits: ListenerLimits
  /** Makes TLS be spoken beside HTTP, on the same port; asked when the first client does. */
  readonly certificates?: () => Promise<TlsCertificates>
}

export interface Listener {
  /** The address in use, such as `{ host: '127.0.0.1', port: 4566 }`. */
  readonly address: { readonly host: string; readonly port: number }
  /** Takes no more connections, lets calls in flight end for at most `graceMs`, then drops what is left. */
  close(graceMs: number): Promise<void>
}

/** Opens the port. Rejects with a ListenError whose message is one clear line. */
export type Listen = (options: ListenerOptions, handler: HttpHandler, upgrade?: UpgradeHandler) => Promise<Listener>

/** The port could not be opened: in use, not permitted, no such address. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}
