/** A call was not answered in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  constructor(milliseconds: number) {
    super(`no answer in ${milliseconds} ms`)
  }
}

/**
 * Runs a call of an AWS client for so many milliseconds at most. The signal ends the request; the wait ends even where
 * the client is busy with something that no signal ends, such as finding credentials. Rejects with DeadlineError.
 */
export async function withDeadline<Result>(
  milliseconds: number,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new DeadlineError(milliseconds)
    late.reject(error)
    controller.abort(error)
  }, milliseconds)
  try {
    return await Promise.race([call(controller.signal), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
