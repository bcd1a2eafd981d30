import type { GatewayClient } from '../aws/gateway-client.ts'
import { tagChanges } from '../aws/tags.ts'

type Tags = Readonly<Record<string, string>> | null

/** Makes the tags of a resource those that are planned: what is to go first, as hashicorp/aws does it. */
export async function changeTags(arn: string, prior: Tags, planned: Tags, gateway: GatewayClient): Promise<void> {
  const { set, remove } = tagChanges(prior ?? {}, planned ?? {})
  if (remove.length > 0) {
    const input = { ResourceArn: arn, TagKeys: [...remove] }
    await gateway.call((client, sdk) => client.send(new sdk.UntagResourceCommand(input)))
  }
  if (Object.keys(set).length > 0) {
    const input = { ResourceArn: arn, Tags: { ...set } }
    await gateway.call((client, sdk) => client.send(new sdk.TagResourceCommand(input)))
  }
}
