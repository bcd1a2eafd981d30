import type * as Sdk from '@aws-sdk/client-apigatewayv2'
import type { Value, ValueRecord } from '../conversion/value.ts'
import { itemsOf } from '../framework/meaning.ts'
import { realNumber, text, truth, wholeNumber } from '../framework/schema.ts'

/** Execution logs: hashicorp/aws stores OFF where nothing is said, and nothing on HTTP APIs, which have none. */
const isOff = (value: Value) => value === null || value === '' || value === 'OFF'

/**
 * A limit of 0 lets nothing through, and is not what no limit is. hashicorp/aws stores 0 for either, and sends 0 for
 * either: where nothing is configured, a stored 0 stays.
 */
const limitRules = { zeroCounts: true, same: (prior: Value, wanted: Value) => prior === 0 && wanted === null } as const

/** What stages say of routes: of all, and of each. */
export const settingFields = {
  data_trace_enabled: truth('optional', { fallback: false }),
  detailed_metrics_enabled: truth('optional', { fallback: false }),
  logging_level: text('optional-computed', {
    oneOf: ['ERROR', 'INFO', 'OFF'],
    same: (prior, wanted) => prior === 'OFF' && isOff(wanted),
  }),
  throttling_burst_limit: wholeNumber('optional', limitRules),
  throttling_rate_limit: realNumber('optional', limitRules),
}

export interface Settings {
  readonly data_trace_enabled: boolean | null
  readonly detailed_metrics_enabled: boolean | null
  readonly logging_level: string | null
  readonly throttling_burst_limit: number | null
  readonly throttling_rate_limit: number | null
}

/** What the API is told of settings. HTTP APIs have no execution logs, and refuse even to be told so. */
export function settingsOf(settings: Settings, isWebSocket: boolean): Sdk.RouteSettings {
  const { throttling_burst_limit: burst, throttling_rate_limit: rate } = settings
  return {
    DetailedMetricsEnabled: settings.detailed_metrics_enabled ?? false,
    ...(isWebSocket && { DataTraceEnabled: settings.data_trace_enabled ?? false }),
    ...(isWebSocket && settings.logging_level && { LoggingLevel: settings.logging_level as Sdk.LoggingLevel }),
    ...(burst !== null && { ThrottlingBurstLimit: burst }),
    ...(rate !== null && { ThrottlingRateLimit: rate }),
  }
}

/** What settings are where nobody set any. */
export const NO_SETTINGS: Settings = {
  data_trace_enabled: false,
  detailed_metrics_enabled: false,
  logging_level: 'OFF',
  throttling_burst_limit: null,
  throttling_rate_limit: null,
}

export function settingsFrom(settings: Sdk.RouteSettings): Settings {
  return {
    data_trace_enabled: settings.DataTraceEnabled ?? false,
    detailed_metrics_enabled: settings.DetailedMetricsEnabled ?? false,
    logging_level: settings.LoggingLevel ?? null,
    throttling_burst_limit: settings.ThrottlingBurstLimit ?? null,
    throttling_rate_limit: settings.ThrottlingRateLimit ?? null,
  }
}

const LIMITS = ['throttling_burst_limit', 'throttling_rate_limit'] as const

/**
 * Whether a limit goes, which the API has no way to clear: an entry that has it must be made anew. `before` and `after`:
 * of one route, or of all.
 */
export function losesLimit(before: ValueRecord | undefined, after: ValueRecord | undefined): boolean {
  return LIMITS.some(
    (name) => limitOf(before, name) !== null && limitOf(before, name) !== 0 && limitOf(after, name) === null,
  )
}

const limitOf = (settings: ValueRecord | undefined, name: string): Value => settings?.[name] ?? null

/** The same of blocks. What is not known yet may still have a limit. */
export function blocksLoseLimit(prior: Value, planned: Value): boolean {
  const [before, after] = [itemsOf(prior), itemsOf(planned)]
  return before !== undefined && after !== undefined && losesLimit(before[0], after[0])
}

/** Whether blocks mean the same: none, and one that says what the API says where none is configured. */
export function isAsNone(prior: Value, other: Value): boolean {
  const [before, after] = [itemsOf(prior), itemsOf(other)]
  if (before === undefined || after === undefined) return false
  // A limit of 0 that is stored may be hashicorp/aws's; one that is configured is meant.
  if (after.length === 0)
    return before.every((block) => isQuiet(block) && LIMITS.every((name) => !limitOf(block, name)))
  return (
    before.length === 0 && after.every((block) => isQuiet(block) && LIMITS.every((it) => limitOf(block, it) === null))
  )
}

const isQuiet = (block: ValueRecord) =>
  block['data_trace_enabled'] !== true &&
  block['detailed_metrics_enabled'] !== true &&
  isOff(block['logging_level'] ?? null)
