import { BindingError } from './binding-error.ts'

/** Three times the longest text; in the order of a second of work. */
const MOST_CHARACTERS = 33_554_432

/** The longest text that a method may give: the engine's own bound for texts that a template makes. */
const LONGEST_TEXT = 10_485_760

/**
 * The characters that the methods of one rendering may read and write. The engine counts steps, and a call is one step,
 * however long its argument is; a text that escapes itself doubles each time.
 */
export class BindingAllowance {
  #left = MOST_CHARACTERS

  spend(characters: number): void {
    this.#left -= characters
    if (this.#left < 0) throw new BindingError('the template has its bindings work on too much text')
  }

  /** Spends a text that a method is about to give. */
  grant(text: string): string {
    if (text.length > LONGEST_TEXT) throw new BindingError(`the text has more than ${LONGEST_TEXT} characters`)
    this.spend(text.length)
    return text
  }
}
