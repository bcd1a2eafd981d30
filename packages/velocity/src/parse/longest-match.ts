import { Code, isBlank, isDigit, isIdentifierPart, isLetter, isWordPart, isWordStart } from './characters.ts'

/**
 * One function per shape of token that is more than a fixed text: each tells where the longest match that starts at `at`
 * ends, or NO_MATCH. `NaN` codes (past the end) match nothing.
 */
export const NO_MATCH = -1

/** `")" ((" " | "\t")* newline)?`: what closes a directive takes the rest of an otherwise empty line with it. */
export function endOfLineAfter(text: string, at: number): number {
  let end = at
  while (isBlank(text.charCodeAt(end))) end++
  const code = text.charCodeAt(end)
  if (code === Code.LF) return end + 1
  if (code === Code.CR) return text.charCodeAt(end + 1) === Code.LF ? end + 2 : end + 1
  return at
}

/** `("#set" | "#{set}") " "* "("`, from its `#`. */
export function matchSet(text: string, at: number): number {
  let end = NO_MATCH
  if (text.startsWith('#set', at)) end = at + 4
  else if (text.startsWith('#{set}', at)) end = at + 6
  else return NO_MATCH
  while (text.charCodeAt(end) === Code.SPACE) end++
  return text.charCodeAt(end) === Code.OPEN_PAREN ? end + 1 : NO_MATCH
}

export function matchWord(text: string, at: number): number {
  if (!isWordStart(text.charCodeAt(at))) return NO_MATCH
  let end = at + 1
  while (isWordPart(text.charCodeAt(end))) end++
  return end
}

/** `{word}`, which does not start with an `@`. */
export function matchBracketedWord(text: string, at: number): number {
  if (text.charCodeAt(at) !== Code.OPEN_BRACE || text.charCodeAt(at + 1) === Code.AT) return NO_MATCH
  const end = matchWord(text, at + 1)
  return end !== NO_MATCH && text.charCodeAt(end) === Code.CLOSE_BRACE ? end + 1 : NO_MATCH
}

export function matchIdentifier(text: string, at: number): number {
  const first = text.charCodeAt(at)
  if (!isLetter(first) && first !== Code.UNDERSCORE) return NO_MATCH
  let end = at + 1
  while (isIdentifierPart(text.charCodeAt(end))) end++
  return end
}

function digits(text: string, at: number): number {
  let end = at
  while (isDigit(text.charCodeAt(end))) end++
  return end
}

/** Behind `e+5`, or `at` itself where there is none. */
function exponent(text: string, at: number): number {
  const code = text.charCodeAt(at) | 0x20
  if (code !== 0x65) return at
  const sign = text.charCodeAt(at + 1)
  const start = sign === Code.PLUS || sign === Code.MINUS ? at + 2 : at + 1
  const end = digits(text, start)
  return end === start ? at : end
}

/** `"-"? digit+ ".."?`: the dots of a range are taken along, so that `1..3` does not start with the number `1.`. */
export function matchInteger(text: string, at: number): number {
  const start = text.charCodeAt(at) === Code.MINUS ? at + 1 : at
  const end = digits(text, start)
  if (end === start) return NO_MATCH
  return text.charCodeAt(end) === Code.DOT && text.charCodeAt(end + 1) === Code.DOT ? end + 2 : end
}

/** `1.`, `1.5e3`, `.5`, `1e3`, each with a sign or without. */
export function matchFloat(text: string, at: number): number {
  const start = text.charCodeAt(at) === Code.MINUS ? at + 1 : at
  const whole = digits(text, start)
  if (text.charCodeAt(whole) === Code.DOT) {
    const fraction = digits(text, whole + 1)
    if (whole === start && fraction === whole + 1) return NO_MATCH
    return exponent(text, fraction)
  }
  if (whole === start) return NO_MATCH
  const end = exponent(text, whole)
  return end === whole ? NO_MATCH : end
}

/** A string with its quotes; a doubled quote is one of the string's own. */
export function matchString(text: string, at: number): number {
  const quote = text[at] ?? ''
  let end = NO_MATCH
  for (let from = at + 1; ; ) {
    const close = text.indexOf(quote, from)
    if (close < 0) return end
    end = close + 1
    if (text[end] !== quote) return end
    from = end + 1
  }
}
