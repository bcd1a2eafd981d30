import { uriEncoded } from '../../aws-protocol/uri-encoding.ts'
import type { AwsServiceTarget } from './aws-service-uri.ts'

/** Names and values, not encoded. */
export type AwsQuery = readonly (readonly [name: string, value: string])[]

interface Given {
  /** Of the URI. */
  readonly own: AwsQuery
  /** Of mapped parameters. */
  readonly mapped: AwsQuery
  readonly payload: string | Uint8Array
  /** Whether the method takes one. */
  readonly hasBody: boolean
  /** Of a mapped parameter. */
  readonly contentType: string | undefined
}

/** What goes out; headers by their names in lower case, which mapped ones replace. */
interface Asked {
  readonly query: AwsQuery
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

const FORM = /^application\/x-www-form-urlencoded\b/i

/**
 * Says to a service which action is meant, in its own protocol (spec/websocket-api.md section 4.2). A form is always of
 * the Query protocol: SQS has both. A path says it all by itself.
 */
export function askForAction({ service, action }: AwsServiceTarget, given: Given): Asked {
  const { own, mapped, payload, hasBody, contentType = '' } = given
  if (action === undefined) return { query: [...own, ...mapped], headers: {}, body: payload }
  const { json, version } = service.protocol
  const isForm = FORM.test(contentType)
  if (json !== undefined && !isForm) {
    const headers = { 'content-type': json.contentType, 'x-amz-target': `${json.target}.${action}` }
    // The protocol knows no empty body (section 4.1: an empty one counts as an empty object).
    return { query: [...own, ...mapped], headers, body: payload.length === 0 ? '{}' : payload }
  }
  const all: AwsQuery = [['Action', action], ...(version === undefined ? [] : [['Version', version] as const]), ...own]
  const isMapped = new Set(mapped.map(([name]) => name))
  const pairs = all.filter(([name]) => !isMapped.has(name))
  if (!isForm || !hasBody) return { query: [...pairs, ...mapped], headers: {}, body: payload }
  return { query: mapped, headers: {}, body: withPairs(pairs, payload) }
}

/** Before what a template wrote, which has the last word. */
function withPairs(pairs: AwsQuery, form: string | Uint8Array): string | Uint8Array {
  const written = new URLSearchParams(Buffer.from(form).toString())
  const missing = pairs.filter(([name]) => !written.has(name))
  const text = missing.map(([name, value]) => `${uriEncoded(name)}=${uriEncoded(value)}`).join('&')
  if (text === '') return form
  if (form.length === 0) return text
  return typeof form === 'string' ? `${text}&${form}` : Buffer.concat([Buffer.from(`${text}&`), form])
}
