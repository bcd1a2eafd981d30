import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { isPrivateTarget } from '@postern/expressions/integration-uri'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'

/** Private integrations: which may be, and that their link is there (spec control-plane.md 5.2, 5.4, 10.4). */
export async function checkConnection(
  plane: ControlPlane,
  protocol: sdk.ProtocolType,
  integration: IntegrationDocument,
): Promise<void> {
  if (integration.ConnectionType !== 'VPC_LINK') return
  const { IntegrationType, ConnectionId, IntegrationUri } = integration
  // A service integration has no private backend, and no HTTP API has HTTP integrations.
  if (IntegrationType !== 'HTTP' && IntegrationType !== 'HTTP_PROXY') {
    throw badRequest('Connection type VPC_LINK is only supported for HTTP and HTTP_PROXY integrations')
  }
  if (ConnectionId === undefined) {
    throw badRequest('ConnectionId is required for integrations of connection type VPC_LINK')
  }
  // A stage variable may name the link; it is looked up when the call is made. AWS's WebSocket APIs take links of REST
  // APIs, which are not made here, but may be in the configuration.
  const isElsewhere = protocol === 'WEBSOCKET' && plane.isVpcLinkConfigured?.(ConnectionId) === true
  const isFound = isElsewhere || ConnectionId.includes('${')
  if (!isFound && (await plane.vpcLinks.get(ConnectionId)) === undefined) {
    throw badRequest(`Invalid VpcLink identifier specified ${ConnectionId}`)
  }
  if (protocol === 'HTTP' && !isPrivateTarget(IntegrationUri ?? '')) {
    throw badRequest(
      'For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN.',
    )
  }
}
