import { Code } from './characters.ts'

/**
 * What remains of `$` or `#` where neither a reference nor a directive follows: of the text up to and with the character
 * that showed it, only `$`, `#`, and backslashes before a `$` are printed (Velocity 1.7, NodeUtils.getSpecialText). The
 * character itself is read again.
 */
export function specialText(image: string): string {
  let text = ''
  for (let i = 0; i < image.length; i++) {
    const code = image.charCodeAt(i)
    if (code === Code.HASH || code === Code.DOLLAR) text += image[i]
    if (code !== Code.BACKSLASH) continue
    let j = i
    while (image.charCodeAt(j) === Code.BACKSLASH) j++
    if (image.charCodeAt(j) !== Code.DOLLAR) continue
    text += image.slice(i, j + 1)
    // The character behind the `$` is passed over, too: so does Velocity.
    i = j + 1
  }
  return text
}
