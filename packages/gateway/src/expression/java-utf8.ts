/** Halves of surrogate pairs that stand alone: with the `u` flag, whole pairs are characters of their own. */
const LONE_SURROGATES = /\p{Surrogate}/gu

/** The text as String.getBytes(UTF_8) takes it: what no UTF-8 exists for is a question mark. */
export function encodableText(text: string): string {
  return text.isWellFormed() ? text : text.replace(LONE_SURROGATES, '?')
}
