import { configurationSchema, readConfiguration } from './aws/configuration.ts'
import { GatewayClient } from './aws/gateway-client.ts'
import type { Provider } from './framework/provider.ts'
import { authorizer } from './resources/authorizer.ts'
import { deployment } from './resources/deployment.ts'
import { integration } from './resources/integration.ts'

/** The address is that of the provider whose place this one takes. */
export const provider: Provider<GatewayClient> = {
  address: 'hashicorp/aws',
  schema: configurationSchema,
  resources: [authorizer, deployment, integration],
  dataSources: [],
  configure: (config) => new GatewayClient(readConfiguration(config)),
}
