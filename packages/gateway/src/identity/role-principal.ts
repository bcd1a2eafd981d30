import type { Principal } from '../aws-protocol/temporary-keys.ts'
import { derivedUniqueId } from './unique-id.ts'

/** A role's ARN, taken apart. */
export interface RoleArn {
  readonly partition: string
  readonly accountId: string
  readonly name: string
}

export function parseRoleArn(arn: string): RoleArn | undefined {
  const [, partition, accountId, name] =
    /^arn:(aws[a-z-]*):iam::(\d{12}):role(?:\/[\x21-\x7e]+)?\/([\w+=,.@-]{1,64})$/.exec(arn) ?? []
  if (partition === undefined || accountId === undefined || name === undefined) return undefined
  return { partition, accountId, name }
}

/** Who acts in a session of a role. `roleId`: of a role that is not here it is made of its ARN. */
export function rolePrincipal(arn: string, parsed: RoleArn, roleId: string | undefined, session: string): Principal {
  const { partition, accountId, name } = parsed
  return {
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${name}/${session}`,
    userId: `${roleId ?? derivedUniqueId('AROA', arn)}:${session}`,
    accountId,
  }
}
