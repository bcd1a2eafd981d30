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
  /** Of a stage whose route answers from a template. */
  readonly url: string
  /** Of the same stage's `@connections`, without its `/@connections`. */
  readonly managementUrl: string
}

interface MockOptions {
  readonly routeKey?: string
  /** Of the route's answer. */
  readonly template?: string
  /** Adds what else the API shall have before it is deployed. */
  readonly more?: (apiId: string, integrationId: string) => Promise<unknown>
}

const TEMPLATE = '{"route": "$context.routeKey", "id": "$context.connectionId"}'

/** Makes a WebSocket API with a MOCK integration that answers. */
export async function createMockApi(
  { client, url }: Gateway,
  { routeKey = 'bench', template = TEMPLATE, more }: MockOptions = {},
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
  const ResponseTemplates = { 'application/json': template }
  const response = { ApiId, IntegrationId, IntegrationResponseKey: '$default', ResponseTemplates }
  await client.send(new CreateIntegrationResponseCommand(response))
  const route = { ApiId, RouteKey: routeKey, Target: `integrations/${IntegrationId}` }
  const { RouteId } = await client.send(
    new CreateRouteCommand({ ...route, RouteResponseSelectionExpression: '$default' }),
  )
  await client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: '$default' }))
  await more?.(ApiId, IntegrationId)
  await client.send(new CreateStageCommand({ ApiId, StageName: 'bench' }))
  await client.send(new CreateDeploymentCommand({ ApiId, StageName: 'bench' }))
  const managementUrl = `${url}/_aws/execute-api/${ApiId}/bench`
  return { managementUrl, url: managementUrl.replace('http', 'ws') }
}
