/** What stands for each UTF-16 unit below U+0080; undefined where the unit stands for itself. */
const ASCII = Array.from({ length: 0x80 }, (_, code) => (code < 0x20 ? hexEscape(code) : undefined))
for (const [character, escape] of Object.entries({ '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' })) {
  ASCII[character.charCodeAt(0)] = `\\${escape}`
}
for (const character of ['"', "'", '\\', '/']) ASCII[character.charCodeAt(0)] = `\\${character}`

/** A quick look, which also finds U+007F, although commons-lang leaves it as it is. */
const MAYBE_ESCAPED = /['"\\/]|[^ -~]/

/**
 * `StringEscapeUtils.escapeJavaScript` of Apache commons-lang 2.4: quotes of both kinds, the backslash, the slash, control
 * characters, and all beyond ASCII, by UTF-16 units. Not JSON: `\'` is an escape that JSON does not have.
 */
export function escapeJavaScript(text: string): string {
  // Most texts need none, which is found out much faster than by looking at each character.
  const first = text.search(MAYBE_ESCAPED)
  if (first < 0) return text
  let escaped = ''
  let kept = 0
  for (let index = first; index < text.length; index++) {
    const code = text.charCodeAt(index)
    const escape = code < 0x80 ? ASCII[code] : hexEscape(code)
    if (escape === undefined) continue
    escaped += text.slice(kept, index) + escape
    kept = index + 1
  }
  return escaped + text.slice(kept)
}

function hexEscape(code: number): string {
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}
