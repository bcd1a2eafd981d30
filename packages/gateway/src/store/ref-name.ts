/**
 * Throws TypeError for a name with a lone surrogate: it has no UTF-8 form, so a store that keeps UTF-8 would confuse it
 * with others.
 */
export function checkRefName(name: string): void {
  if (!name.isWellFormed()) throw new TypeError('a ref name must be well-formed Unicode')
}

/** Orders names by code points, which is how UTF-8 bytes order, and not by UTF-16 units as `<` does. */
export function compareRefNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const difference = rank(a.charCodeAt(index)) - rank(b.charCodeAt(index))
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Surrogates stand for code points above U+FFFF, but lie below U+E000: swap the two ranges. */
function rank(unit: number): number {
  if (unit < 0xd8_00) return unit
  return unit < 0xe0_00 ? unit + 0x20_00 : unit - 0x8_00
}
