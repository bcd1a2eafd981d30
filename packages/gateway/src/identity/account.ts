import { partitionOf } from '../model/partition.ts'

export interface Account {
  /** Twelve digits. */
  readonly accountId: string
  readonly region: string
}

export function rootArn({ accountId, region }: Account): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:root`
}

/** `path` begins and ends with `/`. */
export function iamArn({ accountId, region }: Account, kind: 'role' | 'policy' | 'user', path: string, name: string) {
  return `arn:${partitionOf(region)}:iam::${accountId}:${kind}${path}${name}`
}
