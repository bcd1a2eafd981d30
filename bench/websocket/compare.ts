import { median } from '../median.ts'
import type { Running } from '../process.ts'
import { load } from './load.ts'

/** A server under a load: what the load is, and how it is run against it. */
export interface Contender {
  readonly name: string
  readonly running: Running
  readonly program: string
  /** The load's words before its seconds. */
  readonly words: readonly (string | number)[]
  /** Those behind. */
  readonly more?: readonly string[]
}

export interface Compared {
  readonly name: string
  /** A second, median of the rounds. */
  readonly rate: number
  /** Median of the rounds' ratios of this rate to the last contender's. */
  readonly ratio: number
  /** Microseconds of the server's CPU for each, median of the rounds. */
  readonly cpu: number
  readonly rounds: readonly number[]
}

/** Loads each in turn, round by round; the last one is the peer that the others are measured by. */
export async function compare(contenders: readonly Contender[], rounds: number, seconds: number): Promise<Compared[]> {
  const rates: number[][] = contenders.map(() => [])
  const cpus: number[][] = contenders.map(() => [])
  // Round -1 loads and compiles what is loaded and compiled once.
  for (let round = -1; round < rounds; round++) {
    for (const [i, { running, program, words, more = [] }] of contenders.entries()) {
      const { rate, cpu } = await load(running, program, ...words, seconds, ...more)
      if (round < 0) continue
      rates[i]?.push(rate)
      cpus[i]?.push(cpu)
    }
  }
  const peer = rates.at(-1) ?? []
  return contenders.map(({ name }, i) => {
    const own = rates[i] ?? []
    return {
      name,
      rate: median(own),
      ratio: median(own.map((rate, round) => rate / (peer[round] ?? Number.NaN))),
      cpu: median(cpus[i] ?? []),
      rounds: own.map(Math.round),
    }
  })
}

/** A table; the peer's ratio is 1. */
export function comparedLines(title: string, unit: string, results: readonly Compared[]): string {
  const head = [title, `| | ${unit} | of the bare peer's | CPU µs each |`, '|---|---:|---:|---:|']
  const rows = results.map(({ name, rate, ratio, cpu }) => {
    return `| ${name} | ${Math.round(rate)} | ${ratio.toFixed(2)} | ${cpu.toFixed(1)} |`
  })
  return [...head, ...rows].join('\n')
}
