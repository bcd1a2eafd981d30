import { randomHex } from './random-hex.ts'

/** A root, alone or among other fields; what is longer or holds anything else was written by no tracer. */
const GIVEN = /^(?=[\w=;:.,+/ -]{1,512}$)(?:.*;)?\s*Root=1-[\da-f]{8}-[\da-f]{24}(?:;|$)/i

/**
 * The value of `X-Amzn-Trace-Id` that a backend gets: the client's, where it names a root, else a new one, which begins
 * a trace: `Root=1-{seconds, 8 hex digits}-{96 random bits}`. X-Ray guide: xray-concepts, "Tracing header".
 */
export function traceIdOf(given: string | undefined, timeEpoch: number): string {
  if (given !== undefined && GIVEN.test(given)) return given
  const seconds = Math.floor(timeEpoch / 1000)
  return `Root=1-${seconds.toString(16).padStart(8, '0')}-${randomHex(12)}`
}
