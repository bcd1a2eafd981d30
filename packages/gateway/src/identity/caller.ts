import type { Caller } from '../aws-protocol/authenticate.ts'
import type { Principal } from '../aws-protocol/temporary-keys.ts'
import { type Account, iamArn, rootArn } from './account.ts'
import { derivedUniqueId } from './unique-id.ts'

/** Who cannot be named is the account itself: a call that needs no key has every right, as AWS's root has. */
export function callerOf(account: Account, { principal, user }: Caller): Principal {
  const { accountId } = account
  if (principal !== undefined) return principal
  if (user === undefined) return { arn: rootArn(account), userId: accountId, accountId }
  return { arn: iamArn(account, 'user', '/', user), userId: derivedUniqueId('AIDA', `${accountId}/${user}`), accountId }
}
