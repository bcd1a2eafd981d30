import { BlockList, isIP } from 'node:net'
import type { Settings } from './settings.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether only this machine can reach a server that listens there. Names other than localhost may resolve to anything. */
function isLoopback(host: string): boolean {
  const version = isIP(host)
  if (version === 0) return host.toLowerCase() === 'localhost'
  return loopback.check(host, version === 6 ? 'ipv6' : 'ipv4')
}

/** Closed by default (design.md section 5): other machines are served only if they must sign. Answers the error line. */
export function exposureProblem(
  settings: Pick<Settings, 'host' | 'credentials'>,
  source = 'default',
): string | undefined {
  if (isLoopback(settings.host) || settings.credentials.length > 0) return undefined
  return (
    `host (${source}): ${settings.host} may be reached from other machines, and no credentials are configured; ` +
    'set POSTERN_CREDENTIALS or "credentials" in the configuration file, or listen on 127.0.0.1'
  )
}
