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

const SPACE_SEPARATOR = /^[\p{Z}--[\u00a0\u2007\u202f]]$/v

/** Character.isWhitespace of a UTF-16 unit, which leaves out the spaces that do not break. */
export function isWhitespace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f)
  return SPACE_SEPARATOR.test(String.fromCharCode(code))
}
