import { canonicalHostName, parseHost } from './aws-protocol/access-host.ts'
import type { Settings } from './configuration/settings.ts'

/**
 * The host names that lead to the control plane by the settings: no custom domain name takes one of them, or whoever
 * made it could not remove it any more. Other names below `localhost` are free to take.
 */
export function controlPlaneNames({ host, hosts, publicUrl }: Pick<Settings, 'host' | 'hosts' | 'publicUrl'>) {
  const named = publicUrl === undefined ? undefined : parseHost(new URL(publicUrl).host)?.name
  return new Set(['localhost', ...[host, ...hosts].map(canonicalHostName), ...(named === undefined ? [] : [named])])
}
