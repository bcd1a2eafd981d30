import type { VelocityError } from '@postern/velocity'
import { BindingError } from '../expression/binding-error.ts'

/** What is wrong with a template, for people: `order.vm:2:9: …`, and below it the line with a caret. */
export function templateProblems(name: string, { problems, cause }: VelocityError): readonly string[] {
  // The engine knows that a method of the bindings failed; the method knows why.
  const reason = cause instanceof BindingError ? cause.message : undefined
  return problems.map(({ line, column, message, excerpt }) => {
    const shown = excerpt.replaceAll(/^/gm, '  ')
    return `${name}:${line}:${column}: ${reason ?? message}\n${shown}`
  })
}
