import { configurationSchema, readConfiguration } from './aws/configuration.ts'
import { GatewayClient } from './aws/gateway-client.ts'
import type { Provider } from './framework/provider.ts'
import { integration } from './resources/integration.ts'

/** The address is that of the provider whose place this one takes. */
export const provider: Provider<GatewayClient> = {
  address: 'hashicorp/aws',
  schema: configurationSchema,
  resources: [integration],
  configure: (config, stop) => new GatewayClient(readConfiguration(config), stop),
}
