import { readQueryInput } from '../aws-protocol/query-protocol-input.ts'
import { notAttachable } from './iam-errors.ts'
import { arn, roleName } from './iam-members.ts'
import { changeRole, findLocalPolicy, type IamActions, type IamPlane, roleOf } from './iam-plane.ts'

/** Permissions boundaries of roles. */
export function boundaryActions(plane: IamPlane): IamActions {
  return {
    PutRolePermissionsBoundary: {
      run: async (parameters) => {
        const members = { RoleName: roleName, PermissionsBoundary: arn }
        const { RoleName, PermissionsBoundary } = readQueryInput(parameters, members, 'RoleName', 'PermissionsBoundary')
        await plane.changes.run('all', async () => {
          roleOf(plane, RoleName)
          await checkBoundary(plane, PermissionsBoundary)
          await changeRole(plane, RoleName, (role) => ({ ...role, PermissionsBoundary }))
        })
        return undefined
      },
    },

    DeleteRolePermissionsBoundary: {
      run: async (parameters) => {
        const { RoleName } = readQueryInput(parameters, { RoleName: roleName }, 'RoleName')
        await changeRole(plane, RoleName, (role) => {
          const { PermissionsBoundary: _, ...rest } = role
          return rest
        })
        return undefined
      },
    },
  }
}

/** A boundary is a managed policy that is there. Only within `plane.changes` does it stay there. */
export async function checkBoundary(plane: IamPlane, policy: string): Promise<void> {
  if (findLocalPolicy(plane, policy) === undefined && (await plane.awsPolicies.find(policy)) === undefined) {
    throw notAttachable(policy)
  }
}
