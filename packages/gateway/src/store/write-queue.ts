/** Runs tasks of one key one after another, in the order asked; tasks of different keys do not wait for each other. */
export class WriteQueue {
  /** Per key, the tasks that have not run yet; the key is there while one of its tasks runs. */
  readonly #waiting = new Map<string, (() => Promise<void>)[]>()

  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    // Promise.try, because a task that throws before its first await must not stop the queue.
    const run = () => Promise.try(task).then(resolve, reject)
    const waiting = this.#waiting.get(key)
    if (waiting === undefined) {
      this.#waiting.set(key, [])
      void this.#drain(key, run)
    } else {
      waiting.push(run)
    }
    return promise
  }

  async #drain(key: string, first: () => Promise<void>): Promise<void> {
    for (let next: (() => Promise<void>) | undefined = first; next !== undefined; ) {
      await next()
      next = this.#waiting.get(key)?.shift()
    }
    this.#waiting.delete(key)
  }
}
