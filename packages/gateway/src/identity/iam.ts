import type { QueryService } from '../aws-protocol/query-protocol.ts'
import { accountActions } from './account-actions.ts'
import { attachmentActions } from './attachment-actions.ts'
import { boundaryActions } from './boundary-actions.ts'
import type { IamPlane } from './iam-plane.ts'
import { inlinePolicyActions } from './inline-policy-actions.ts'
import { policyActions } from './policy-actions.ts'
import { policyVersionActions } from './policy-version-actions.ts'
import { roleActions } from './role-actions.ts'
import { tagActions } from './tag-actions.ts'

/** Identity and Access Management: roles and policies, and what clients ask of the account. Other actions answer 501. */
export function createIam(plane: IamPlane): QueryService {
  return {
    name: 'IAM',
    xmlns: 'https://iam.amazonaws.com/doc/2010-05-08/',
    version: '2010-05-08',
    actions: new Map(
      Object.entries({
        ...roleActions(plane),
        ...boundaryActions(plane),
        ...inlinePolicyActions(plane),
        ...policyActions(plane),
        ...policyVersionActions(plane),
        ...attachmentActions(plane),
        ...tagActions(plane),
        ...accountActions(plane),
      }),
    ),
    unbuilt: undefined,
  }
}
