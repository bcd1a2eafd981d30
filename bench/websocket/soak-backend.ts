import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  type ApiGatewayV2Client,
  CreateIntegrationCommand,
  CreateIntegrationResponseCommand,
  CreateRouteCommand,
} from '@aws-sdk/client-apigatewayv2'

/** The backend of $connect and $disconnect: how often each was called for which connection. */
export class SoakBackend {
  readonly connects = new Map<string, number>()
  readonly disconnects = new Map<string, number>()
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response)
  })

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { id, type } = JSON.parse(await text(request)) as { id: string; type: string }
    const counts = type === 'CONNECT' ? this.connects : this.disconnects
    counts.set(id, (counts.get(id) ?? 0) + 1)
    response.writeHead(200, { 'Content-Length': 0 }).end()
  }

  /** Adds both routes to an API. */
  async addRoutes(client: ApiGatewayV2Client, ApiId: string): Promise<void> {
    const { port } = this.#server.address() as AddressInfo
    const { IntegrationId } = await client.send(
      new CreateIntegrationCommand({
        ApiId,
        IntegrationType: 'HTTP',
        IntegrationMethod: 'POST',
        IntegrationUri: `http://127.0.0.1:${port}/`,
        TemplateSelectionExpression: 'event',
        RequestTemplates: { event: '{"id": "$context.connectionId", "type": "$context.eventType"}' },
      }),
    )
    await client.send(
      new CreateIntegrationResponseCommand({ ApiId, IntegrationId, IntegrationResponseKey: '$default' }),
    )
    for (const RouteKey of ['$connect', '$disconnect']) {
      await client.send(new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` }))
    }
  }

  /** What is wrong with the ends of the connections that were accepted. */
  complaints(): string[] {
    const accepted = [...this.connects.keys()]
    const lost = accepted.filter((id) => !this.disconnects.has(id)).length
    const twice = [...this.disconnects.values(), ...this.connects.values()].filter((count) => count > 1).length
    const unknown = [...this.disconnects.keys()].filter((id) => !this.connects.has(id)).length
    return [
      ...(lost > 0 ? [`${lost} of ${accepted.length} connections ended without $disconnect`] : []),
      ...(twice > 0 ? [`${twice} connections had $connect or $disconnect more than once`] : []),
      ...(unknown > 0 ? [`${unknown} $disconnect came for connections that never were`] : []),
    ]
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
