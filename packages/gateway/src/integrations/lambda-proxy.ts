import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { LambdaCall, LambdaTarget } from '../data-plane/lambda-invoker.ts'
import { BodyTooLarge } from '../data-plane/limited-body.ts'
import { NoRoomForBody, wholeBody } from '../data-plane/whole-body.ts'
import { DefinitionError } from '../expression/definition-error.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import { eventBody } from './event-body.ts'
import { misconfigured } from './fixed-fault.ts'
import type {
  Integration,
  IntegrationBinding,
  IntegrationCall,
  IntegrationResult,
  IntegrationServices,
  IntegrationTemplate,
} from './integration.ts'
import { readAnswerV1 } from './lambda-answer-v1.ts'
import { readAnswerV2 } from './lambda-answer-v2.ts'
import type { LambdaEvent } from './lambda-event.ts'
import { LambdaEventV1 } from './lambda-event-v1.ts'
import { LambdaEventV2 } from './lambda-event-v2.ts'
import { type AnswerReader, answerOf, timedOut } from './lambda-outcome.ts'
import { readLambdaRequest } from './lambda-request.ts'
import { parseCredentials, parseFunctionUri } from './lambda-target.ts'
import { SourceArn } from './source-arn.ts'

/** Milliseconds; spec/http-api.md section 5.8. */
const DEFAULT_TIMEOUT = 30_000
/** Bytes of an event that Lambda takes in a synchronous call: 6 MB, and some for the envelope. Guide: Lambda quotas. */
const EVENT_BYTES = 6_291_556
/** One character of an event is at most this many bytes. */
const CHARACTER_BYTES = 3

/** AWS_PROXY on a function. Throws DefinitionError. Guide: http-api-develop-integrations-lambda. */
export function compileLambdaProxy(document: IntegrationDocument): IntegrationTemplate {
  if (document.IntegrationUri === undefined) throw new DefinitionError('it has no URI')
  const target = parseFunctionUri(document.IntegrationUri)
  const credentials = document.CredentialsArn === undefined ? undefined : parseCredentials(document.CredentialsArn)
  const timeout = document.TimeoutInMillis ?? DEFAULT_TIMEOUT
  const isV2 = document.PayloadFormatVersion === '2.0'
  return {
    bind(binding) {
      const boundTarget = target.bind(binding.stageVariables)
      if (typeof boundTarget === 'string') return misconfigured(boundTarget)
      const boundCredentials = credentials?.bind(binding.stageVariables) ?? GATEWAY
      if (typeof boundCredentials === 'string') return misconfigured(boundCredentials)
      const format = isV2
        ? { event: new LambdaEventV2(binding), read: readAnswerV2 }
        : { event: new LambdaEventV1(binding), read: readAnswerV1 }
      return new LambdaProxy(binding, boundTarget, boundCredentials, timeout, format)
    },
  }
}

const GATEWAY: LambdaCall['credentials'] = { kind: 'gateway' }
const NO_BYTES = new Uint8Array(0)

class LambdaProxy implements Integration {
  readonly #target: LambdaTarget
  readonly #credentials: LambdaCall['credentials']
  readonly #sourceArn: SourceArn
  readonly #timeout: number
  readonly #event: LambdaEvent
  readonly #read: AnswerReader

  constructor(
    binding: IntegrationBinding,
    target: LambdaTarget,
    credentials: LambdaCall['credentials'],
    timeout: number,
    format: { readonly event: LambdaEvent; readonly read: AnswerReader },
  ) {
    this.#target = target
    this.#credentials = credentials
    this.#sourceArn = new SourceArn(binding)
    this.#timeout = timeout
    this.#event = format.event
    this.#read = format.read
  }

  call(call: IntegrationCall, services: IntegrationServices): IntegrationResult | Promise<IntegrationResult> {
    const { body } = call.context.request
    if (body === undefined) return this.#invoke(call, NO_BYTES, services)
    // No event is smaller than the body in it: more than an event's worth need not be read.
    const limit = Math.min(services.payloadBytes, EVENT_BYTES)
    if (body.length !== undefined && body.length > limit) return GatewayFault.of('request-too-large')
    return wholeBody(body, limit).then((bytes) => this.#invoke(call, bytes, services), faultOf)
  }

  #invoke(
    call: IntegrationCall,
    bytes: Uint8Array,
    services: IntegrationServices,
  ): IntegrationResult | Promise<IntegrationResult> {
    const request = readLambdaRequest(call.context, bytes.length)
    const payload = this.#event.write(call, request, eventBody(bytes, request.contentType, request.contentEncoding))
    if (isTooLarge(payload)) return GatewayFault.of('request-too-large', `${this.#target.arn}: the event is too large`)
    const { method } = call.context.request
    const outcome = services.functions.invoke({
      target: this.#target,
      payload,
      traceId: request.traceId,
      credentials: this.#credentials,
      sourceArn: this.#sourceArn.of(method),
    })
    return new Promise((resolve, reject) => {
      // The function goes on: what it returns later is dropped.
      const timer = setTimeout(() => resolve(timedOut(this.#target, this.#timeout)), this.#timeout)
      outcome
        .then((known) => answerOf(known, this.#target, this.#read, services.payloadBytes))
        .then((answer) => resolve(method === 'HEAD' ? withLength(answer) : answer), reject)
        .finally(() => clearTimeout(timer))
    })
  }
}

function isTooLarge(payload: string): boolean {
  return payload.length * CHARACTER_BYTES > EVENT_BYTES && Buffer.byteLength(payload) > EVENT_BYTES
}

/** E12; otherwise the client left, or what it sent is malformed: nobody reads this answer. */
function faultOf(error: unknown): GatewayFault {
  if (error instanceof NoRoomForBody) return GatewayFault.of('function-throttled', error.message)
  return GatewayFault.of(error instanceof BodyTooLarge ? 'request-too-large' : 'abandoned')
}

/** The answer to HEAD says how long the body would have been (RFC 9110 9.3.2), where the function did not. */
function withLength(answer: IntegrationResult): IntegrationResult {
  if (answer instanceof GatewayFault || answer.status === 204 || answer.status === 304) return answer
  const { headers, body } = answer
  if (body === undefined || headers.includes('Content-Length')) return answer
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  return length === undefined ? answer : { ...answer, headers: [...headers, 'Content-Length', `${length}`] }
}
