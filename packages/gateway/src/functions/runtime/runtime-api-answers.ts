import type { ServerResponse } from 'node:http'

/** Why a call of the Runtime API is refused. */
export type RuntimeApiProblem = 'forbidden' | 'method' | 'request-id' | 'state' | 'streaming' | 'too-large' | 'unknown'

/** Status, type and text of each; the first are Lambda's (aws-lambda-runtime-interface-emulator, rapi/rendering). */
const PROBLEMS: Readonly<Record<RuntimeApiProblem, readonly [status: number, type: string, message: string]>> = {
  'request-id': [400, 'InvalidRequestID', 'Invalid request ID'],
  'too-large': [413, 'RequestEntityTooLarge', 'Exceeded maximum allowed payload size (6291556 bytes).'],
  state: [403, 'InvalidStateTransition', 'This call is not allowed in the state that the runtime is in'],
  streaming: [400, 'StreamingNotSupported', 'Response streaming is not supported: send the response whole'],
  forbidden: [403, 'Forbidden', 'The Runtime API is not for web pages'],
  method: [405, 'MethodNotAllowed', 'Method not allowed'],
  unknown: [404, 'NotFound', 'There is no such call in the Runtime API'],
}

const ACCEPTED = '{"status":"OK"}\n'
const ACCEPTED_HEADERS = ['Content-Type', 'application/json', 'Content-Length', String(ACCEPTED.length)]

export function answerAccepted(response: ServerResponse): void {
  response.writeHead(202, ACCEPTED_HEADERS)
  response.end(ACCEPTED, 'latin1')
}

export function answerProblem(response: ServerResponse, problem: RuntimeApiProblem): void {
  const [status, errorType, errorMessage] = PROBLEMS[problem]
  const body = JSON.stringify({ errorMessage, errorType })
  response.writeHead(status, ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body))])
  response.end(body)
}
