import { compile, VelocityError } from '@postern/velocity'

/** Lines of `line 3, column 7: …`: why a mapping template cannot be compiled. */
export function templateProblems(source: string): readonly string[] {
  try {
    compile(source, { dialect: 'api-gateway' })
    return []
  } catch (error) {
    // A bound of this engine alone says nothing of AWS's.
    if (error instanceof VelocityError && error.kind !== 'syntax') return []
    if (!(error instanceof VelocityError)) throw error
    return error.problems.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`)
  }
}
