import * as sdk from '@aws-sdk/client-apigatewayv2'
import { testClient } from '../../packages/gateway/src/control-plane/test-client.ts'
import type { GatewayClient } from '../../packages/terraform-provider/src/aws/gateway-client.ts'
import type { Protocol } from '../../packages/terraform-provider/src/checks/protocol.ts'

/** Postern's control plane with an API of each kind, and the client of the Terraform provider that leads to it. */
export interface AgreementWorld {
  readonly client: sdk.ApiGatewayV2Client
  readonly gateway: GatewayClient
  readonly apis: Readonly<Record<Protocol, string>>
}

export async function openAgreementWorld(): Promise<AgreementWorld> {
  const { client } = testClient()
  const make = async (ProtocolType: Protocol, RouteSelectionExpression: string) =>
    (await client.send(new sdk.CreateApiCommand({ Name: 'a', ProtocolType, RouteSelectionExpression }))).ApiId ?? ''
  const gateway = {
    call: (send: (client: sdk.ApiGatewayV2Client, commands: typeof sdk) => Promise<unknown>) => send(client, sdk),
    protocolOf: async (ApiId: string) => (await client.send(new sdk.GetApiCommand({ ApiId }))).ProtocolType,
  } as unknown as GatewayClient
  const apis = {
    HTTP: await make('HTTP', '$request.method $request.path'),
    WEBSOCKET: await make('WEBSOCKET', '$request.body.action'),
  }
  return { client, gateway, apis }
}

export const protocols: readonly Protocol[] = ['HTTP', 'WEBSOCKET']
