import { incompleteSignature, invalidSignature, shown } from './sigv4-errors.ts'

/** How far a caller's clock may be off, in seconds. API Gateway itself answers "… 5 min." (docs/differences.md). */
const CLOCK_SKEW = 15 * 60
/** A week, in seconds: the longest that a presigned call may be valid. */
const LONGEST_EXPIRY = 604_800

/**
 * The moment of signing as `YYYYMMDDTHHMMSSZ`, from X-Amz-Date or from a Date header (RFC 9110 section 5.6.7).
 * Throws IncompleteSignatureException for anything else, dates that no calendar has included.
 */
export function basicTimestamp(date: string): string {
  const milliseconds = IMF_FIXDATE.test(date) ? Date.parse(date) : parseBasic(date)
  if (milliseconds === undefined || Number.isNaN(milliseconds)) {
    throw incompleteSignature(
      `Date must be in ISO-8601 'basic format'. Got '${shown(date)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  }
  return formatBasic(milliseconds)
}

/**
 * Refuses what was signed too long ago, or ahead of time. `timestamp`: basic format; `expires`: X-Amz-Expires, for a
 * presigned call that names it; `now`: milliseconds.
 */
export function assertCurrent(timestamp: string, expires: string | undefined, now: number): void {
  const signed = parseBasic(timestamp) ?? Number.NaN
  const lifetime = expires === undefined ? CLOCK_SKEW : lifetimeOf(expires)
  const earliest = now - lifetime * 1000
  // Timestamps have whole seconds: one of this very second is not older than `earliest`.
  if (!(signed + 999 >= earliest)) {
    throw invalidSignature(
      `Signature expired: ${timestamp} is now earlier than ${formatBasic(earliest)} ` +
        `(${formatBasic(now)} - ${duration(lifetime)})`,
    )
  }
  const latest = now + CLOCK_SKEW * 1000
  if (signed > latest) {
    throw invalidSignature(
      `Signature not yet current: ${timestamp} is still later than ${formatBasic(latest)} ` +
        `(${formatBasic(now)} + ${duration(CLOCK_SKEW)})`,
    )
  }
}

/** The texts are S3's, the one service that documents X-Amz-Expires. */
function lifetimeOf(expires: string): number {
  if (/^-\d{1,9}$/.test(expires)) throw incompleteSignature('X-Amz-Expires must be non-negative')
  if (!/^\d{1,9}$/.test(expires)) throw incompleteSignature('X-Amz-Expires should be a number')
  const seconds = Number(expires)
  if (seconds > LONGEST_EXPIRY) {
    throw incompleteSignature(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ' +
        `${LONGEST_EXPIRY} seconds`,
    )
  }
  return seconds
}

/** botocore writes `-0000` for GMT, as mail does. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (GMT|-0000)$/
const BASIC = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

function parseBasic(text: string): number | undefined {
  if (!BASIC.test(text)) return undefined
  const milliseconds = Date.parse(text.replace(BASIC, '$1-$2-$3T$4:$5:$6Z'))
  // Date.parse takes 30 February for 2 March.
  return !Number.isNaN(milliseconds) && formatBasic(milliseconds) === text ? milliseconds : undefined
}

function formatBasic(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

function duration(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min.` : `${seconds} sec.`
}
