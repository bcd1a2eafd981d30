import { conflict } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { AuthorizerDocument } from '../../store/documents.ts'
import { changeApi } from '../change-api.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { draftId } from '../ids.ts'
import { draftResource, readApi, readResource } from '../lookup.ts'
import { page } from '../paging.ts'
import { compact, patch, unlessEmpty } from '../patch.ts'
import { checkQuota } from '../quotas.ts'
import { checkAuthorizer } from './authorizer-rules.ts'

type Operation = 'CreateAuthorizer' | 'DeleteAuthorizer' | 'GetAuthorizer' | 'GetAuthorizers' | 'UpdateAuthorizer'

/** Authorizers (spec control-plane.md 4.8). */
export function authorizerHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    CreateAuthorizer({ ApiId, ...given }) {
      return changeApi(plane, ApiId, (draft) => addAuthorizer(plane, draft, given))
    },

    async GetAuthorizer({ ApiId, AuthorizerId }) {
      return readResource(await readApi(plane, ApiId), 'authorizers', AuthorizerId)
    },

    async GetAuthorizers(input) {
      return page((await readApi(plane, input.ApiId)).authorizers, input)
    },

    UpdateAuthorizer({ ApiId, AuthorizerId, ...changes }) {
      return changeApi(plane, ApiId, (draft) => {
        const old = draftResource(draft, 'authorizers', AuthorizerId)
        const authorizer = settle(patch<AuthorizerDocument>(old, changes))
        if (authorizer.AuthorizerType !== old.AuthorizerType) rejectInUse(draft, old, 'change the type of')
        rejectDuplicate(draft, authorizer)
        checkAuthorizer(plane, draft, authorizer)
        draft.put('authorizers', AuthorizerId, authorizer)
        return authorizer
      })
    },

    async DeleteAuthorizer({ ApiId, AuthorizerId }) {
      await changeApi(plane, ApiId, (draft) => {
        rejectInUse(draft, draftResource(draft, 'authorizers', AuthorizerId), 'delete')
        draft.remove('authorizers', AuthorizerId)
      })
      return {}
    },
  }
}

/** Puts a new authorizer into a draft. Throws where AWS would not accept it. */
export function addAuthorizer(
  plane: ControlPlane,
  draft: ApiDraft,
  given: Omit<AuthorizerDocument, 'AuthorizerId'>,
): AuthorizerDocument {
  checkQuota(draft.all('authorizers').size, plane.quotas.authorizers, 'Authorizers')
  const authorizer = settle({ ...given, AuthorizerId: draftId(draft, 'authorizers') })
  rejectDuplicate(draft, authorizer)
  checkAuthorizer(plane, draft, authorizer)
  draft.put('authorizers', authorizer.AuthorizerId, authorizer)
  return authorizer
}

/** Nothing is filled in: a JWT authorizer is answered with exactly what it was made of [live]. */
function settle(authorizer: AuthorizerDocument): AuthorizerDocument {
  return compact<AuthorizerDocument>({
    ...authorizer,
    IdentitySource: unlessEmpty(authorizer.IdentitySource),
    JwtConfiguration: unlessEmpty(authorizer.JwtConfiguration),
  })
}

function rejectDuplicate(draft: ApiDraft, authorizer: AuthorizerDocument): void {
  for (const other of draft.all('authorizers').values()) {
    if (other.Name === authorizer.Name && other.AuthorizerId !== authorizer.AuthorizerId) {
      throw conflict(`Authorizer with name ${authorizer.Name} already exists for this API`)
    }
  }
}

function rejectInUse(draft: ApiDraft, { AuthorizerId, Name }: AuthorizerDocument, deed: string): void {
  const routes = [...draft.all('routes').values()].filter((route) => route.AuthorizerId === AuthorizerId)
  if (routes.length === 0) return
  const keys = routes.map((route) => route.RouteKey).sort()
  throw conflict(`Cannot ${deed} authorizer '${Name}', is referenced in route: ${keys.join(', ')}`)
}
