import type { Setting, Zod } from './setting.ts'
import type { SettingEntry } from './setting-entry.ts'

/** A value that somebody gave for a setting, not yet checked. */
export interface GivenValue {
  readonly entry: SettingEntry
  /** Who gave it, such as `flag --port`, `variable POSTERN_PORT` or `file postern.json`. */
  readonly source: string
  readonly value: unknown
}

/** What one source of settings holds, and what is wrong with it: one line each. */
export interface GivenValues {
  readonly given: readonly GivenValue[]
  readonly problems: readonly string[]
}

/** The value of a setting, or one line for each thing that is wrong with it. */
export type CheckedValue = { readonly value: unknown } | { readonly problems: readonly string[] }

/** Long values are cut: a line is to be read. */
const LONGEST_SHOWN = 60

export function checkValue(zod: Zod, { entry, source, value }: GivenValue): CheckedValue {
  const result = entry.setting.schema(zod).safeParse(value)
  if (result.success) return { value: result.data }
  const problems = result.error.issues.flatMap((issue) => {
    const key =
      entry.key + issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
    if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => `${key}.${name} (${source}): no such key`)
    return [`${key} (${source}): expected ${issue.message}, got ${shown(entry.setting, value, issue.path)}`]
  })
  return { problems: [...new Set(problems)] }
}

/** The part of the value that is wrong, as text. Of secrets, only whether it is there. */
function shown(setting: Setting<unknown>, value: unknown, path: readonly PropertyKey[]): string {
  let part = value
  for (const name of path) part = typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined
  if (part === undefined) return 'nothing'
  if (setting.secret) return 'something else (not shown: it may be secret)'
  const text = JSON.stringify(part)
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}
