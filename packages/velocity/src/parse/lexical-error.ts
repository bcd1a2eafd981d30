/** The lexer found a character that starts no token, or an end within one. The parser makes a problem of it. */
export class LexicalError extends Error {
  override readonly name = 'LexicalError'
  readonly start: number
  readonly end: number
  /** Whether only the end of the template makes it one. */
  readonly isAtEnd: boolean

  constructor(start: number, end: number, message: string, isAtEnd: boolean) {
    super(message)
    this.isAtEnd = isAtEnd
    this.start = start
    this.end = end
  }
}
