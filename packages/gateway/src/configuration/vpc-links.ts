import { isIP } from 'node:net'
import { jsonSetting, namedParts } from './json-setting.ts'
import type { Setting } from './setting.ts'
import { address } from './text-rules.ts'

/** AWS: 10 links an account, and as many targets as it likes; a bound because each is kept in memory. */
const MOST = 1000
/** Ids and names of links. */
const NAME = { pattern: /^[\x20-\x7e]{1,256}$/, allowed: '1 to 256 printable characters' }

const allowed = 'a JSON object of addresses such as 127.0.0.1:9000 by ids or names of VPC links'
const part = 'host and port, such as 127.0.0.1:9000'

/** The setting `vpcLinks`: where private integrations lead, there being no VPC. */
export const vpcLinks: Setting<Readonly<Record<string, string>>> = jsonSetting({
  summary: "Where VPC links of WebSocket APIs lead; without, to the integration's own URL",
  allowed,
  fallback: {},
  secret: false,
  schema: (zod) => {
    const target = zod.string({ error: part }).refine(isAddressWithPort, { error: part })
    return namedParts(zod, NAME, target, { most: MOST, allowed })
  },
})

function isAddressWithPort(text: string): boolean {
  const [, six, other, port = ''] = /^(?:\[([\da-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? []
  if (Number(port) < 1 || Number(port) > 65_535) return false
  return six === undefined ? other !== undefined && address.test(other) : isIP(six) === 6
}
