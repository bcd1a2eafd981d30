import { expect, test } from 'vitest'
import { UNKNOWN, type Value } from '../conversion/value.ts'
import { blocksLoseLimit, isAsNone } from './stage-settings.ts'

const quiet = {
  data_trace_enabled: false,
  detailed_metrics_enabled: false,
  logging_level: 'OFF',
  throttling_burst_limit: null,
  throttling_rate_limit: null,
}
const zero = { ...quiet, throttling_burst_limit: 0, throttling_rate_limit: 0 }
const limited = { ...quiet, throttling_rate_limit: 0.5 }

test.each<[string, Value, Value, boolean]>([
  ['what the API says where nothing is configured', [quiet], [], true],
  ['the same, stored by hashicorp/aws', [zero], [], true],
  ['nothing stored, and settings as they are anyhow', [], [quiet], true],
  ['a limit of 0 that is configured', [], [zero], false],
  ['a limit', [limited], [], false],
  ['logs', [{ ...quiet, logging_level: 'INFO' }], [], false],
  ['metrics', [{ ...quiet, detailed_metrics_enabled: true }], [], false],
  ['two blocks', [quiet], [zero], false],
  ['what is not known', [quiet], UNKNOWN, false],
])('means what none means: %s', (_, prior, other, same) => {
  expect(isAsNone(prior, other)).toBe(same)
})

test.each<[string, Value, Value, boolean]>([
  ['a limit that goes', [limited], [quiet], true],
  ['the block that goes with it', [limited], [], true],
  ['a limit that becomes 0', [limited], [zero], false],
  ['a stored 0', [zero], [quiet], false],
  ['a limit that is not known yet', [limited], [{ ...quiet, throttling_rate_limit: UNKNOWN }], false],
  ['nothing known', [limited], UNKNOWN, false],
])('needs a new stage: %s', (_, prior, planned, loses) => {
  expect(blocksLoseLimit(prior, planned)).toBe(loses)
})
