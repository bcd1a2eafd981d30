/**
 * Whether a header field may be written to the wire. Everything that a backend hands over passes through here before
 * it reaches a client: a line break in a value would let the backend split the response (RFC 9110 5.5).
 */

/** RFC 9110 5.6.2: `token`. Index: character code. */
const tokenCharacters = new Uint8Array(128)
for (const character of "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
  tokenCharacters[character.charCodeAt(0)] = 1
}

export function isFieldName(name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index)
    if (code > 127 || tokenCharacters[code] === 0) return false
  }
  return name.length > 0
}

/** RFC 9110 5.5: visible ASCII, space, tab, and bytes above 127 as obs-text; one character is one byte here. */
export function isFieldValue(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if ((code < 32 && code !== 9) || code === 127 || code > 255) return false
  }
  return true
}
