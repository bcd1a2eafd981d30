import type * as zodModule from 'zod'
import type { ZodType } from 'zod'

/** The module zod, handed in: loading it takes 50 ms, so schemas are built only when there is a value to check. */
export type Zod = typeof zodModule

/** One setting: what help, docs, parsing and checking all work from. */
export interface Setting<Value> {
  /** What it is for, without a full stop. */
  readonly summary: string
  /** Completes "expected …" in error lines, help and docs, such as `a whole number from 0 to 65535`. */
  readonly allowed: string
  readonly fallback: Value
  /** Its issues' messages complete "expected …", too: of the whole value, or of the part that the issue points at. */
  readonly schema: (zod: Zod) => ZodType<Value>
  /** Turns a flag's or a variable's text into what a file would hold. What it cannot turn stays text, for the schema to refuse. */
  readonly parseText: (text: string) => unknown
  /** What stands for the value in help, such as `NUMBER`; undefined where the flag alone says it. */
  readonly placeholder: string | undefined
  /** Never shown, and never a flag: a machine's other users can read command lines. */
  readonly secret: boolean
}

interface Common<Value> {
  readonly summary: string
  readonly fallback: Value
}

/** A whole number. `unit`, such as `bytes` or `milliseconds`, follows it in texts. */
export function integer(
  options: Common<number> & { readonly min: number; readonly max: number; readonly unit?: string },
): Setting<number> {
  const { min, max, unit } = options
  const allowed = `a whole number from ${min} to ${max}${unit === undefined ? '' : ` (${unit})`}`
  return {
    ...visible(options),
    allowed,
    placeholder: 'NUMBER',
    schema: (zod) => zod.int({ error: allowed }).min(min, { error: allowed }).max(max, { error: allowed }),
    parseText: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  }
}

export function onOff(options: Common<boolean>): Setting<boolean> {
  const allowed = 'true or false'
  return {
    ...visible(options),
    allowed,
    placeholder: undefined,
    schema: (zod) => zod.boolean({ error: allowed }),
    parseText: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  }
}

export function choice<const Value extends string>(
  options: Common<NoInfer<Value>> & { readonly values: readonly [Value, ...Value[]] },
): Setting<Value> {
  const allowed = `one of ${options.values.join(', ')}`
  return {
    ...visible(options),
    allowed,
    placeholder: 'NAME',
    schema: (zod) => zod.enum(options.values, { error: allowed }),
    parseText: (text) => text,
  }
}

/** What a text must be: `test` decides, `allowed` says it. */
export interface TextRule {
  readonly allowed: string
  readonly test: (text: string) => boolean
  readonly placeholder: string
}

export function text(options: Common<string> & { readonly rule: TextRule }): Setting<string> {
  return {
    ...visible(options),
    allowed: options.rule.allowed,
    placeholder: options.rule.placeholder,
    schema: (zod) => textSchema(zod, options.rule),
    parseText: (given) => given,
  }
}

/** A text that need not be there. Empty text is refused by the rule, not taken as absence. */
export function optionalText(options: {
  readonly summary: string
  readonly rule: TextRule
}): Setting<string | undefined> {
  return { ...text({ ...options, fallback: '' }), fallback: undefined }
}

/** Several texts: an array in a file, separated by commas elsewhere. */
export function texts(
  options: Common<readonly string[]> & { readonly rule: TextRule; readonly max: number },
): Setting<readonly string[]> {
  const allowed = `at most ${options.max}, each ${options.rule.allowed}`
  return {
    ...visible(options),
    allowed,
    placeholder: `${options.rule.placeholder},…`,
    schema: (zod) =>
      zod.array(textSchema(zod, options.rule), { error: `an array: ${allowed}` }).max(options.max, { error: allowed }),
    parseText: (given) => given.split(',').map((part) => part.trim()),
  }
}

function textSchema(zod: Zod, rule: TextRule) {
  return zod.string({ error: rule.allowed }).refine(rule.test, { error: rule.allowed })
}

function visible<Value>(options: Common<Value>): Pick<Setting<Value>, 'summary' | 'fallback' | 'secret'> {
  return { summary: options.summary, fallback: options.fallback, secret: false }
}
