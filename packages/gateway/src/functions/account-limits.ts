import { packageLimits } from './packages/package-limits.ts'

/** AWS's default quotas of an account in a region; bytes, and invocations at once. */
export const accountLimits = {
  TotalCodeSize: 80_530_636_800,
  CodeSizeUnzipped: packageLimits.unzippedBytes,
  CodeSizeZipped: packageLimits.zippedBytes,
  ConcurrentExecutions: 1000,
} as const

/** What must be left for functions that reserve nothing. */
export const LEAST_UNRESERVED = 100
