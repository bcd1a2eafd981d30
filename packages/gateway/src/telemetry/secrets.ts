import type { HeaderList } from '../transport/http-message.ts'

/** Names of headers and query parameters whose values nobody is shown. Browsers can send a token as a subprotocol alone. */
const SECRET_NAME =
  /auth|cookie|token|secret|passw|pwd|signature|credential|api-?key|session|jwt|bearer|^key$|^sec-websocket-protocol$/i
/** Shorter ones would be found in texts that have nothing to do with them. */
const SHORTEST = 6
/** Of a value's parts, which may be words such as `Bearer`. */
const SHORTEST_PART = 8

/** What stands in the place of a secret. */
export const MASK = '***'

/** Whether the values of headers and query parameters of that name are secrets. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/**
 * The secrets that a client sent in its handshake, to be left out of texts that were made of them: events of functions,
 * rendered templates, URLs. Known by the names under which they were sent; `others`: further secrets, such as an API key.
 */
export class Secrets {
  readonly #texts: readonly string[]

  /** `query`: raw, without its `?`. */
  constructor(headers: HeaderList, query: string, others: readonly (string | undefined)[] = []) {
    const found = new Set<string>()
    const add = (value: string, shortest = SHORTEST) => {
      // As it is, and as JSON and URLs have it.
      for (const form of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed())]) {
        if (form.length >= shortest) found.add(form)
      }
    }
    for (let i = 0; i < headers.length; i += 2) {
      if (!isSecretName(headers[i] as string)) continue
      const raw = headers[i + 1] as string
      // As it came, which is Latin-1 to Node, and as UTF-8, which events and templates have.
      for (const value of new Set([raw, Buffer.from(raw, 'latin1').toString()])) {
        add(value)
        // `Bearer abc`, `a=b; c=d`: templates take such values apart.
        for (const part of value.split(/[ ;,=]+/)) add(part, SHORTEST_PART)
      }
    }
    for (const pair of query.split('&')) {
      const equals = pair.indexOf('=')
      if (equals > 0 && isSecretName(pair.slice(0, equals)))
        for (const form of formsOf(pair.slice(equals + 1))) add(form)
    }
    for (const other of others) if (other !== undefined) add(other)
    // The longest first: one may be a part of another.
    this.#texts = [...found].sort((one, other) => other.length - one.length)
  }

  /** Characters of the longest one. */
  get longest(): number {
    return this.#texts[0]?.length ?? 0
  }

  mask(text: string): string {
    let masked = text
    for (const secret of this.#texts) masked = masked.replaceAll(secret, MASK)
    return masked
  }
}

function formsOf(raw: string): string[] {
  try {
    return [raw, decodeURIComponent(raw.replaceAll('+', ' '))]
  } catch {
    return [raw]
  }
}
