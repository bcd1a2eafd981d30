import type { AwsServiceName } from '../../data-plane/aws-services.ts'

/** AWS's own host name of a service in a region. */
export function awsHost({ name, subdomain }: Pick<AwsServiceName, 'name' | 'subdomain'>, region: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return `${subdomain === undefined ? '' : `${subdomain}.`}${name}.${region}.${suffix}`
}

/** Where a request goes, and what its `Host` says. */
export interface AwsAddress {
  readonly origin: string
  readonly host: string
}

const IS_ADDRESS = /^(?:[\d.]+|\[.*\])$/
const IS_LOCAL = /(?:^|\.)localhost$/

/**
 * Puts the subdomain of an integration URI before the host of an endpoint. Names below `localhost` are known to few
 * resolvers, so the connection goes to the endpoint itself; an IP address has no subdomains, so `Host` is AWS's own.
 */
export function addressOf(endpoint: URL, service: AwsServiceName, region: string): AwsAddress {
  const { origin, host, hostname, protocol } = endpoint
  if (service.subdomain === undefined) return { origin, host }
  if (IS_ADDRESS.test(hostname)) return { origin, host: awsHost(service, region) }
  const below = `${service.subdomain}.${host}`
  return { origin: IS_LOCAL.test(hostname) ? origin : `${protocol}//${below}`, host: below }
}
