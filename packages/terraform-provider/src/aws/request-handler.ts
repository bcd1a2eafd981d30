import { readFile } from 'node:fs/promises'
import { Agent as HttpsAgent } from 'node:https'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { ResourceError } from '../framework/diagnostics.ts'
import type { AwsConfiguration } from './configuration.ts'
import { type ProxySettings, proxyFor } from './proxy.ts'
import { expandPath } from './shared-files.ts'

/** Nothing is waited for without an end. A call that is in time takes AWS a second or two. */
const TIMES = { connectionTimeout: 30_000, requestTimeout: 120_000, throwOnRequestTimeout: true }

interface TlsOptions {
  readonly ca?: string
  readonly rejectUnauthorized?: boolean
}

/** What all calls go through, those for credentials too: authorities to trust, and proxies. */
export async function openRequestHandler(
  configuration: Pick<AwsConfiguration, 'caBundle' | 'isInsecure' | 'proxies'>,
  environment: NodeJS.ProcessEnv,
): Promise<NodeHttpHandler> {
  const { caBundle, isInsecure, proxies } = configuration
  const tls: TlsOptions = {
    ...(caBundle !== undefined && { ca: await readBundle(expandPath(caBundle, environment)) }),
    ...(isInsecure && { rejectUnauthorized: false }),
  }
  const options = { ...TIMES, httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 50, ...tls }) }
  if (proxies.http === undefined && proxies.https === undefined) return new NodeHttpHandler(options)
  return new ProxyingHandler(options, proxies, tls)
}

async function readBundle(path: string): Promise<string> {
  let bundle: string
  try {
    bundle = await readFile(path, 'utf8')
  } catch (error) {
    throw new ResourceError('reading custom CA bundle', `${path}: ${(error as Error).message}`)
  }
  if (bundle.includes('-----BEGIN CERTIFICATE-----')) return bundle
  throw new ResourceError('reading custom CA bundle', `${path} holds no certificate in PEM form.`)
}

type HandlerOptions = ConstructorParameters<typeof NodeHttpHandler>[0]

/** Through a proxy or not: that depends on the host that is called, which differs between services. */
class ProxyingHandler extends NodeHttpHandler {
  readonly #settings: ProxySettings
  readonly #tls: TlsOptions
  readonly #handlers = new Map<string, Promise<NodeHttpHandler>>()

  constructor(direct: HandlerOptions, settings: ProxySettings, tls: TlsOptions) {
    super(direct)
    this.#settings = settings
    this.#tls = tls
  }

  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const { protocol, hostname, port } = request
    const proxy = proxyFor(this.#settings, protocol, hostname, port ?? (protocol === 'https:' ? 443 : 80))
    if (proxy === undefined) return super.handle(request, options)
    const known = this.#handlers.get(proxy)
    const handler = known ?? openProxied(proxy, this.#tls)
    if (known === undefined) this.#handlers.set(proxy, handler)
    return (await handler).handle(request, options)
  }
}

async function openProxied(proxy: string, tls: TlsOptions): Promise<NodeHttpHandler> {
  const { HttpProxyAgent } = await import('http-proxy-agent')
  const { HttpsProxyAgent } = await import('https-proxy-agent')
  const options = { keepAlive: true, maxSockets: 50, ...tls }
  const httpAgent = new HttpProxyAgent(proxy, options)
  const httpsAgent = new HttpsProxyAgent(proxy, options)
  return new NodeHttpHandler({ ...TIMES, httpAgent, httpsAgent: httpsAgent as unknown as HttpsAgent })
}
