import type { LambdaTarget } from '../data-plane/lambda-invoker.ts'
import { partitionOf } from '../model/partition.ts'

/** Where functions live: one region of one account. */
export interface LambdaHome {
  readonly region: string
  readonly accountId: string
}

/** `arn:aws:lambda:{region}:{account}:function:{name}[:{qualifier}]` */
export function functionArn({ region, accountId }: LambdaHome, name: string, qualifier?: string): string {
  const arn = `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${name}`
  return qualifier === undefined ? arn : `${arn}:${qualifier}`
}

/** Whether a function of that ARN would be here. */
export function isHome(home: LambdaHome, target: Pick<LambdaTarget, 'region' | 'accountId'>): boolean {
  return target.region === home.region && target.accountId === home.accountId
}
