import type { AwsService } from './aws-protocol/dispatch.ts'
import { encodeError } from './aws-protocol/rest-json-error.ts'
import { ServiceError } from './aws-protocol/service-error.ts'
import type { LambdaInvoker } from './data-plane/lambda-invoker.ts'

const MESSAGE = 'Functions are switched off on this server (setting functions.enabled)'

/** Lambda's API where `functions.enabled` is false. */
export const switchedOffService: AwsService = {
  answer: ({ requestId }) => encodeError(new ServiceError('AccessDeniedException', 403, MESSAGE), requestId),
  encodeError,
}

/** No function is here. */
export const switchedOffInvoker: LambdaInvoker = {
  invoke: () => Promise.resolve({ kind: 'missing', message: MESSAGE }),
}
