/** The flags of java.util.regex.Pattern that inline flags can set, as bits. */
export const UNIX_LINES = 1
export const IGNORE_CASE = 2
export const COMMENTS = 4
export const MULTILINE = 8
export const DOT_ALL = 32
export const UNICODE_CASE = 64
export const UNICODE_CLASSES = 256

const bits: ReadonlyMap<string, number> = new Map([
  ['d', UNIX_LINES],
  ['i', IGNORE_CASE],
  ['x', COMMENTS],
  ['m', MULTILINE],
  ['s', DOT_ALL],
  ['u', UNICODE_CASE],
  // "Enabling UNICODE_CHARACTER_CLASS implies UNICODE_CASE" (Pattern's documentation).
  ['U', UNICODE_CLASSES | UNICODE_CASE],
  // CANON_EQ, which changes nothing here.
  ['c', 128],
])

/** What an inline flag sets, or undefined where the letter is none. */
export function flagOf(letter: string): number | undefined {
  return bits.get(letter)
}
