import { TokenBucket } from '../data-plane/token-bucket.ts'
import type { StageDocument } from '../store/documents.ts'

/** AWS's for an account, which is what a stage has that names only one of the two (spec/http-api.md section 7). */
const DEFAULTS = { rate: 10_000, burst: 5000 }

/**
 * The limit of one route on one stage: of its own settings, else the stage's default ones; undefined where neither names
 * one. `before`: that of the program before, which goes on while its numbers stay.
 */
export function routeThrottle(
  { DefaultRouteSettings, RouteSettings }: StageDocument,
  routeKey: string,
  before: TokenBucket | undefined,
): TokenBucket | undefined {
  const own =
    RouteSettings !== undefined && Object.hasOwn(RouteSettings, routeKey) ? RouteSettings[routeKey] : undefined
  const rate = own?.ThrottlingRateLimit ?? DefaultRouteSettings?.ThrottlingRateLimit
  const burst = own?.ThrottlingBurstLimit ?? DefaultRouteSettings?.ThrottlingBurstLimit
  if (rate === undefined && burst === undefined) return undefined
  const wanted = { rate: rate ?? DEFAULTS.rate, burst: burst ?? DEFAULTS.burst }
  const isSame = before?.rate === wanted.rate && before.burst === wanted.burst
  return isSame ? before : new TokenBucket(wanted.rate, wanted.burst)
}
