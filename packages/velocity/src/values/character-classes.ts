const DECIMAL_DIGIT = /^\p{Nd}$/u

/** Character.isDigit of a UTF-16 unit: any of Unicode's decimal digits, not only ASCII's. */
export function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 0x30 && code <= 0x39
  return DECIMAL_DIGIT.test(String.fromCharCode(code))
}

/** The text with every decimal digit as its ASCII one: Integer.parseInt and BigDecimal read them all. */
export function asciiDigits(text: string): string {
  return text.replaceAll(/[^\p{ASCII}]/gu, (character) => {
    const code = character.charCodeAt(0)
    if (character.length > 1 || !isDigit(code)) return character
    // Each run of ten digits in the basic plane begins at a code that ends in 0 or in 6.
    const row = code & ~0xf
    return String(isDigit(row) ? code - row : code - row - 6)
  })
}

/** String.trim: white space is anything up to U+0020. */
export function javaTrim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 0x20) start++
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--
  return text.slice(start, end)
}

/** Character.isWhitespace of a UTF-16 unit: Unicode's separators but the no-break spaces, and a few controls. */
export function isWhitespace(code: number): boolean {
  if (code <= 0x20) return (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x20)
  if (code === 0x2007) return false
  if (code >= 0x2000 && code <= 0x200a) return true
  return code === 0x1680 || code === 0x2028 || code === 0x2029 || code === 0x205f || code === 0x3000
}

/** String.stripTrailing. */
export function stripTrailing(text: string): string {
  let end = text.length
  while (end > 0 && isWhitespace(text.charCodeAt(end - 1))) end--
  return text.slice(0, end)
}
