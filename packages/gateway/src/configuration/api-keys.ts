import { jsonSetting, textPart } from './json-setting.ts'
import type { Setting } from './setting.ts'

/** A key that clients of WebSocket APIs send where a route requires one. */
export interface ApiKey {
  /** `$context.identity.apiKeyId` */
  readonly id: string
  /** A secret. */
  readonly value: string
  /** Without: true. */
  readonly enabled?: boolean | undefined
  /** Such as `a1b2c3d4e5/prod`; without, the key is good for all stages of all APIs. */
  readonly stages?: readonly string[] | undefined
}

/** AWS's quota of one account; a bound because each is kept in memory. */
const MOST_KEYS = 10_000
const MOST_STAGES = 300
const ID = /^[\w-]{1,128}$/
/** AWS's have 20 characters at least. */
const VALUE = /^[\x21-\x7e]{20,128}$/
const STAGE = /^[\w-]{1,64}\/[\w$-]{1,128}$/

const allowed = 'a JSON array of objects with id, value and, if wanted, enabled and stages'

/** The setting `apiKeys`: JSON in a variable, too, as `credentials` are. */
export const apiKeys: Setting<readonly ApiKey[]> = jsonSetting({
  summary: 'API keys for routes of WebSocket APIs that require one',
  allowed,
  fallback: [],
  secret: true,
  schema: (zod) => {
    const part = (pattern: RegExp, error: string) => textPart(zod, pattern, error)
    const stages = 'an array of {API id}/{stage}'
    const key = zod.strictObject(
      {
        id: part(ID, '1 to 128 letters, digits, - or _'),
        value: part(VALUE, '20 to 128 printable characters without spaces'),
        enabled: zod.boolean({ error: 'true or false' }).optional(),
        stages: zod.array(part(STAGE, stages), { error: stages }).max(MOST_STAGES, { error: stages }).optional(),
      },
      { error: 'an object with id and value' },
    )
    return zod
      .array(key, { error: allowed })
      .max(MOST_KEYS, { error: `at most ${MOST_KEYS} keys` })
      .refine((keys) => isDistinct(keys.map(({ id }) => id)), { error: 'each id only once' })
      .refine((keys) => isDistinct(keys.map(({ value }) => value)), { error: 'each value only once' })
  },
})

function isDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length
}
