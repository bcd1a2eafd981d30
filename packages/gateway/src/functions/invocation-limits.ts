/** Lambda's quotas for events. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const invocationLimits = {
  /** Bytes of an event whose caller waits for the answer. */
  requestBytes: 6_291_456,
  /** Bytes of an event whose caller does not wait. */
  eventBytes: 1_048_576,
} as const
