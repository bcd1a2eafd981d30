import { DefinitionError } from '../expression/definition-error.ts'

/** Does the work; a DefinitionError that it throws says whose definition it is about. */
export function blaming<T>(kind: string, id: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof DefinitionError) throw new DefinitionError(`${kind} ${id}: ${error.message}`)
    throw error
  }
}
