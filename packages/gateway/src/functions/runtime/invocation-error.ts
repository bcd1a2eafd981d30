/** Why an invocation failed, where the platform says so and not the function. */
export interface InvocationError {
  readonly errorType: string
  /** Without `RequestId: … Error: `, which is put before it for each invocation. */
  readonly reason: string
}

const encoder = new TextEncoder()

/** The error document that the caller gets, as Lambda words it. */
export function errorDocument({ errorType, reason }: InvocationError, requestId: string): Uint8Array {
  return encoder.encode(JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` }))
}

/** @param timeout seconds */
export function timedOut(timeout: number): InvocationError {
  return { errorType: 'Sandbox.Timedout', reason: `Task timed out after ${timeout.toFixed(2)} seconds` }
}

export function invalidEntrypoint(reason: string): InvocationError {
  return { errorType: 'Runtime.InvalidEntrypoint', reason }
}

/** Lambda's limit of a synchronous answer: 6 MB, and 100 bytes for what it wraps around it. */
export const MOST_RESPONSE_BYTES = 6_291_556

/** This one has no request id in its text. */
export function responseTooLarge(): Uint8Array {
  return encoder.encode(
    JSON.stringify({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: `Response payload size exceeded maximum allowed payload size (${MOST_RESPONSE_BYTES} bytes).`,
    }),
  )
}

export function streamingRefused(): Uint8Array {
  return encoder.encode(
    JSON.stringify({
      errorType: 'Runtime.StreamingNotSupported',
      errorMessage: 'The function streams its response, and Postern does not serve response streams: return it whole.',
    }),
  )
}

/** As Lambda's supervisor, which is written in Go, names signals. */
const SIGNALS = new Map<string, string>([
  ['SIGABRT', 'aborted'],
  ['SIGALRM', 'alarm clock'],
  ['SIGBUS', 'bus error'],
  ['SIGFPE', 'floating point exception'],
  ['SIGHUP', 'hangup'],
  ['SIGILL', 'illegal instruction'],
  ['SIGINT', 'interrupt'],
  ['SIGKILL', 'killed'],
  ['SIGPIPE', 'broken pipe'],
  ['SIGQUIT', 'quit'],
  ['SIGSEGV', 'segmentation fault'],
  ['SIGTERM', 'terminated'],
  ['SIGTRAP', 'trace/breakpoint trap'],
])

/** The runtime's process ended before it answered. */
export function exited(code: number | null, signal: string | null): InvocationError {
  const errorType = 'Runtime.ExitError'
  if (signal !== null) {
    const name = SIGNALS.get(signal) ?? signal.toLowerCase()
    return { errorType, reason: `Runtime exited with error: signal: ${name}` }
  }
  if (code === 0) return { errorType, reason: 'Runtime exited without providing a reason' }
  return { errorType, reason: `Runtime exited with error: exit status ${code}` }
}
