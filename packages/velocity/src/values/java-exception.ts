/** What a Java method would have thrown; the rendering ends with it. */
export class JavaException extends Error {
  override readonly name = 'JavaException'

  /** `exception` is Java's simple class name: `IndexOutOfBoundsException`. */
  constructor(exception: string, message: string) {
    super(`${exception}: ${message}`)
  }
}

export function indexOutOfBounds(index: number, length: number): JavaException {
  return new JavaException('IndexOutOfBoundsException', `Index ${index} out of bounds for length ${length}`)
}

export function nullPointer(what: string): JavaException {
  return new JavaException('NullPointerException', `${what} is null`)
}
