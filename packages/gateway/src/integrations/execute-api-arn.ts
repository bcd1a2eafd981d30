import { partitionOf } from '../model/partition.ts'
import type { ApiOwner } from './integration.ts'

/** What policies call a part of an API; `rest` is what stands behind its id, such as `{stage}/$connect`. */
export function executeApiArn({ region, accountId }: ApiOwner, apiId: string, rest: string): string {
  return `arn:${partitionOf(region)}:execute-api:${region}:${accountId}:${apiId}/${rest}`
}
