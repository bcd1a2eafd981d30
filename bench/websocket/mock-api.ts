import {
  type ApiGatewayV2Client,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  CreateIntegrationResponseCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import { createApi } from '../postern.ts'

interface Gateway {
  readonly url: string
  readonly client: ApiGatewayV2Client
}

export interface MockApi {
  readonly apiId: string
  /** Of a stage whose route `bench` answers from a template. */
  readonly url: string
  /** Of the same stage's `@connections`, without its `/@connections`. */
  readonly managementUrl: string
}

/** Makes a WebSocket API of MOCK integrations. `more` adds what else it shall have before it is deployed. */
export async function createMockApi(
  { client, url }: Gateway,
  more: (apiId: string, integrationId: string) => Promise<unknown> = async () => undefined,
): Promise<MockApi> {
  const ApiId = await createApi(client, {
    ProtocolType: 'WEBSOCKET',
    RouteSelectionExpression: '$request.body.action',
  })
  const mock = {
    ApiId,
    IntegrationType: 'MOCK',
    RequestTemplates: { 'application/json': '{"statusCode": 200}' },
  } as const
  const { IntegrationId = '' } = await client.send(new CreateIntegrationCommand(mock))
  const ResponseTemplates = { 'application/json': '{"route": "$context.routeKey", "id": "$context.connectionId"}' }
  const response = { ApiId, IntegrationId, IntegrationResponseKey: '$default', ResponseTemplates }
  await client.send(new CreateIntegrationResponseCommand(response))
  const route = { ApiId, RouteKey: 'bench', Target: `integrations/${IntegrationId}` }
  const { RouteId } = await client.send(
    new CreateRouteCommand({ ...route, RouteResponseSelectionExpression: '$default' }),
  )
  await client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: '$default' }))
  await more(ApiId, IntegrationId)
  await client.send(new CreateStageCommand({ ApiId, StageName: 'bench' }))
  await client.send(new CreateDeploymentCommand({ ApiId, StageName: 'bench' }))
  const managementUrl = `${url}/_aws/execute-api/${ApiId}/bench`
  return { apiId: ApiId, managementUrl, url: managementUrl.replace('http', 'ws') }
}
