import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { LambdaAnswer, LambdaOutcome, LambdaTarget } from '../data-plane/lambda-invoker.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import type { IntegrationResult } from './integration.ts'
import { MalformedAnswer } from './lambda-answer.ts'

/** Reads what a function returned. Throws MalformedAnswer. */
export type AnswerReader = (payload: Uint8Array) => HttpResponse

/**
 * The client's answer to what became of an invocation (spec/http-api.md sections 5.6 and 12, E12 and E16 to E19, E25).
 * The texts for the API's owner are AWS's where those are known; all name the function. `limit`: bytes of the body.
 */
export function answerOf(
  outcome: LambdaOutcome,
  target: LambdaTarget,
  read: AnswerReader,
  limit: number,
): IntegrationResult {
  switch (outcome.kind) {
    case 'answered':
      return outcome.functionError === undefined
        ? readAnswer(outcome, target, read, limit)
        : GatewayFault.of('function-failed', functionErrorText(outcome, outcome.functionError, target))
    case 'throttled':
      return GatewayFault.of('function-throttled', about(target, outcome.message))
    case 'too-large':
      return GatewayFault.of('request-too-large', about(target, outcome.message))
    case 'forbidden':
      return GatewayFault.of('function-not-called', about(target, `${NO_PERMISSION} ${outcome.message}`))
    default:
      return GatewayFault.of('function-not-called', about(target, outcome.message))
  }
}

/** E16. */
export function timedOut(target: LambdaTarget, timeout: number): GatewayFault {
  return GatewayFault.of(
    'function-timeout',
    about(target, `the function did not answer within ${timeout} ms; it goes on`),
  )
}

// Guide: http-api-troubleshooting-lambda.
const NO_PERMISSION =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. " +
  'Check the permissions and try again.'
const WRONG_FORM = "The response from the Lambda function doesn't match the format that API Gateway expects."

function readAnswer(answer: LambdaAnswer, target: LambdaTarget, read: AnswerReader, limit: number): IntegrationResult {
  try {
    const response = read(answer.payload)
    const length = bodyLength(response)
    if (length <= limit) return response
    return GatewayFault.of('response-too-large', about(target, `the function answered with a body of ${length} bytes`))
  } catch (error) {
    if (!(error instanceof MalformedAnswer)) throw error
    return GatewayFault.of('function-failed', about(target, `${WRONG_FORM} ${error.message}`))
  }
}

function bodyLength({ body }: HttpResponse): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body === undefined ? 0 : (body.length ?? 0)
}

/** Characters of a function's error document that the log gets: its message, and the beginning of a stack. */
const ERROR_TEXT = 1_024
const CONTROLS = /\p{Cc}+/gu

function functionErrorText({ payload }: LambdaAnswer, kind: string, target: LambdaTarget): string {
  const text = Buffer.from(payload.buffer, payload.byteOffset, Math.min(payload.length, ERROR_TEXT)).toString()
  const more = payload.length > ERROR_TEXT ? '…' : ''
  return about(target, `the function failed (${kind}): ${text.replace(CONTROLS, ' ')}${more}`)
}

function about(target: LambdaTarget, text: string): string {
  return `${target.arn}: ${text}`
}
