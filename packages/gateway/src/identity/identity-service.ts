import { createQueryService, type QueryRequest } from '../aws-protocol/query-protocol.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import { createIam } from './iam.ts'
import { type Account, createSts } from './sts.ts'

/** A policy document is 6 KB at most, but arrives URL-encoded; tags and policies of one call fit many times over. */
const LIMITS = { bodyBytes: 262_144, parameters: 1000 }

/**
 * Serves STS and IAM. Both live at POST `/`, and their versions tell them apart. What names neither is STS: it is the
 * one that people try by hand.
 */
export function createIdentityService(account: Account): (request: QueryRequest) => Promise<HttpResponse> {
  const sts = createSts(account)
  const iam = createIam()
  return createQueryService((parameters) => (parameters.get('Version') === iam.version ? iam : sts), LIMITS)
}
