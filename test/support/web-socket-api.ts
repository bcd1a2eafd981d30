import {
  type ApiGatewayV2Client,
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateIntegrationResponseCommand,
  type CreateIntegrationResponseCommandInput,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import { clientOf } from './client.ts'

type Responses = Readonly<Record<string, Partial<CreateIntegrationResponseCommandInput>>>

/** Makes a WebSocket API by the AWS SDK, whose messages choose their route by `action`. */
export class WebSocketApiMaker {
  readonly apiId: string
  readonly #client: ApiGatewayV2Client
  readonly #endpoint: URL

  private constructor(client: ApiGatewayV2Client, endpoint: URL, apiId: string) {
    this.#client = client
    this.#endpoint = endpoint
    this.apiId = apiId
  }

  static async create(
    endpoint: string,
    credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string },
  ): Promise<WebSocketApiMaker> {
    const client = clientOf(endpoint, credentials)
    const { ApiId = '' } = await client.send(
      new CreateApiCommand({
        Name: 'test',
        ProtocolType: 'WEBSOCKET',
        RouteSelectionExpression: '$request.body.action',
      }),
    )
    return new WebSocketApiMaker(client, new URL(endpoint), ApiId)
  }

  /** `ws://{apiId}.execute-api.localhost:{port}/{stage}`. */
  url(stage: string): string {
    return `ws://${this.apiId}.execute-api.localhost:${this.#endpoint.port}/${stage}`
  }

  pathUrl(stage: string): string {
    return `ws://${this.#endpoint.host}/_aws/execute-api/${this.apiId}/${stage}`
  }

  /** `responses`: by their keys. Answers the target of routes. */
  async integration(input: Omit<CreateIntegrationCommandInput, 'ApiId'>, responses: Responses = {}): Promise<string> {
    const { apiId: ApiId } = this
    const { IntegrationId } = await this.#client.send(new CreateIntegrationCommand({ ApiId, ...input }))
    for (const [IntegrationResponseKey, response] of Object.entries(responses)) {
      const key = { ApiId, IntegrationId, IntegrationResponseKey }
      await this.#client.send(new CreateIntegrationResponseCommand({ ...response, ...key }))
    }
    return `integrations/${IntegrationId}`
  }

  /** One-way, unless told otherwise. */
  async route(RouteKey: string, Target: string, way: 'one-way' | 'two-way' = 'one-way'): Promise<void> {
    const { apiId: ApiId } = this
    const answers = way === 'two-way' ? { RouteResponseSelectionExpression: '$default' } : {}
    const { RouteId } = await this.#client.send(new CreateRouteCommand({ ApiId, RouteKey, Target, ...answers }))
    if (way === 'one-way') return
    await this.#client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: '$default' }))
  }

  async deploy(StageName: string, StageVariables: Readonly<Record<string, string>> = {}): Promise<void> {
    const { apiId: ApiId } = this
    await this.#client.send(new CreateStageCommand({ ApiId, StageName, StageVariables }))
    await this.#client.send(new CreateDeploymentCommand({ ApiId, StageName }))
  }
}
