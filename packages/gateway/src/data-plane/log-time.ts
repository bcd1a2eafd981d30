const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

let lastSecond = Number.NaN
let lastText = ''

/** `$context.requestTime`: `14/Apr/2026:22:15:25 +0000`, of milliseconds since 1970. Calls of one second share it. */
export function logTime(timeEpoch: number): string {
  const second = Math.floor(timeEpoch / 1000)
  if (second === lastSecond) return lastText
  const iso = new Date(second * 1000).toISOString()
  const month = MONTHS[Number(iso.slice(5, 7)) - 1]
  lastText = `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
  lastSecond = second
  return lastText
}
