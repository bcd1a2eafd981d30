import { BlockList, isIP } from 'node:net'
import type { ValueRecord } from '../conversion/value.ts'
import { textOf } from './configured.ts'

/** Through what calls go, as Go's httpproxy has it (golang.org/x/net/http/httpproxy), which hashicorp/aws uses. */
export interface ProxySettings {
  readonly http: string | undefined
  readonly https: string | undefined
  /** Hosts that are called directly, with commas between. */
  readonly none: string
}

/** What the block does not say, the environment may. */
export function readProxies(config: ValueRecord, environment: NodeJS.ProcessEnv): ProxySettings {
  const variable = (name: string) => environment[name] || environment[name.toLowerCase()] || undefined
  const http = textOf(config, 'http_proxy')
  return {
    http: http ?? variable('HTTP_PROXY'),
    // Until its version 6, hashicorp/aws takes http_proxy for both where nothing names one for HTTPS.
    https: textOf(config, 'https_proxy') ?? variable('HTTPS_PROXY') ?? http,
    none: textOf(config, 'no_proxy') ?? variable('NO_PROXY') ?? '',
  }
}

/** The proxy for a host, if any: never for this machine itself. */
export function proxyFor(
  settings: ProxySettings,
  protocol: string,
  hostname: string,
  port: number,
): string | undefined {
  const proxy = protocol === 'https:' ? settings.https : settings.http
  if (proxy === undefined || isDirect(settings.none, hostname.toLowerCase(), port)) return undefined
  return proxy.includes('://') ? proxy : `http://${proxy}`
}

function isDirect(none: string, host: string, port: number): boolean {
  const address = host.startsWith('[') ? host.slice(1, -1) : host
  if (address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))) return true
  return none.split(',').some((entry) => matches(entry.trim().toLowerCase(), address, port))
}

/** One entry: `*`, an address, a range of addresses, a domain with what lies under it, `.domain` without itself; each may name a port. */
function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true
  const { name, at } = splitPort(entry)
  if (name === '' || (at !== undefined && at !== port)) return false
  const kind = isIP(host)
  if (kind !== 0) return isIP(name) === 0 ? isInRange(name, host) : name === host
  const domain = name.startsWith('*.') ? name.slice(1) : name
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`)
}

function splitPort(entry: string): { readonly name: string; readonly at: number | undefined } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? []
  const name = bracketed ?? plain ?? entry
  return { name, at: port === undefined ? undefined : Number(port) }
}

function isInRange(range: string, host: string): boolean {
  const [, network = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(range) ?? []
  const kind = isIP(network)
  if (kind === 0 || kind !== isIP(host) || Number(bits) > (kind === 4 ? 32 : 128)) return false
  const type = kind === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(network, Number(bits), type)
  return list.check(host, type)
}
