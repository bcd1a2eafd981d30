import { JavaException } from './java-exception.ts'

/** A context may hold what cannot be changed: frozen lists and objects. Java's are unmodifiable collections. */
export function unmodifiable(): JavaException {
  return new JavaException('UnsupportedOperationException', 'what the context holds cannot be changed')
}

/** Runs what changes an array or an object of a context, and nothing else. */
export function changing<Result>(change: () => Result): Result {
  try {
    return change()
  } catch (error) {
    if (error instanceof TypeError) throw unmodifiable()
    // A list that is as long as an array can be takes no more.
    if (error instanceof RangeError && error.message === 'Invalid array length') throw unmodifiable()
    throw error
  }
}
