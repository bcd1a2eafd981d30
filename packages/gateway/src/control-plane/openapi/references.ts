import { isObject, type OpenApiObject, type OpenApiValue } from './document.ts'

/** References that lead to references. */
const MOST_STEPS = 10

/** What a `$ref` of the document itself leads to; undefined where that is nothing. RFC 6901 pointers. */
export function resolve(document: OpenApiObject, reference: string): OpenApiValue | undefined {
  if (!reference.startsWith('#/')) return undefined
  let value: OpenApiValue | undefined = document
  for (const part of reference.slice(2).split('/')) {
    if (!isObject(value)) return undefined
    value = value.get(unescaped(part))
  }
  return value
}

/** The object that stands there, or that a reference there leads to. */
export function follow(document: OpenApiObject, value: OpenApiValue | undefined): OpenApiObject | undefined {
  let found = value
  for (let step = 0; step < MOST_STEPS && isObject(found); step++) {
    const reference = found.get('$ref')
    if (typeof reference !== 'string') return found
    found = resolve(document, reference)
  }
  return undefined
}

function unescaped(part: string): string {
  let text = part
  try {
    text = decodeURIComponent(part)
  } catch {
    // No escape then.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~')
}
