import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a template gets from the event of a request; see event.json. */
export interface MappingEvent {
  readonly body: string
  readonly params: Readonly<Record<'path' | 'querystring' | 'header', Readonly<Record<string, string>>>>
  readonly context: { readonly requestId: string; readonly identity: { readonly caller?: string } }
  readonly stageVariables: Readonly<Record<string, string>>
}

/** What the body of the event is. */
export interface Order {
  readonly customer: { readonly id: number; readonly name: string; readonly email: string }
  readonly items: readonly {
    readonly sku: string
    readonly title: string
    readonly quantity: number
    readonly price: number
    readonly gift?: boolean
  }[]
  readonly tags: readonly string[]
  readonly note: string
}

export const TEMPLATE_FILE = join(import.meta.dirname, 'mapping-template.vm')
export const EVENT_FILE = join(import.meta.dirname, 'event.json')
export const template = readFileSync(TEMPLATE_FILE, 'utf8')
export const event = JSON.parse(readFileSync(EVENT_FILE, 'utf8')) as MappingEvent

const ESCAPES = new Map([
  ['"', '\\"'],
  ["'", "\\'"],
  ['\\', '\\\\'],
  ['/', '\\/'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])
const TO_ESCAPE = /["'\\/]|[^ -~]/

/** $util.escapeJavaScript, for the peers that run on Node: as commons-lang's. */
export function escapeJavaScript(text: string): string {
  const first = text.search(TO_ESCAPE)
  if (first < 0) return text
  let escaped = text.slice(0, first)
  for (let index = first; index < text.length; index++) {
    const character = text.charAt(index)
    escaped += TO_ESCAPE.test(character) ? escapeCharacter(character) : character
  }
  return escaped
}

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return ESCAPES.get(character) ?? `\\u${code}`
}
