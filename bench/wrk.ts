import { execFileSync } from 'node:child_process'
import { CORE, findProgram } from './process.ts'

const program = findProgram('wrk')

export const hasWrk = program !== undefined

export interface Load {
  /** Requests per second. */
  readonly rate: number
  readonly requests: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

/** One thread, 32 kept-alive connections, for `seconds`. Throws where an answer was no 2xx. */
export function wrk(url: string, seconds: number, host?: string): Load {
  const text = run(url, seconds, host)
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(`wrk ${url}\n${text}`)
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1])
  const requests = Number(/(\d+) requests in/.exec(text)?.[1])
  return { rate, requests, p50: latency(text, '50%'), p99: latency(text, '99%') }
}

/** The same, whatever comes of it: who starts a process for each connection may be late at first. */
export function warmUp(url: string, seconds: number, host?: string): void {
  run(url, seconds, host)
}

function run(url: string, seconds: number, host: string | undefined): string {
  const header = host === undefined ? [] : ['-H', `Host: ${host}`]
  const words = ['-t1', '-c32', `-d${seconds}s`, '--latency', ...header, url]
  const pinned = ['-c', CORE.load, program ?? 'wrk', ...words]
  return execFileSync('taskset', pinned, { encoding: 'utf8' })
}

function latency(text: string, percentile: string): number {
  const [, value, unit] = new RegExp(`${percentile}\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? []
  return Number(value) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1)
}
