import { readConfiguration } from './aws/configuration.ts'
import { checkConfiguration } from './aws/configuration-checks.ts'
import { configurationSchema } from './aws/configuration-schema.ts'
import { GatewayClient } from './aws/gateway-client.ts'
import type { Provider } from './framework/provider.ts'
import { authorizer } from './resources/authorizer.ts'
import { deployment } from './resources/deployment.ts'
import { integration } from './resources/integration.ts'
import { integrationResponse } from './resources/integration-response.ts'
import { model } from './resources/model.ts'
import { route } from './resources/route.ts'
import { routeResponse } from './resources/route-response.ts'
import { stage } from './resources/stage.ts'

/** The address is that of the provider whose place this one takes. */
export const provider: Provider<GatewayClient> = {
  address: 'hashicorp/aws',
  schema: configurationSchema,
  resources: [authorizer, deployment, integration, integrationResponse, model, route, routeResponse, stage],
  dataSources: [],
  check: checkConfiguration,
  configure: (config) => new GatewayClient(readConfiguration(config, process.env)),
}
