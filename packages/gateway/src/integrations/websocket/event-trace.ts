import { isUtf8 } from 'node:buffer'
import { isSecretName, MASK, type Secrets } from '../../telemetry/secrets.ts'
import type { HeaderList } from '../../transport/http-message.ts'
import type { Payload } from './content-handling.ts'

/** The steps that an event can take (docs/websocket.md has what each tells). */
type TraceStepName =
  | 'access'
  | 'route'
  | 'model'
  | 'request template'
  | 'request'
  | 'answer'
  | 'integration response'
  | 'response template'
  | 'reply'

type Detail = string | number | boolean | undefined | Readonly<Record<string, string>>

/** One step: what was found out, and when. */
export interface TraceStep {
  readonly step: TraceStepName
  /** Milliseconds since the event came in. */
  readonly at: number
  readonly [detail: string]: Detail
}

/** Characters of one text that are kept. */
const LONGEST_TEXT = 4096
/** More steps than any event takes. */
const MOST_STEPS = 32
/** Header lines that are shown of one message. */
const MOST_HEADERS = 100

/** The steps of one event, for its API's owner. Texts are cut, and secrets of the handshake masked. */
export class EventTrace {
  readonly steps: TraceStep[] = []
  readonly #began = performance.now()
  #secrets: Secrets

  constructor(secrets: Secrets) {
    this.#secrets = secrets
  }

  /** More is known of what is secret: for the steps to come. */
  renew(secrets: Secrets): void {
    this.#secrets = secrets
  }

  note(step: TraceStepName, details: Readonly<Record<string, Detail>>): void {
    if (this.steps.length === MOST_STEPS) return
    const shown = Object.entries(details).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, this.#shown(value)] as const],
    )
    this.steps.push({ step, at: this.elapsed, ...Object.fromEntries(shown) })
  }

  /** Milliseconds since the event came in. */
  get elapsed(): number {
    return Math.round((performance.now() - this.#began) * 100) / 100
  }

  #shown(value: Exclude<Detail, undefined>): Exclude<Detail, undefined> {
    if (typeof value === 'string') return this.#text(value)
    if (typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, this.#text(text)]))
  }

  /** Masked before it is cut, as half a secret is one, too; but not the whole of a text that is mostly not shown. */
  #text(text: string): string {
    const { longest } = this.#secrets
    const room = LONGEST_TEXT + 2 * longest
    const masked = this.#secrets.mask(text.slice(0, room))
    if (text.length <= room && masked.length <= LONGEST_TEXT) return masked
    // What is behind the room may be the rest of a secret that began before it.
    const whole = text.length <= room ? masked : masked.slice(0, Math.max(0, masked.length - longest))
    return `${whole.slice(0, LONGEST_TEXT)}… (${text.length} characters)`
  }
}

/** Header lines as a trace has them; values of one name in one text. */
export function headersForTrace(headers: HeaderList): Readonly<Record<string, string>> {
  const lines = new Map<string, string>()
  for (let i = 0; i < headers.length && lines.size < MOST_HEADERS; i += 2) {
    const name = (headers[i] as string).toLowerCase()
    const value = isSecretName(name) ? MASK : (headers[i + 1] as string)
    const before = lines.get(name)
    lines.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return Object.fromEntries(lines)
}

/** Bytes of a payload that are looked at: more than a trace shows, however long a secret is. */
const MOST_BYTES = 262_144

/** A payload as a trace has it. Undefined where there is none. */
export function payloadForTrace(payload: Payload | undefined): string | undefined {
  if (payload === undefined || typeof payload === 'string') return payload
  if (!isUtf8(payload)) return `<${payload.length} bytes>`
  // A stream's decoder leaves out the half of a character at the end.
  return new TextDecoder().decode(payload.subarray(0, MOST_BYTES), { stream: payload.length > MOST_BYTES })
}
