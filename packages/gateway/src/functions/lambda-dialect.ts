import { type RestJsonDialect, violationText } from '../aws-protocol/rest-json-dialect.ts'
import { errorResponse, shownMessage } from '../aws-protocol/rest-json-error.ts'
import { ServiceError } from '../aws-protocol/service-error.ts'
import { lambda } from '../model/lambda.generated.ts'
import { lambdaConstraintOf, lambdaTypeOf } from './lambda-constraints.ts'
import { invalidContent, validationError } from './lambda-errors.ts'

/** REST-JSON as Lambda speaks it. */
export const lambdaDialect: RestJsonDialect = {
  constraintOf: lambdaConstraintOf,
  typeOf: lambdaTypeOf,
  refusals: {
    violation: (path, shown, rule) => validationError(violationText(memberPath(path), shown, rule)),
    text: validationError,
    wrongType: (_path, expected, value) =>
      new ServiceError('SerializationException', 400, serializationText(value, expected)),
    unreadable: (reason) => invalidContent(`Could not parse request body into json: ${reason}`),
    internal: () => new ServiceError('ServiceException', 500, 'An error occurred and the request cannot be processed.'),
  },
  encodeError(error, requestId) {
    const message = shownMessage(error)
    // Only what the model knows as Lambda's own error has a type.
    if (!Object.hasOwn(lambda.errors, error.code)) return errorResponse(error, requestId, { message, ...error.details })
    const Type = error.status < 500 ? 'User' : 'Service'
    const named = capitalised.has(error.code) ? { Message: message } : { message }
    return errorResponse(error, requestId, { Type, ...named, ...error.details })
  },
  payloadType: 'application/json',
}

/** Those of the errors used here whose shape says `Message` and not `message`. */
const capitalised = new Set(['ResourceNotFoundException', 'ServiceException'])

/** `FunctionName` is `functionName` in texts, and headers have the names of their members. */
function memberPath(path: string): string {
  const words = path.replace(/^X-Amz-/, '').replaceAll(/-([A-Z])/g, '$1')
  return words
    .split('.')
    .map((word) => word.replace(/^KMS/, 'Kms').replace(/^[A-Z]/, (letter) => letter.toLowerCase()))
    .join('.')
}

/** The words of AWS's own deserializer. */
function serializationText(value: unknown, expected: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected'
  if (typeof value === 'object') return 'Start of structure or map found where not expected.'
  const kind = typeof value === 'boolean' ? String(value) : typeof value
  return `${kind.toUpperCase()}_VALUE can not be converted to ${expected.replace(/(an? )(\w)/, (_, article: string, first: string) => article + first.toUpperCase())}`
}
