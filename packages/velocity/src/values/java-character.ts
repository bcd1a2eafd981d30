/** java.lang.Character: one UTF-16 unit, such as String.charAt returns. */
export class JavaCharacter {
  readonly code: number

  constructor(code: number) {
    this.code = code & 0xffff
  }

  toString(): string {
    return String.fromCharCode(this.code)
  }
}
