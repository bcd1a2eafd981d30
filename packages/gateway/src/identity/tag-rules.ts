import type { TagPair } from '../store/identity-documents.ts'
import { invalidInput, overQuota } from './iam-errors.ts'
import { iamQuotas } from './iam-quotas.ts'

interface GivenTag {
  readonly Key: string
  readonly Value: string
}

/** Adds tags to those that are there. Keys differ by more than case (IAM user guide, "Tags for IAM resources"). */
export function withTags(tags: readonly TagPair[], given: readonly GivenTag[], quota: string): readonly TagPair[] {
  const keys = new Set(given.map(({ Key }) => Key.toLowerCase()))
  if (keys.size < given.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  }
  for (const key of keys) {
    if (key.startsWith('aws:')) throw invalidInput('Invalid tag key. Tag keys must not start with aws:')
  }
  const kept = tags.filter(([key]) => !keys.has(key.toLowerCase()))
  const all = [...kept, ...given.map(({ Key, Value }) => [Key, Value] as const)]
  if (all.length > iamQuotas.tags) throw overQuota(quota, iamQuotas.tags)
  return all
}

export function withoutTags(tags: readonly TagPair[], keys: readonly string[]): readonly TagPair[] {
  const gone = new Set(keys.map((key) => key.toLowerCase()))
  return tags.filter(([key]) => !gone.has(key.toLowerCase()))
}
