import type { GatewayClient } from '../aws/gateway-client.ts'

/** `path`: such as `apis/a1b2c3d4e5`. The account is empty in these. */
export async function arnOf(path: string, gateway: GatewayClient): Promise<string> {
  return `arn:${await gateway.partition()}:apigateway:${await gateway.region()}::/${path}`
}

/** What may be invoked of an API, all stages: the resource of policies. */
export async function executionArnOf(id: string, gateway: GatewayClient): Promise<string> {
  const [partition, region, account] = [await gateway.partition(), await gateway.region(), await gateway.accountId()]
  return `arn:${partition}:execute-api:${region}:${account}:${id}`
}
