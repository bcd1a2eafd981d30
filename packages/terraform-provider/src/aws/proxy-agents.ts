import type { Agent } from 'node:https'
import { HttpProxyAgent } from 'http-proxy-agent'
import { HttpsProxyAgent } from 'https-proxy-agent'

export interface TlsOptions {
  readonly ca?: string
  readonly rejectUnauthorized?: boolean
}

const POOL = { keepAlive: true, maxSockets: 50 }

/** Agents that call through a proxy: forwarded where the call is HTTP, by CONNECT where it is HTTPS. */
export function openProxyAgents(proxy: string, tls: TlsOptions) {
  // By its type the SDK wants Node's own agent for HTTPS; in truth, anything that has an agent's methods.
  const httpsAgent = new TunnelAgent(proxy, tls) as unknown as Agent
  return { httpAgent: new HttpProxyAgent(proxy, { ...POOL, ...tls }), httpsAgent }
}

/** The library takes its TLS options for the connection to the proxy alone. */
class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #tls: TlsOptions

  constructor(proxy: string, tls: TlsOptions) {
    super(proxy, { ...POOL, ...tls })
    this.#tls = tls
  }

  override async connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    let status = 200
    request.once('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
      status = statusCode
    })
    const socket = await super.connect(request, { ...options, ...this.#tls })
    if (status === 200) return socket
    // The library would hand the proxy's answer on as the service's own.
    socket.destroy()
    throw new ProxyRefusal(this.proxy.host, status)
  }
}

/** A proxy that does not lead where it was asked to. */
class ProxyRefusal extends Error {
  override readonly name = 'ProxyRefusal'
  /** What the SDK looks at: a failure within the proxy may pass, a refusal will not. */
  readonly $retryable: object | undefined

  constructor(proxy: string, status: number) {
    super(`the proxy ${proxy} answers ${status} to CONNECT`)
    this.$retryable = status >= 500 ? {} : undefined
  }
}
