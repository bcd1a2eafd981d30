/**
 * java.util.regex.PatternSyntaxException: `description` is what Java's getDescription gives, `message` what its
 * getMessage gives: description, index, the pattern, and a caret below where it went wrong.
 */
export class PatternSyntaxError extends Error {
  override readonly name = 'PatternSyntaxError'
  readonly description: string
  readonly index: number
  readonly pattern: string

  constructor(description: string, index: number, pattern: string) {
    super(messageOf(description, index, pattern))
    this.description = description
    this.index = index
    this.pattern = pattern
  }
}

function messageOf(description: string, index: number, pattern: string): string {
  const message = `${description}${index >= 0 ? ` near index ${index}` : ''}\n${pattern}`
  if (index < 0 || index >= pattern.length) return message
  return `${message}\n${pattern.slice(0, index).replaceAll(/[^\t]/g, ' ')}^`
}
