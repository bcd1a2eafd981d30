import { isIP } from 'node:net'
import type { Settings } from '../configuration/settings.ts'
import { type HeaderList, type HttpResponse, valuesOf } from '../transport/http-message.ts'
import { canonicalHostName, type HostName, isLoopbackName, parseHost } from './access-host.ts'

export type AccessSettings = Pick<Settings, 'host' | 'hosts' | 'allowedOrigins' | 'publicUrl'>

/** What the guard looks at. `secure`: the client's connection is TLS. */
interface GuardedRequest {
  readonly headers: HeaderList
  readonly secure: boolean
}

/** Answers undefined for a request that may pass, or else the refusal to send. */
export type AccessGuard = (request: GuardedRequest) => HttpResponse | undefined

const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/**
 * Keeps web pages off the control plane, which on loopback needs no credentials: a page that the user happens to visit
 * can send requests to any address (CSRF), and can have its own name point to this machine (DNS rebinding).
 *
 * A browser cannot keep a page from sending some requests, forms above all, but it tells where they come from: by
 * `Origin` on everything but plain GETs, and by `Sec-Fetch-Site` on all (Fetch Metadata, W3C). Programs send neither.
 * Rebinding shows in `Host`, which then holds the page's name. Data-plane requests are placed before and never get here,
 * but those to `@connections`, which `isAlsoOwn` is for: names that the owner of the control plane made.
 */
export function createAccessGuard(
  settings: AccessSettings,
  isAlsoOwn: (name: string) => boolean = () => false,
): AccessGuard {
  const publicHost = settings.publicUrl === undefined ? undefined : URL.parse(settings.publicUrl)?.host
  const names = [settings.host, ...settings.hosts].map(canonicalHostName)
  if (publicHost !== undefined) names.push(parseHost(publicHost)?.name ?? publicHost)
  const ownNames = new Set(names.filter((name) => !ANY_ADDRESS.has(name)))
  // Bound to every address, the server cannot know them all; and an address in Host is no rebinding: only names rebind.
  const anyAddress = ANY_ADDRESS.has(canonicalHostName(settings.host))
  const isOwn = ({ name }: HostName) =>
    isLoopbackName(name) ||
    ownNames.has(name) ||
    isAlsoOwn(name) ||
    (anyAddress && isIP(name) !== 0 && !ANY_ADDRESS.has(name))
  const allowedOrigins = new Set(settings.allowedOrigins)

  return ({ headers, secure }) => {
    const hosts = valuesOf(headers, 'host')
    const [hostHeader = ''] = hosts
    const host = hosts.length === 1 ? parseHost(hostHeader) : undefined
    if (host === undefined || !isOwn(host)) {
      return refusal(
        `The control plane does not answer to the host name '${shown(hosts.join(', '))}'. ` +
          "Use localhost, or add the name to the setting 'hosts'.",
      )
    }
    const origins = valuesOf(headers, 'origin')
    const foreign = origins.find((origin) => !allowedOrigins.has(origin) && !isSameOrigin(origin, host, secure))
    if (foreign !== undefined) {
      return refusal(
        `The control plane does not take calls from web pages of '${shown(foreign)}'. ` +
          "If the page is yours, add its origin to the setting 'allowedOrigins'.",
      )
    }
    // Origin says more where there is one. `same-site` is as foreign: every port of localhost is the same site.
    const site = valuesOf(headers, 'sec-fetch-site')
    if (origins.length === 0 && site.some((value) => value !== 'same-origin' && value !== 'none')) {
      return refusal('The control plane does not take requests that other web pages caused.')
    }
    return undefined
  }
}

/**
 * Whether a page's origin is the very name and port that it calls. `https` pages may call over plain connections,
 * because a proxy may have ended their TLS; `http` pages may not call a TLS server.
 */
function isSameOrigin(origin: string, host: HostName, secure: boolean): boolean {
  const url = /^https?:\/\/[^/?#@\\\s]+$/.test(origin) ? URL.parse(origin) : null
  if (url === null || (secure && url.protocol !== 'https:')) return false
  const defaultPort = url.protocol === 'https:' ? '443' : '80'
  const page = parseHost(url.host)
  return page?.name === host.name && (page.port ?? defaultPort) === (host.port ?? defaultPort)
}

/** No CORS headers: the page is not to read even this. */
function refusal(message: string): HttpResponse {
  return {
    status: 403,
    headers: ['content-type', 'application/json', 'x-amzn-ErrorType', 'AccessDeniedException'],
    body: JSON.stringify({ message }),
  }
}

function shown(value: string): string {
  return value.length > 128 ? `${value.slice(0, 128)}…` : value
}
