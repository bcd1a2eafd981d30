/** What an action answers: structures, lists and values, written as the AWS query protocol writes them. */
export type QueryValue =
  | string
  | number
  | boolean
  | readonly QueryValue[]
  | ReadonlyMap<string, QueryValue>
  | { readonly [member: string]: QueryValue | undefined }

/**
 * Writes a value as the content of an element: structures as elements in their order, absent members not at all, lists
 * as `<member>` elements, maps as `<entry>` elements (Smithy, AWS query protocol: neither is flattened).
 */
export function xmlContent(value: QueryValue): string {
  if (typeof value === 'string') return xmlText(value)
  if (typeof value !== 'object') return String(value)
  if (isList(value)) return value.map((element) => xmlElement('member', element)).join('')
  if (isMap(value)) return [...entriesOf(value)].map((entry) => xmlElement('entry', entry)).join('')
  return Object.entries(value)
    .map(([name, member]) => (member === undefined ? '' : xmlElement(name, member)))
    .join('')
}

/** `name` is ours, never a caller's. */
export function xmlElement(name: string, value: QueryValue): string {
  return `<${name}>${xmlContent(value)}</${name}>`
}

/** Text that any XML parser gives back as it is, save for what XML 1.0 cannot hold: that becomes U+FFFD. */
export function xmlText(text: string): string {
  return text.toWellFormed().replace(SPECIAL, (character) => ENTITIES.get(character) ?? '\uFFFD')
}

// oxlint-disable-next-line no-control-regex -- XML 1.0 section 2.2 leaves these out
const SPECIAL = /[&<>"'\r\0-\x08\x0b\x0c\x0e-\x1f\uFFFE\uFFFF]/g
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
  // Parsers turn a bare carriage return into a line feed (XML 1.0 section 2.11).
  ['\r', '&#xD;'],
])

function* entriesOf(map: ReadonlyMap<string, QueryValue>): Generator<{ key: string; value: QueryValue }> {
  for (const [key, value] of map) yield { key, value }
}

function isMap(value: object): value is ReadonlyMap<string, QueryValue> {
  return value instanceof Map
}

function isList(value: object): value is readonly QueryValue[] {
  return Array.isArray(value)
}
