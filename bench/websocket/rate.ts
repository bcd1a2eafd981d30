import { ownCpuOf } from '../process.ts'

/** What a load prints: so many a second, and the microseconds of the server's CPU for each. */
export interface Rate {
  readonly rate: number
  readonly cpu: number
}

const server = Number(process.env['SERVER_PID'])

/** Begins to measure: what was set up before does not count. Answers what tells the result of so many. */
export function measure(): (count: number) => Rate {
  const start = performance.now()
  const before = ownCpuOf(server)
  return (count) => ({
    rate: (count * 1000) / (performance.now() - start),
    cpu: ((ownCpuOf(server) - before) * 1e6) / count,
  })
}

export function report(rate: Rate): void {
  console.log(JSON.stringify(rate))
}
