import type { GatewayClient } from '../aws/gateway-client.ts'
import { isIgnored, tagChanges, tagsAllOf, tagsFound } from '../aws/tags.ts'
import type { Unknown } from '../conversion/value.ts'
import { textMap } from '../framework/schema.ts'

type Tags = Readonly<Record<string, string>>
interface Tagged {
  readonly tags: Tags | null
  readonly tags_all: Tags | null
}
interface TaggedConfig {
  readonly tags: Readonly<Record<string, string | Unknown>> | Unknown | null
}

/** The attributes of a resource that takes tags. */
export const tagAttributes = {
  tags: textMap('optional'),
  tags_all: textMap('optional-computed'),
}

/** A resource's `derive`: all tags follow from its own and the provider's. */
export function deriveTags({ tags }: TaggedConfig, gateway: GatewayClient): { readonly tags_all: Tags | Unknown } {
  return { tags_all: tagsAllOf(tags, gateway.tags) }
}

/** The member of a creation. */
export function tagsOfCreation({ tags_all: all }: Tagged): { readonly Tags?: Tags } {
  return all === null || Object.keys(all).length === 0 ? {} : { Tags: all }
}

/** What is there, as attributes. */
export function tagsAnswered(found: Tags | undefined, { tags }: Tagged, gateway: GatewayClient): Tagged {
  return tagsFound(found ?? {}, tags, gateway.tags)
}

/** Changes the tags of what an ARN names. */
export async function updateTags(arn: string, prior: Tagged, planned: Tagged, gateway: GatewayClient): Promise<void> {
  const { set, remove } = tagChanges(prior.tags_all ?? {}, planned.tags_all ?? {})
  if (remove.length > 0) {
    const input = { ResourceArn: arn, TagKeys: [...remove] }
    await gateway.call((client, sdk) => client.send(new sdk.UntagResourceCommand(input)))
  }
  if (Object.keys(set).length > 0) {
    const input = { ResourceArn: arn, Tags: set }
    await gateway.call((client, sdk) => client.send(new sdk.TagResourceCommand(input)))
  }
}

/** Tags without those that are none of Terraform's business. */
export function visibleTags(found: Tags | undefined, gateway: GatewayClient) {
  return Object.fromEntries(Object.entries(found ?? {}).filter(([key]) => !isIgnored(key, gateway.tags)))
}
