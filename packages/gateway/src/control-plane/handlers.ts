import { apiHandlers } from './apis/apis.ts'
import { apiMaker } from './apis/make-api.ts'
import { authorizerHandlers } from './authorizers/authorizers.ts'
import type { ApiGatewayHandlers, ControlPlane } from './control-plane.ts'
import { deploymentHandlers } from './deployments.ts'
import { apiMappingHandlers } from './domain-names/api-mappings.ts'
import { domainNameHandlers } from './domain-names/domain-names.ts'
import { integrationResponseHandlers } from './integrations/integration-responses.ts'
import { integrationHandlers } from './integrations/integrations.ts'
import { modelHandlers } from './models/models.ts'
import { openApiHandlers } from './openapi/openapi-handlers.ts'
import { routeResponseHandlers } from './routes/route-responses.ts'
import { routeHandlers } from './routes/routes.ts'
import { stageHandlers } from './stages/stages.ts'
import { tagHandlers } from './tags.ts'
import { vpcLinkHandlers } from './vpc-links.ts'

/** Every operation that is built; the others are known by the model alone and answer 501. */
export function controlPlaneHandlers(plane: ControlPlane): ApiGatewayHandlers {
  const makeApi = apiMaker(plane)
  return {
    ...apiHandlers(plane, makeApi),
    ...apiMappingHandlers(plane),
    ...authorizerHandlers(plane),
    ...deploymentHandlers(plane),
    ...domainNameHandlers(plane),
    ...integrationHandlers(plane),
    ...integrationResponseHandlers(plane),
    ...modelHandlers(plane),
    ...openApiHandlers(plane, makeApi),
    ...routeHandlers(plane),
    ...routeResponseHandlers(plane),
    ...stageHandlers(plane),
    ...tagHandlers(plane),
    ...vpcLinkHandlers(plane),
  }
}
