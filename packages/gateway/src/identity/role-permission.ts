import { channel } from 'node:diagnostics_channel'
import type { CallerPermission } from '../authorizers/caller-permission.ts'
import type { Principal, SessionLimits } from '../aws-protocol/temporary-keys.ts'
import type { Settings } from '../configuration/settings.ts'
import type { RoleDocument } from '../store/identity-documents.ts'
import { type IamPlane, nameKey } from './iam-plane.ts'
import { decide, type PolicyRequest } from './policies/policy-decision.ts'
import { RolePolicies } from './role-policies.ts'

/** Told on `postern:identity:permission`, once per role and route, of a call that AWS would refuse and `warn` let through. */
export interface RolePermissionReport {
  readonly caller: string
  readonly action: string
  readonly resource: string
  /** All that there is to say. */
  readonly text: string
}

const reports = channel('postern:identity:permission')

/** Roles with routes that are remembered; when there are more, some are told of again. */
const MOST_TOLD = 10_000

/**
 * Makes the check of what sessions of roles may do with APIs, by the role's own policies, those attached to it and its
 * boundary, and the session's own policies. Whoever is no role's session (a configured key, and what STS gave for it) has every right of the account.
 */
export function createRolePermission(plane: IamPlane, mode: Settings['permissions']): CallerPermission {
  const policies = new RolePolicies(plane)
  const told = new Set<string>()

  return async (caller, action, resource) => {
    const name = /^arn:[^:]+:sts::\d{12}:assumed-role\/([^/]+)\//.exec(caller.arn)?.[1]
    if (name === undefined) return undefined
    const role = roleOfSession(plane, name, caller)
    const refusal =
      role === undefined
        ? NO_ROLE
        : await refusalOf(role, caller.limits, { action, resource, context: contextOf(caller) })
    if (refusal === undefined) return undefined
    const text =
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${masked(resource)}` +
      (refusal === DENIED ? ' with an explicit deny' : '')
    if (mode === 'enforce') return text
    if (reports.hasSubscribers && isFirst(`${caller.accountId}/${name} ${action} ${routeOf(resource)}`)) {
      const statement = JSON.stringify({ Effect: 'Allow', Action: action, Resource: routeOf(resource) })
      const mend = refusal === UNSAID ? ` A policy of the role with this statement allows it: ${statement}` : ''
      const report = `AWS would refuse this call: ${text}, because ${refusal}. Postern lets it through (--permissions warn).${mend}`
      reports.publish({ caller: caller.arn, action, resource, text: report } satisfies RolePermissionReport)
    }
    return undefined
  }

  async function refusalOf(
    role: RoleDocument,
    session: SessionLimits | undefined,
    request: PolicyRequest,
  ): Promise<string | undefined> {
    const own = decide(await policies.of(role), request)
    const limit = role.PermissionsBoundary
    const boundary = limit === undefined ? undefined : await policies.managed(limit)
    const within = limit === undefined ? 'allowed' : boundary && decide([boundary], request)
    const given = session === undefined ? 'allowed' : decide(await policies.ofSession(session), request)
    if (own === 'denied' || within === 'denied' || given === 'denied') return DENIED
    if (own !== 'allowed') return UNSAID
    if (within !== 'allowed') return 'the permissions boundary of the role does not allow it'
    return given === 'allowed' ? undefined : 'the session policies do not allow it'
  }

  function isFirst(key: string): boolean {
    if (told.has(key)) return false
    if (told.size >= MOST_TOLD) told.clear()
    told.add(key)
    return true
  }
}

const NO_ROLE = 'the role of the session is not there, or no longer the same'
const DENIED = 'a policy of the role or of the session denies it'
const UNSAID = 'no policy of the role allows it'

/** A role that was deleted and made anew is another one. */
function roleOfSession(plane: IamPlane, name: string, { accountId, userId }: Principal): RoleDocument | undefined {
  const role = plane.roles.get(nameKey(name))
  const isSame = accountId === plane.account.accountId && role !== undefined && userId.startsWith(`${role.RoleId}:`)
  return isSame ? role : undefined
}

/** Global condition keys that are known of a session. */
function contextOf({ arn, userId, accountId }: Principal): ReadonlyMap<string, string> {
  const [, partition, role] = /^arn:([^:]+):sts::\d{12}:assumed-role\/([^/]+)\//.exec(arn) ?? []
  return new Map([
    ['aws:principalaccount', accountId],
    ['aws:principalarn', `arn:${partition}:iam::${accountId}:role/${role}`],
    ['aws:principaltype', 'AssumedRole'],
    ['aws:userid', userId],
  ])
}

/** AWS shows the last four digits of the account. */
function masked(resource: string): string {
  return resource.replace(/:\d{8}(\d{4}):/, ':********$1:')
}

/** All connections of a stage are one route. */
function routeOf(resource: string): string {
  return resource.replace(/(\/@connections\/).*$/, '$1*')
}
