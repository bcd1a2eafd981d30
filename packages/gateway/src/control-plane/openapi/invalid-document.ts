import { badRequest, type ServiceError } from '../../aws-protocol/service-error.ts'

/** Nesting of a document; schemas, which are not kept, may be deep. */
export const DEEPEST = 100

/** AWS's first sentence is recorded of REST APIs; the reason after it is ours. */
export function invalidDocument(reason: string): ServiceError {
  return badRequest(`Invalid OpenAPI input. ${reason}`)
}
