import type { GatewayClient } from '../aws/gateway-client.ts'
import { arnOf, executionArnOf } from './arns.ts'

/** By partition: where its services are (partitions.json of the AWS SDKs). */
const SUFFIXES = new Map([
  ['aws-cn', 'amazonaws.com.cn'],
  ['aws-eusc', 'amazonaws.eu'],
  ['aws-iso', 'c2s.ic.gov'],
  ['aws-iso-b', 'sc2s.sgov.gov'],
  ['aws-iso-e', 'cloud.adc-e.uk'],
  ['aws-iso-f', 'csp.hci.ic.gov'],
])

/** The names of a stage, which no answer of the API has: as hashicorp/aws makes them. */
export async function stageNames(apiId: string, stage: string, gateway: GatewayClient) {
  const [region, partition] = [await gateway.region(), await gateway.partition()]
  const host = `${apiId}.execute-api.${region}.${SUFFIXES.get(partition) ?? 'amazonaws.com'}`
  const isWebSocket = (await gateway.protocolOf(apiId)) === 'WEBSOCKET'
  return {
    arn: await arnOf(`apis/${apiId}/stages/${stage}`, gateway),
    execution_arn: `${await executionArnOf(apiId, gateway)}/${stage}`,
    // No path leads to the default stage.
    invoke_url: isWebSocket ? `wss://${host}/${stage}` : `https://${host}/${stage === '$default' ? '' : stage}`,
  }
}
