import { type Constraint, constraintOf, typeOf } from '../model/constraints.ts'
import type { TypeModel } from '../model/service-model.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import { encodeError } from './rest-json-error.ts'
import { badRequest, ServiceError } from './service-error.ts'

/** What services that speak REST-JSON do in ways of their own. */
export interface RestJsonDialect {
  /** What the schemas do not say of a member. */
  readonly constraintOf: (shape: string, member: string) => Constraint | undefined
  /** The type of a member where the schemas are less exact than the service. */
  readonly typeOf: (member: string, type: TypeModel) => TypeModel
  readonly refusals: InputRefusals
  /** The one place where a ServiceError becomes the service's bytes. */
  readonly encodeError: (error: ServiceError, requestId: string) => HttpResponse
  /** Content type of an answer that is a payload of bytes. */
  readonly payloadType: string
}

/** How a service words what is wrong with an input. `path` is the wire path, such as `corsConfiguration.maxAge`. */
export interface InputRefusals {
  /** A value, as shown (`null`, `'x'`), breaks a rule that follows `Member must `. */
  violation(path: string, shown: string, rule: string): ServiceError
  /** A whole text of the constraint table. */
  text(message: string): ServiceError
  /** `expected` has its article, such as `an integer`. */
  wrongType(path: string, expected: string, value: unknown): ServiceError
  /** The body cannot be read as a document. `reason` is a clause, such as `not valid JSON`. */
  unreadable(reason: string): ServiceError
  /** A bug or a broken store. Says nothing of the cause. */
  internal(): ServiceError
}

/** API Gateway's, spec control-plane.md section 1. */
export const apiGatewayDialect: RestJsonDialect = {
  constraintOf,
  typeOf,
  refusals: {
    violation: (path, shown, rule) => badRequest(violationText(path, shown, rule)),
    text: badRequest,
    wrongType: (path, expected) => badRequest(`Invalid request input: '${path}' must be ${expected}`),
    unreadable: (reason) => badRequest(`Invalid request body: ${reason}`),
    internal: () => new ServiceError('InternalServerErrorException', 500, 'Internal server error'),
  },
  encodeError,
  payloadType: 'application/octet-stream',
}

/** AWS's common validation text. */
export function violationText(path: string, shown: string, rule: string): string {
  return `1 validation error detected: Value ${shown} at '${path}' failed to satisfy constraint: Member must ${rule}`
}
