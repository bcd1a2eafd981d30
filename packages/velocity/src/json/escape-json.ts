/**
 * What json-smart 2.x escapes by default (JSONStyle.NO_COMPRESS, its `escape4Web`): the quote and the backslash, the
 * slash, control characters, U+007F to U+009F and U+2000 to U+20FF.
 */
const ESCAPED = /["\\/\p{Cc}\u2000-\u20ff]/u
const ALL_ESCAPED = new RegExp(ESCAPED, 'gu')

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** The inside of a JSON string, without the quotes around it, as json-smart writes it. */
export function escapeJson(text: string): string {
  // Most texts need none, which is found out much faster than by replacing nothing.
  return ESCAPED.test(text) ? text.replace(ALL_ESCAPED, escapeCharacter) : text
}

function escapeCharacter(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
