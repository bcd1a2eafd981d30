/**
 * Character.toUpperCase and Character.toLowerCase: Unicode's simple mappings, one code point to one. JavaScript has the
 * full mappings only; where those give several characters, the simple one is looked up here or is the character itself.
 */
export function upperOf(codePoint: number): number {
  if (codePoint < 128) return codePoint >= 0x61 && codePoint <= 0x7a ? codePoint - 32 : codePoint
  const upper = String.fromCodePoint(codePoint).toUpperCase()
  const first = upper.codePointAt(0) ?? codePoint
  if (upper.length === (first > 0xffff ? 2 : 1)) return first
  return greekTitleCase(codePoint)
}

export function lowerOf(codePoint: number): number {
  if (codePoint < 128) return codePoint >= 0x41 && codePoint <= 0x5a ? codePoint + 32 : codePoint
  // The capital I with a dot: in full an i and a combining dot.
  if (codePoint === 0x130) return 0x69
  return String.fromCodePoint(codePoint).toLowerCase().codePointAt(0) ?? codePoint
}

/** Two characters that differ only in case have one fold. */
export function foldOf(codePoint: number): number {
  return lowerOf(upperOf(codePoint))
}

export function lowerAsciiOf(codePoint: number): number {
  return codePoint >= 0x41 && codePoint <= 0x5a ? codePoint + 32 : codePoint
}

/** Greek letters with an iota below: simple upper case gives the letter with an iota beside. */
function greekTitleCase(codePoint: number): number {
  if (codePoint >= 0x1f80 && codePoint <= 0x1faf) return codePoint | 8
  return codePoint === 0x1fb3 || codePoint === 0x1fc3 || codePoint === 0x1ff3 ? codePoint + 9 : codePoint
}
