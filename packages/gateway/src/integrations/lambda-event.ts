import type { EventBody } from './event-body.ts'
import type { IntegrationCall } from './integration.ts'
import type { LambdaRequest } from './lambda-request.ts'

/** Writes the events of one binding: JSON, whose constant parts were made when it was bound. */
export interface LambdaEvent {
  write(call: IntegrationCall, request: LambdaRequest, body: EventBody): string
}
