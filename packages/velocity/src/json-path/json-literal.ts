import { JavaFailure } from './json-path-error.ts'
import { PermissiveJsonError, parsePermissiveJson } from './permissive-json.ts'

/** JSON within an expression. It is read, leniently, when its value is first asked for, as Jayway does. */
export class JsonLiteral {
  readonly text: string
  #value: unknown
  #isRead = false

  constructor(text: string) {
    this.text = text
  }

  /** Throws JavaFailure with the given class and the text of json-smart's ParseException. */
  read(javaClass: 'IllegalArgumentException' | 'InvalidJsonException'): unknown {
    if (!this.#isRead) {
      this.#value = this.#parse(javaClass)
      this.#isRead = true
    }
    return this.#value
  }

  #parse(javaClass: string): unknown {
    try {
      return parsePermissiveJson(this.text)
    } catch (error) {
      if (!(error instanceof PermissiveJsonError)) throw error
      throw new JavaFailure(javaClass, `net.minidev.json.parser.ParseException: ${error.message}`)
    }
  }
}
