import { readConfiguration } from './aws/configuration.ts'
import { checkConfiguration } from './aws/configuration-checks.ts'
import { configurationSchema } from './aws/configuration-schema.ts'
import { GatewayClient } from './aws/gateway-client.ts'
import type { Provider } from './framework/provider.ts'
import { integration } from './resources/integration.ts'

/** The address is that of the provider whose place this one takes. */
export const provider: Provider<GatewayClient> = {
  address: 'hashicorp/aws',
  schema: configurationSchema,
  resources: [integration],
  check: checkConfiguration,
  configure: (config) => GatewayClient.open(readConfiguration(config, process.env), process.env),
}
