import type { ServerResponse } from 'node:http'
import type { Invocation } from '../function-runtime.ts'

/**
 * Sends an event to the runtime that waits for it.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-next
 *
 * @param deadline ms since the epoch
 */
export function sendEvent(response: ServerResponse, invocation: Invocation, deadline: number): void {
  const { payload, requestId, invokedArn, traceId, clientContext } = invocation
  const headers = [
    'Content-Type',
    'application/json',
    'Lambda-Runtime-Aws-Request-Id',
    requestId,
    'Lambda-Runtime-Deadline-Ms',
    String(deadline),
    'Lambda-Runtime-Invoked-Function-Arn',
    headerText(invokedArn),
    'Lambda-Runtime-Trace-Id',
    headerText(traceId),
    'Content-Length',
    String(typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length),
  ]
  if (clientContext !== undefined) headers.push('Lambda-Runtime-Client-Context', headerText(clientContext))
  response.writeHead(200, headers)
  // node:http puts a text into the same write as the head.
  response.end(payload)
}

const UNFIT = /[^\x20-\x7e]/

/** What a header cannot hold, as JSON writes it; a line break between JSON's tokens is as good as a space. */
function headerText(text: string): string {
  if (!UNFIT.test(text)) return text
  return text.replaceAll(/[\r\n\t]/g, ' ').replaceAll(/[^\x20-\x7e]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
