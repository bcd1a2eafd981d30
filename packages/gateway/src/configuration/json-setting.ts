import type { ZodType } from 'zod'
import { parseJsonText } from './json-text.ts'
import type { Setting, Zod } from './setting.ts'

interface JsonSetting<Value> {
  readonly summary: string
  readonly allowed: string
  readonly fallback: Value
  readonly secret: boolean
  readonly schema: (zod: Zod) => ZodType<Value>
}

/** A setting of several parts: JSON in a variable, too, because a part may contain any separator. */
export function jsonSetting<Value>(options: JsonSetting<Value>): Setting<Value> {
  return { ...options, placeholder: 'JSON', parseText: parseJsonText }
}

/** A text of a part. `error` completes "expected …". */
export function textPart(zod: Zod, pattern: RegExp, error: string) {
  return zod.string({ error }).regex(pattern, { error })
}

/** An object whose keys are the reader's own names. */
export function namedParts<Part>(
  zod: Zod,
  name: { readonly pattern: RegExp; readonly allowed: string },
  part: ZodType<Part>,
  bound: { readonly most: number; readonly allowed: string },
): ZodType<Readonly<Record<string, Part>>> {
  const { most, allowed } = bound
  const isNamed = (parts: object) => Object.keys(parts).every((key) => name.pattern.test(key))
  return zod
    .record(zod.string(), part, { error: allowed })
    .refine((parts) => Object.keys(parts).length <= most, { error: `at most ${most} entries` })
    .refine(isNamed, { error: `names of ${name.allowed}` })
}
