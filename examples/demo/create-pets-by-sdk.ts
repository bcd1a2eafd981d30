import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import type { CreatedApi } from './created-api.ts'
import { sdkOptions } from './sdk-options.ts'

/** Makes the API of examples/http-proxy with the AWS SDK. */
export async function createPetsBySdk(posternUrl: string, backendUrl: string): Promise<CreatedApi> {
  const client = new ApiGatewayV2Client(sdkOptions(posternUrl))
  const api = await client.send(
    new CreateApiCommand({ Name: 'pets', ProtocolType: 'HTTP', Description: 'A web service behind Postern' }),
  )
  const { ApiId = '', ApiEndpoint = '' } = api
  const made = [`api          ${ApiId}   ${api.ProtocolType} ${api.Name}`]

  const proxied = [
    { routeKey: 'GET /pets/{id}', method: 'GET', path: '/pets/{id}', timeout: 5000 },
    { routeKey: 'ANY /pets/{proxy+}', method: 'ANY', path: '/pets/{proxy}' },
    { routeKey: 'GET /health', method: 'GET', path: '/health' },
  ]
  for (const { routeKey, method, path, timeout } of proxied) {
    const integration = await client.send(
      new CreateIntegrationCommand({
        ApiId,
        IntegrationType: 'HTTP_PROXY',
        IntegrationMethod: method,
        IntegrationUri: backendUrl + path,
        PayloadFormatVersion: '1.0',
        TimeoutInMillis: timeout,
      }),
    )
    const id = integration.IntegrationId ?? ''
    made.push(`integration  ${id}      ${integration.IntegrationType} ${method} ${integration.IntegrationUri}`)
    const route = await client.send(new CreateRouteCommand({ ApiId, RouteKey: routeKey, Target: `integrations/${id}` }))
    made.push(`route        ${route.RouteId}      ${route.RouteKey} -> ${route.Target}`)
  }
  const stage = await client.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
  made.push(`stage        ${stage.StageName}     auto-deploy`)
  client.destroy()
  return { apiId: ApiId, apiEndpoint: ApiEndpoint, made }
}
