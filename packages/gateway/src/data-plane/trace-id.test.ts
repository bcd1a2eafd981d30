import { expect, test } from 'vitest'
import { traceIdOf } from './trace-id.ts'

const ROOT = 'Root=1-67fd88fd-72d8964e1fed2bce3edd5aac'

test('a call without one begins a trace of its own', () => {
  const ids = Array.from({ length: 1_000 }, () => traceIdOf(undefined, 1_776_204_925_528))
  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(id).toMatch(/^Root=1-69debc7d-[\da-f]{24}$/)
})

test.each([ROOT, `${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, `Self=1-67891234-12456789abcdef012345678;${ROOT}`])(
  '%s is passed on',
  (given) => {
    expect(traceIdOf(given, 0)).toBe(given)
  },
)

test.each(['', 'x', 'Root=2', `${ROOT}0`, `${ROOT};x="`, `${ROOT};\u00e9`, `${ROOT};${'x'.repeat(500)}`, `x${ROOT}`])(
  '%j is replaced',
  (given) => {
    expect(traceIdOf(given, 0)).toMatch(/^Root=1-00000000-[\da-f]{24}$/)
  },
)
