import { readConfiguration } from './aws/configuration.ts'
import { checkConfiguration } from './aws/configuration-checks.ts'
import { configurationSchema } from './aws/configuration-schema.ts'
import { GatewayClient } from './aws/gateway-client.ts'
import type { Provider } from './framework/provider.ts'
import { api } from './resources/api.ts'
import { apiData } from './resources/api-data.ts'
import { apiMapping } from './resources/api-mapping.ts'
import { apisData } from './resources/apis-data.ts'
import { authorizer } from './resources/authorizer.ts'
import { deployment } from './resources/deployment.ts'
import { domainName } from './resources/domain-name.ts'
import { exportData } from './resources/export-data.ts'
import { integration } from './resources/integration.ts'
import { integrationResponse } from './resources/integration-response.ts'
import { model } from './resources/model.ts'
import { route } from './resources/route.ts'
import { routeResponse } from './resources/route-response.ts'
import { stage } from './resources/stage.ts'
import { vpcLink } from './resources/vpc-link.ts'
import { vpcLinkData } from './resources/vpc-link-data.ts'

/** The address is that of the provider whose place this one takes. */
export const provider: Provider<GatewayClient> = {
  address: 'hashicorp/aws',
  schema: configurationSchema,
  resources: [
    api,
    apiMapping,
    authorizer,
    deployment,
    domainName,
    integration,
    integrationResponse,
    model,
    route,
    routeResponse,
    stage,
    vpcLink,
  ],
  dataSources: [apiData, apisData, exportData, vpcLinkData],
  check: checkConfiguration,
  configure: (config, stop) => GatewayClient.open(readConfiguration(config, process.env), process.env, stop),
}
