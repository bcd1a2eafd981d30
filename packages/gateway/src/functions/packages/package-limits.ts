/**
 * What a function's package may be. Sizes are Lambda's quotas; the counts are ours, so that a small file cannot make a
 * great tree. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const packageLimits = {
  /** 50 MB, for a package that comes with the call. */
  zippedBytes: 52_428_800,
  /** 250 MB */
  unzippedBytes: 262_144_000,
  /** Files and directories together, with those that only paths name. */
  nodes: 100_000,
  /** Of one path, in UTF-8. */
  pathBytes: 2000,
  /** Of one name in a path: what Linux and macOS keep (NAME_MAX). */
  nameBytes: 255,
  /** Names in one path. */
  depth: 100,
} as const
