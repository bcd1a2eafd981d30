const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  // The Greek letter, which Go takes, too.
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}
// Escaped: one letter beyond Latin-1 makes V8 read the whole bundle in twice the room, at each start.
const PART = /(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y

/** The seconds of a duration as Go writes it (time.ParseDuration), such as `1h30m`; undefined where it is none. */
export function secondsOf(duration: string): number | undefined {
  const sign = /^[+-]?/.exec(duration)?.[0] ?? ''
  if (duration === `${sign}0`) return 0
  let total = 0
  PART.lastIndex = sign.length
  while (PART.lastIndex < duration.length) {
    const [, count, unit] = PART.exec(duration) ?? []
    if (count === undefined || unit === undefined) return undefined
    total += Number(count) * (NANOSECONDS[unit] ?? 0)
  }
  if (duration.length === sign.length) return undefined
  return ((sign === '-' ? -1 : 1) * total) / 1e9
}
