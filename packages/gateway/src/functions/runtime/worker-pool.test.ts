import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { testFunction, testInvocation } from './test-functions.ts'
import type { Worker } from './worker.ts'
import { WorkerPool } from './worker-pool.ts'

const CORES = availableParallelism()
const NOW = 1000

interface Situation {
  readonly busy?: number
  readonly starting?: number
  /** How many wait. */
  readonly waiting: number
  /** ms; for how long each has waited. */
  readonly since: number
  /** ms; what an invocation takes, if that is known. */
  readonly takes?: number
}

test.each<[what: string, situation: Situation, wanted: number]>([
  ['the first at once, and only one', { waiting: 5, since: 0 }, 1],
  ['none for those that have just come', { busy: 1, waiting: 5, since: 1, takes: 1 }, 0],
  ['one for each where nobody knows what a call takes', { busy: CORES, waiting: 3, since: 20 }, 3],
  ['few for a burst of quick calls: one for each core', { busy: 1, waiting: 90, since: 20, takes: 1 }, CORES - 1],
  ['none where each core has one and the queue moves', { busy: CORES, waiting: 20, since: 20, takes: 1 }, 0],
  ['one for each where calls take longer than a start', { busy: CORES, waiting: 20, since: 20, takes: 500 }, 20],
  ['one for each where the queue does not move after all', { busy: CORES, waiting: 20, since: 100, takes: 1 }, 20],
  ['what is starting counts', { busy: CORES, starting: 15, waiting: 20, since: 20, takes: 500 }, 5],
])('a function wants %s', (_, { busy = 0, starting = 0, waiting, since, takes }, wanted) => {
  const pool = new WorkerPool(testFunction({}))
  for (let at = 0; at < busy + starting; at++) {
    const worker = {} as unknown as Worker
    pool.add(worker)
    if (at < busy) pool.starting.delete(worker)
  }
  for (let at = 0; at < waiting; at++) {
    const ended = () => undefined
    pool.waiting.push({ invocation: testInvocation(), since: NOW - since, resolve: ended, reject: ended })
  }
  if (takes !== undefined) pool.took(takes)
  expect(Math.max(0, pool.wanted(NOW))).toBe(wanted)
})
