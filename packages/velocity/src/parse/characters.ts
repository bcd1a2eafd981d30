/** Character codes, and the classes of characters that the lexer asks for. */
export const Code = {
  TAB: 0x09,
  LF: 0x0a,
  CR: 0x0d,
  SPACE: 0x20,
  BANG: 0x21,
  QUOTE: 0x22,
  HASH: 0x23,
  DOLLAR: 0x24,
  PERCENT: 0x25,
  AMPERSAND: 0x26,
  APOSTROPHE: 0x27,
  OPEN_PAREN: 0x28,
  CLOSE_PAREN: 0x29,
  STAR: 0x2a,
  PLUS: 0x2b,
  COMMA: 0x2c,
  MINUS: 0x2d,
  DOT: 0x2e,
  SLASH: 0x2f,
  COLON: 0x3a,
  LESS: 0x3c,
  EQUALS: 0x3d,
  GREATER: 0x3e,
  AT: 0x40,
  OPEN_BRACKET: 0x5b,
  BACKSLASH: 0x5c,
  CLOSE_BRACKET: 0x5d,
  UNDERSCORE: 0x5f,
  OPEN_BRACE: 0x7b,
  PIPE: 0x7c,
  CLOSE_BRACE: 0x7d,
} as const

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Letters are those of ASCII: Velocity's identifiers know no others. */
export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
}

/** A character of `$identifier`. */
export function isIdentifierPart(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === Code.MINUS || code === Code.UNDERSCORE
}

/** The first character of `#word`. */
export function isWordStart(code: number): boolean {
  return isLetter(code) || code === Code.UNDERSCORE || code === Code.AT
}

export function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code)
}

export function isBlank(code: number): boolean {
  return code === Code.SPACE || code === Code.TAB
}

export function isWhiteSpace(code: number): boolean {
  return isBlank(code) || code === Code.LF || code === Code.CR
}
