/**
 * The work's result, or undefined where it takes longer than `timeout` milliseconds. The work goes on: what comes of it
 * later is dropped.
 */
export function within<Result>(timeout: number, work: Promise<Result>): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), timeout)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
