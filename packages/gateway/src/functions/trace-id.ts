import { randomBytes } from 'node:crypto'

/** A trace that begins here, as X-Ray names them; it is not sampled. `now` in milliseconds. */
export function newTraceId(now: number): string {
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0')
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Sampled=0`
}

/** A trace that a caller began (`X-Amzn-Trace-Id`), if it has the form of one. */
export function givenTraceId(header: string | undefined): string | undefined {
  return header !== undefined && header.length <= 256 && /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;[\w=:|-]+)*$/i.test(header)
    ? header
    : undefined
}
