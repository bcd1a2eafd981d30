import { type CharPredicate, predicate } from './char-predicate.ts'

function ascii(test: (code: number) => boolean): CharPredicate {
  return predicate((codePoint) => codePoint < 128 && test(codePoint), true)
}

const lower = ascii((code) => code >= 0x61 && code <= 0x7a)
const upper = ascii((code) => code >= 0x41 && code <= 0x5a)
const alpha = ascii((code) => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a)

export const asciiDigit = ascii((code) => code >= 0x30 && code <= 0x39)
export const asciiSpace = ascii((code) => code === 0x20 || (code >= 9 && code <= 13))
export const asciiWord = ascii((code) => alpha.test(code) || asciiDigit.test(code) || code === 0x5f)

/** \h: "[ \t\xA0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]" (Pattern's documentation). */
export const horizontalSpace = predicate(
  (code) =>
    code === 0x20 ||
    code === 0x09 ||
    code === 0xa0 ||
    code === 0x1680 ||
    code === 0x180e ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000,
  true,
)

/** \v: "[\n\x0B\f\r\x85\u2028\u2029]". */
export const verticalSpace = predicate(
  (code) => (code >= 0x0a && code <= 0x0d) || code === 0x85 || code === 0x2028 || code === 0x2029,
  true,
)

/** The POSIX classes of \p{…}, US-ASCII only. */
export const posixClasses: ReadonlyMap<string, CharPredicate> = new Map([
  ['ASCII', ascii(() => true)],
  ['Alnum', ascii((code) => alpha.test(code) || asciiDigit.test(code))],
  ['Alpha', alpha],
  ['Blank', ascii((code) => code === 0x20 || code === 9)],
  ['Cntrl', ascii((code) => code < 0x20 || code === 0x7f)],
  ['Digit', asciiDigit],
  ['Graph', ascii((code) => code > 0x20 && code < 0x7f)],
  ['Lower', lower],
  ['Print', ascii((code) => code >= 0x20 && code < 0x7f)],
  ['Punct', ascii((code) => code > 0x20 && code < 0x7f && !alpha.test(code) && !asciiDigit.test(code))],
  ['Space', asciiSpace],
  ['Upper', upper],
  ['XDigit', ascii((code) => asciiDigit.test(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66))],
])
