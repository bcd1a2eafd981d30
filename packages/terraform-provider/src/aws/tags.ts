import { UNKNOWN, type Unknown } from '../conversion/value.ts'
import type { TextMap, TextMapToBe } from './configured.ts'

/** What the provider's block says of tags: default_tags and ignore_tags. */
export interface TagPolicy {
  /** Given to every resource that takes tags. */
  readonly defaults: TextMapToBe
  /** Tags that others set, and that are none of Terraform's business. */
  readonly ignoredKeys: readonly string[]
  readonly ignoredPrefixes: readonly string[]
}

/** Whether a tag is left alone where it is found. AWS sets `aws:` tags itself, and lets nobody else. */
export function isIgnored(key: string, { ignoredKeys, ignoredPrefixes }: TagPolicy): boolean {
  return key.startsWith('aws:') || ignoredKeys.includes(key) || ignoredPrefixes.some((prefix) => key.startsWith(prefix))
}

/**
 * `tags_all`: the defaults, overlaid by the resource's own, without what is ignored. Unknown as a whole where any of it
 * is. All as with hashicorp/aws.
 */
export function tagsAllOf(own: TextMapToBe | null, policy: TagPolicy): TextMap | Unknown {
  const { defaults } = policy
  if (own === UNKNOWN || defaults === UNKNOWN) return UNKNOWN
  const all = Object.entries({ ...defaults, ...own }).filter(([key]) => !isIgnored(key, policy))
  return all.every(isKnown) ? Object.fromEntries(all) : UNKNOWN
}

function isKnown(tag: [string, string | Unknown]): tag is [string, string] {
  return tag[1] !== UNKNOWN
}

/**
 * What a state says of the tags that a resource has. `own` are those that its configuration, or its state before, names.
 * A tag that equals a default is the resource's own only where that names it. What is ignored stays as it is named:
 * hashicorp/aws takes it out, and plans it again for ever.
 */
export function tagsFound(
  found: TextMap,
  own: TextMap | null,
  policy: TagPolicy,
): { readonly tags: TextMap | null; readonly tags_all: TextMap } {
  const defaults = policy.defaults === UNKNOWN ? {} : policy.defaults
  const isDefault = (key: string, value: string) => Object.hasOwn(defaults, key) && defaults[key] === value
  const all = Object.entries(found).filter(([key]) => !isIgnored(key, policy))
  const tags = [
    ...Object.entries(own ?? {}).filter(([key]) => isIgnored(key, policy)),
    ...all.filter(([key, value]) => !isDefault(key, value) || (own !== null && Object.hasOwn(own, key))),
  ]
  return {
    tags: tags.length === 0 && own === null ? null : Object.fromEntries(tags),
    tags_all: Object.fromEntries(all),
  }
}

/** How one `tags_all` becomes the other. */
export function tagChanges(
  before: TextMap,
  after: TextMap,
): { readonly set: TextMap; readonly remove: readonly string[] } {
  const isThere = (tags: TextMap, key: string) => Object.hasOwn(tags, key)
  const set = Object.entries(after).filter(([key, value]) => !isThere(before, key) || before[key] !== value)
  return { set: Object.fromEntries(set), remove: Object.keys(before).filter((key) => !isThere(after, key)) }
}

const DEFAULT = 'TF_AWS_DEFAULT_TAGS_'

/** Default tags that the environment names, one a variable. */
export function defaultTagsOf(environment: NodeJS.ProcessEnv): TextMap {
  const variables = Object.entries(environment).filter(([name]) => name.startsWith(DEFAULT) && name !== DEFAULT)
  return Object.fromEntries(variables.map(([name, value = '']) => [name.slice(DEFAULT.length), value]))
}

/** Keys or prefixes that a variable of the environment names, with commas between. */
export function listOf(environment: NodeJS.ProcessEnv, name: string): readonly string[] {
  return (environment[name] ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
}
