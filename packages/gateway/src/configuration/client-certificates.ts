import { jsonSetting, namedParts } from './json-setting.ts'
import type { Setting } from './setting.ts'
import { path } from './text-rules.ts'

export interface ClientCertificateFiles {
  /** PEM files, as those of `tls`. */
  readonly certificate: string
  readonly key: string
}

/** AWS's quota of one account is 60; a bound because each is kept in memory. */
const MOST = 1000
const ID = { pattern: /^[\w-]{1,128}$/, allowed: '1 to 128 letters, digits, - or _' }

const allowed = 'a JSON object of {"certificate": PATH, "key": PATH} by ids of client certificates'

/** The setting `clientCertificates`: what stages show to backends. Paths are no secrets. */
export const clientCertificates: Setting<Readonly<Record<string, ClientCertificateFiles>>> = jsonSetting({
  summary: 'PEM files of the client certificates that stages of WebSocket APIs show to HTTPS backends',
  allowed,
  fallback: {},
  secret: false,
  schema: (zod) => {
    const file = zod.string({ error: path.allowed }).refine(path.test, { error: path.allowed })
    const files = zod.strictObject({ certificate: file, key: file }, { error: 'an object with certificate and key' })
    return namedParts(zod, ID, files, { most: MOST, allowed })
  },
})
