import { jsonSetting, textPart } from './json-setting.ts'
import type { Setting } from './setting.ts'

/** A key with which callers may sign. */
export interface Credential {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Callers of a temporary key must send it, too. */
  readonly sessionToken?: string | undefined
  /** The IAM user name that GetCallerIdentity tells. */
  readonly user?: string | undefined
}

/** More keys than a team has; a bound because each is kept in memory. */
const MOST_KEYS = 1000
const ACCESS_KEY_ID = /^[A-Za-z0-9_-]{1,128}$/
/** Printable ASCII. AWS's secrets have 40 characters; under 16, guessing offline from one signed request is feasible. */
const SECRET = /^[\x21-\x7e]{16,256}$/
const SESSION_TOKEN = /^[\x21-\x7e]{1,4096}$/
/** IAM's own alphabet of user names. */
const USER = /^[\w+=,.@-]{1,64}$/

const allowed = 'a JSON array of objects with accessKeyId, secretAccessKey and, if wanted, sessionToken and user'

/** The setting `credentials`: JSON in a variable, too, because a secret may contain any separator. */
export const credentials: Setting<readonly Credential[]> = jsonSetting({
  summary: 'Keys with which control-plane calls must be signed; with none, nothing is checked and only loopback served',
  allowed,
  fallback: [],
  secret: true,
  schema: (zod) => {
    const part = (pattern: RegExp, error: string) => textPart(zod, pattern, error)
    const credential = zod.strictObject(
      {
        accessKeyId: part(ACCESS_KEY_ID, '1 to 128 letters, digits, - or _'),
        secretAccessKey: part(SECRET, '16 to 256 printable characters without spaces'),
        sessionToken: part(SESSION_TOKEN, '1 to 4096 printable characters without spaces').optional(),
        user: part(USER, '1 to 64 letters, digits or any of _+=,.@-').optional(),
      },
      { error: 'an object with accessKeyId and secretAccessKey' },
    )
    return zod
      .array(credential, { error: allowed })
      .max(MOST_KEYS, { error: `at most ${MOST_KEYS} keys` })
      .refine((keys) => new Set(keys.map((key) => key.accessKeyId)).size === keys.length, {
        error: 'each accessKeyId only once',
      })
  },
})
