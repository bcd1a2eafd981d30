import type { DocumentTable } from '../store/document-table.ts'
import type { RoleDocument } from '../store/identity-documents.ts'
import { nameKey } from './iam-plane.ts'

/** Which roles there are. In memory: no wait, no cost. */
export interface RoleDirectory {
  /** By its whole ARN, to the letter. */
  findRole(arn: string): RoleDocument | undefined
}

export function createRoleDirectory(roles: DocumentTable<RoleDocument>): RoleDirectory {
  return {
    findRole(arn) {
      const role = roles.get(nameKey(arn.slice(arn.lastIndexOf('/') + 1)))
      return role?.Arn === arn ? role : undefined
    },
  }
}
