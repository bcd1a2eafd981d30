import { CONFIG_PREFIX_SEPARATOR, loadConfig } from '@smithy/core/config'

/**
 * The endpoint of a service that the environment or a profile names (SDK reference guide, "Service-specific
 * endpoints"). The SDK finds it by itself, but not in the profile that the provider's block names, and keeps it from
 * messages about calls that fail.
 */
export async function endpointUrlOf(service: string, profile: string | undefined): Promise<string | undefined> {
  const options = profile === undefined ? {} : { profile }
  const isIgnored = await loadConfig<boolean>(
    {
      environmentVariableSelector: (env) => truthOf(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']),
      configFileSelector: (section) => truthOf(section['ignore_configured_endpoint_urls']),
      default: false,
    },
    options,
  )()
  if (isIgnored) return undefined
  const found = await loadConfig(
    {
      environmentVariableSelector: (env) =>
        env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || env['AWS_ENDPOINT_URL'] || undefined,
      configFileSelector: (section, file) => {
        const services = file?.[['services', section['services']].join(CONFIG_PREFIX_SEPARATOR)]
        return (
          services?.[[service, 'endpoint_url'].join(CONFIG_PREFIX_SEPARATOR)] || section['endpoint_url'] || undefined
        )
      },
      default: '',
    },
    options,
  )()
  return found === '' ? undefined : found
}

function truthOf(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text.toLowerCase() === 'true'
}
