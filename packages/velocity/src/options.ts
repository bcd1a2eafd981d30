/**
 * - `velocity`: Apache Velocity 1.7 with its default settings.
 * - `api-gateway`: as Amazon API Gateway's mapping templates: references without a value print nothing, `#parse`,
 *   `#include` and `#evaluate` do not compile, a `#foreach` makes 1,000 rounds and goes on behind its `#end`, lists of
 *   JSON text print as JSON, `$x.class` and `$x.getClass()` have no value.
 */
export type Dialect = 'velocity' | 'api-gateway'

/** What a template may use. Where a bound is reached, compiling or rendering ends with a VelocityError of kind `budget`. */
export interface Budgets {
  /** Steps of one rendering: statements, calls, comparisons, items and, for long texts, characters (16 a step). 1,000,000. */
  readonly maxSteps: number
  /** UTF-8 bytes of the output, and UTF-16 units of any text that is made on the way. 10 MiB. */
  readonly maxOutputBytes: number
  /** How deep blocks, expressions and calls of macros may be nested; compiling fails, too. 256. */
  readonly maxDepth: number
  /** Steps of the regular-expression matcher in one rendering. 1,000,000. */
  readonly maxRegexSteps: number
}

export interface CompileOptions extends Partial<Budgets> {
  /** `velocity` where it is not given. */
  readonly dialect?: Dialect
}

export interface Settings extends Budgets {
  readonly dialect: Dialect
  /** Rounds of one #foreach. */
  readonly maxRounds: number
}

const DEFAULTS: Budgets = {
  maxSteps: 1_000_000,
  maxOutputBytes: 10_485_760,
  maxDepth: 256,
  maxRegexSteps: 1_000_000,
}

/** Nested deeper, templates could exhaust the stack. */
const DEEPEST = 1000

/** "Iterations in a #foreach loop: 1000" (API Gateway quotas). */
const API_GATEWAY_ROUNDS = 1000

/** Throws a RangeError that names an option that is no such bound, or a TypeError for an unknown dialect. */
export function settingsOf(options: CompileOptions): Settings {
  const { dialect = 'velocity', ...given } = options
  if (dialect !== 'velocity' && dialect !== 'api-gateway') {
    throw new TypeError(`dialect is ${JSON.stringify(dialect)}: it can be "velocity" or "api-gateway"`)
  }
  const budgets = { ...DEFAULTS }
  for (const name of ['maxSteps', 'maxOutputBytes', 'maxDepth', 'maxRegexSteps'] as const) {
    const value = given[name]
    if (value === undefined) continue
    const most = name === 'maxDepth' ? DEEPEST : Number.MAX_SAFE_INTEGER
    if (!Number.isSafeInteger(value) || value < 1 || value > most) {
      throw new RangeError(`${name} is ${value}: it must be a whole number from 1 to ${most}`)
    }
    budgets[name] = value
  }
  const maxRounds = dialect === 'api-gateway' ? API_GATEWAY_ROUNDS : Number.POSITIVE_INFINITY
  return { ...budgets, dialect, maxRounds }
}
