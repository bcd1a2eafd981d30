import { createQueryService, type QueryRequest } from '../aws-protocol/query-protocol.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import { createIam } from './iam.ts'
import type { Identity } from './identity.ts'
import { createSts } from './sts.ts'

/**
 * A policy document has up to 131,072 characters, each of which may arrive as six bytes of a form (`%C3%BF`); a call
 * has 50 tags at most.
 */
const LIMITS = { bodyBytes: 1_048_576, parameters: 1000 }

/**
 * Serves STS and IAM. Both live at POST `/`, and their versions tell them apart. What names neither is STS: it is the
 * one that people try by hand.
 */
export function createIdentityService(identity: Identity): (request: QueryRequest) => Promise<HttpResponse> {
  const { plane, ...rest } = identity
  const sts = createSts({ account: plane.account, ...rest })
  const iam = createIam(plane)
  return createQueryService((parameters) => (parameters.get('Version') === iam.version ? iam : sts), LIMITS)
}
