import { isIP } from 'node:net'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { buildConnector, Client, type Dispatcher, Pool } from 'undici'
import type { ClientCertificate, UpstreamRequest } from './upstream.ts'
import { type CallOrigin, type ConnectionRecord, UpstreamCall } from './upstream-call.ts'

export interface OriginPoolsOptions {
  /** Connections to one origin; further calls wait for one. */
  readonly connections: number
  /** Origins whose connections are kept. A further one takes the place of the one that was idle for longest. */
  readonly origins: number
  /** Milliseconds for name, TCP and TLS together. */
  readonly connectTimeout: number
  /** Milliseconds that an unused connection is kept, unless the upstream announces less. */
  readonly keepAliveTimeout: number
  /** Bytes of an answer's head. */
  readonly headerBytes: number
  /** Certificates in PEM to trust besides the system's. */
  readonly ca: string | undefined
}

/** What connections have in common. */
type Place = Pick<UpstreamRequest, 'origin' | 'serverName' | 'clientCertificate'>

/** One backend must never get a connection on which another certificate was shown. */
function keyOf({ origin, serverName, clientCertificate }: Place): string {
  if (clientCertificate !== undefined) return `${origin} ${serverName ?? ''} ${clientCertificate.id}`
  return serverName === undefined ? origin : `${origin} ${serverName}`
}

/** The upstreams in use, each with its pool of connections. */
export class OriginPools {
  readonly #options: OriginPoolsOptions
  readonly #origins = new Map<string, OriginPool>()
  readonly #connectors: Connectors
  #clock = 0
  #closed = false

  constructor(options: OriginPoolsOptions) {
    this.#options = options
    this.#connectors = new Connectors(options)
  }

  /** The pool of an origin, counted as used by one more call. Throws if it is no origin, or after `close`. */
  acquire(place: Place): OriginPool {
    if (this.#closed) throw new Error('The upstream client is closed')
    const key = keyOf(place)
    let pool = this.#origins.get(key)
    if (pool === undefined) {
      const { origin, serverName, clientCertificate } = place
      const connector = this.#connectors.of(clientCertificate)
      pool = new OriginPool(origin, serverName, this.#options, connector, (idle) => this.#idle(key, idle))
      if (this.#origins.size >= this.#options.origins) this.#evict()
      this.#origins.set(key, pool)
    }
    pool.calls++
    pool.usedAt = ++this.#clock
    return pool
  }

  async close(): Promise<void> {
    this.#closed = true
    const pools = [...this.#origins.values()]
    this.#origins.clear()
    await Promise.all(pools.map((pool) => pool.destroy()))
  }

  #evict(): void {
    let victim: [string, OriginPool] | undefined
    for (const entry of this.#origins) {
      if (entry[1].calls === 0 && (victim === undefined || entry[1].usedAt < victim[1].usedAt)) victim = entry
    }
    if (victim !== undefined) this.#drop(...victim)
  }

  /** Where all were busy, the map outgrew its bound: it shrinks back as calls end. */
  #idle(key: string, pool: OriginPool): void {
    if (this.#origins.size > this.#options.origins && this.#origins.get(key) === pool) this.#drop(key, pool)
  }

  #drop(key: string, pool: OriginPool): void {
    this.#origins.delete(key)
    // A call may end in the middle of undici's parser, which must not lose its connection there.
    queueMicrotask(() => void pool.destroy())
  }
}

class OriginPool implements CallOrigin {
  readonly serverName: string | undefined
  calls = 0
  usedAt = 0
  readonly #origin: string
  readonly #clientOptions: Client.Options
  readonly #pool: Pool
  readonly #fresh = new Set<Client>()
  readonly #onIdle: (pool: OriginPool) => void

  constructor(
    origin: string,
    serverName: string | undefined,
    options: OriginPoolsOptions,
    connector: buildConnector.connector,
    onIdle: (pool: OriginPool) => void,
  ) {
    const url = new URL(origin)
    const name = serverName ?? url.hostname
    this.serverName = url.protocol === 'https:' ? name : undefined
    this.#origin = origin
    this.#onIdle = onIdle
    // An address is no TLS name (RFC 6066 section 3); node:tls then verifies it against the certificate's addresses.
    const bare = name.replace(/^\[|\]$/g, '')
    const servername = isIP(bare) === 0 ? name : ''
    this.#clientOptions = {
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: options.keepAliveTimeout,
      maxHeaderSize: options.headerBytes,
      connect: (target, callback) => connector({ ...target, servername }, callback),
    }
    this.#pool = new Pool(origin, {
      ...this.#clientOptions,
      connections: options.connections,
      factory: (target, clientOptions) => new RecordingClient(target, clientOptions),
    })
  }

  dispatch(options: Dispatcher.DispatchOptions, call: UpstreamCall): void {
    this.#pool.dispatch(options, call)
  }

  dispatchFresh(options: Dispatcher.DispatchOptions, call: UpstreamCall): void {
    const client = new RecordingClient(this.#origin, this.#clientOptions)
    this.#fresh.add(client)
    client.dispatch(options, call)
    client.close(() => this.#fresh.delete(client))
  }

  release(): void {
    this.calls--
    if (this.calls === 0) this.#onIdle(this)
  }

  async destroy(): Promise<void> {
    await Promise.all([this.#pool, ...this.#fresh].map((client) => client.destroy()))
  }
}

/** A connection (undici: Client) that tells each call how many answers it has brought. */
class RecordingClient extends Client implements ConnectionRecord {
  answers = 0

  constructor(origin: string | URL, options: Client.Options) {
    super(origin, options)
    this.on('disconnect', () => {
      this.answers = 0
    })
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (handler instanceof UpstreamCall) handler.connection = this
    return super.dispatch(options, handler)
  }
}

/** One for each client certificate: connectors keep TLS sessions, which stand for the certificate that was shown. */
class Connectors {
  readonly #options: OriginPoolsOptions
  readonly #own: buildConnector.connector
  readonly #certified = new WeakMap<ClientCertificate, buildConnector.connector>()

  constructor(options: OriginPoolsOptions) {
    this.#options = options
    this.#own = tlsConnector(options)
  }

  of(certificate: ClientCertificate | undefined): buildConnector.connector {
    if (certificate === undefined) return this.#own
    const known = this.#certified.get(certificate)
    if (known !== undefined) return known
    const connector = tlsConnector(this.#options, certificate)
    this.#certified.set(certificate, connector)
    return connector
  }
}

/** Connects by TCP, or by TLS 1.2 and later with one context for all: building one reads every root certificate. */
function tlsConnector(
  { connectTimeout, ca }: OriginPoolsOptions,
  certificate?: ClientCertificate,
): buildConnector.connector {
  let secureContext: SecureContext | undefined
  let secure: buildConnector.connector | undefined
  const plain = buildConnector({ allowH2: false, timeout: connectTimeout })
  return (target, callback) => {
    if (target.protocol !== 'https:') return plain(target, callback)
    secureContext ??= createSecureContext({
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
      ...(certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key }),
    })
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in somebody's shell does not turn verification off.
    secure ??= buildConnector({ allowH2: false, timeout: connectTimeout, secureContext, rejectUnauthorized: true })
    return secure(target, callback)
  }
}
