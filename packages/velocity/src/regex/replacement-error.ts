/** What java.util.regex.Matcher throws for a bad replacement, with its text. */
export class ReplacementError extends Error {
  override readonly name = 'ReplacementError'
  readonly javaClass: 'java.lang.IllegalArgumentException' | 'java.lang.IndexOutOfBoundsException'

  constructor(message: string, javaClass: ReplacementError['javaClass'] = 'java.lang.IllegalArgumentException') {
    super(message)
    this.javaClass = javaClass
  }
}
